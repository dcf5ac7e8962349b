"""Reads again, in the background, what an older reader read: the old text stays until the better one is there."""

import contextlib
from collections.abc import Collection, Sequence

from django.db import transaction

import extraction
from extraction import runner
from extraction.pages import PageContent
from japanese.personal import find_personal
from library import checks
from library.child_limits import child_limits
from library.models import Edition, File, Page, Reading
from library.reading import TEXT_SLICE, forget_problems, keep_outline
from library.storage import Damaged, vault

_AT_ONCE = 5
_FIELDS = ("label", "raw", "text", "boxes", "blocks", "width", "height", "notes", "is_hidden", "source", "personal")


def outdated(*, besides: Collection[int] = ()) -> list[int]:
    """Some files that an older reader read, or could not read."""
    old = File.objects.taken().filter(reader_version__lt=extraction.VERSION)
    ended = old.filter(reading__in=[Reading.DONE, Reading.PARTIAL, Reading.FAILED])
    return list(ended.exclude(pk__in=besides).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])


def renew(file_id: int) -> bool:
    """Read the file with the present reader; True when it has to be read from the beginning, as a new one is.

    What the present reader cannot read stays as it is: each file is tried once for each version.
    """
    file = File.objects.taken().filter(pk=file_id, reader_version__lt=extraction.VERSION).first()
    if file is None:
        return False
    if file.reading != Reading.DONE:
        return _begin_anew(file)
    with contextlib.suppress(runner.ChildFailed, Damaged, FileNotFoundError):
        _read_again(file)
    File.objects.filter(pk=file.pk).update(reader_version=extraction.VERSION)
    edition = Edition.objects.select_related("publication").filter(files=file.pk).first()
    if edition is not None:
        checks.recount(edition)
    return False


@transaction.atomic
def _begin_anew(file: File) -> bool:
    file = File.objects.select_for_update().get(pk=file.pk)
    if file.reading not in {Reading.PARTIAL, Reading.FAILED}:
        return False
    forget_problems(file)
    File.objects.filter(pk=file.pk).update(
        reading=Reading.WAITING,
        reading_problem="",
        reading_tries=0,
        leased_until=None,
        reader_version=extraction.VERSION,
    )
    return True


def _read_again(file: File) -> None:
    """A file that is cut into other pages now keeps what it has: a part of it must not take the place of the whole."""
    count = file.page_count or 0
    with vault().local_path(file.key, sha256=file.sha256) as path:
        if runner.count(path, file.kind, child_limits()) != count:
            return
        for first in range(1, count + 1, TEXT_SLICE):
            last = min(first + TEXT_SLICE - 1, count)
            _keep(file, list(runner.read(path, file.kind, first, last, child_limits())))
        keep_outline(file, path)


@transaction.atomic
def _keep(file: File, contents: Sequence[PageContent]) -> None:
    """The new text in the place of the old; a page whose words came from its picture keeps them."""
    found = {content.number: content for content in contents}
    pages = Page.objects.select_for_update().filter(file=file, number__in=found)
    changed = [_changed(page, found[page.number], file) for page in pages.exclude(source="ocr")]
    Page.objects.bulk_update(changed, _FIELDS)


def _changed(page: Page, content: PageContent, file: File) -> Page:
    for name in _FIELDS[:7]:
        setattr(page, name, getattr(content, name))
    page.label = content.label[:200]
    page.notes = content.notes if file.keeps_notes else ""
    page.is_hidden, page.source = content.is_hidden, content.source
    page.personal = len(find_personal(content.text))
    return page
