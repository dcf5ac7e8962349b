"""Reads again, in the background, what an older reader read: the old text stays until the better one is there."""

import contextlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

import clock
import extraction
from extraction import runner
from extraction.pages import PageContent
from library import checks
from library.child_limits import child_limits
from library.contents import fields_of
from library.leases import free, lease_again
from library.models import Edition, File, Page, Reading, TextSource
from library.reading import TEXT_SLICE, forget_problems, hold, keep_outline, read_well
from library.storage import Damaged, vault

PAUSE = timedelta(hours=1)
_AT_ONCE = 5


def outdated(*, now: datetime | None = None, besides: Collection[int] = ()) -> list[int]:
    """Some files that an older reader read, or could not read, and that nobody reads again now."""
    old = File.objects.done_with().filter(free(now or clock.now()), reader_version__lt=extraction.VERSION)
    return list(old.exclude(pk__in=besides).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])


def renew(file_id: int, *, now: datetime | None = None) -> bool:
    """Read the file with the present reader; True when it has to be read from the beginning, as a new one is.

    What the present reader cannot read stays as it is: each file is tried once for each version. One that could not be
    tried at all (the disk is full) lets the others pass first.
    """
    now = now or clock.now()
    try:
        with lease_again(file_id, before_version=extraction.VERSION, now=now) as file:
            return file is not None and _renew(file)
    except File.DoesNotExist:  # taken off its draft meanwhile
        return False
    except Exception:
        File.objects.done_with().filter(pk=file_id).update(leased_until=now + PAUSE)
        raise


def _renew(file: File) -> bool:
    """What was read well is renewed in its place; only what was not is read from the beginning."""
    is_cut_alike = True
    if file.reading != Reading.FAILED:
        with contextlib.suppress(runner.ChildFailed, Damaged, FileNotFoundError):
            is_cut_alike = _read_again(file)
    if file.reading != Reading.DONE and is_cut_alike:
        return _begin_anew(file)
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


def _read_again(file: File) -> bool:
    """The pages that have text. False when the file is cut into other pages now.

    It keeps what it has then: a part of it must not take the place of the whole.
    """
    with vault().local_path(file.key, sha256=file.sha256) as path:
        if runner.count(path, file.kind, child_limits()) != file.page_count:
            return False
        for first, last in _runs(file):
            _keep(file, list(runner.read(path, file.kind, first, last, child_limits())))
        keep_outline(file, path)
    return True


def _runs(file: File) -> Iterator[tuple[int, int]]:
    """First and last of the pages that were read, in slices; a page that brought the child down is in none."""
    numbers = list(read_well(file).order_by("number").values_list("number", flat=True))
    first = 0
    for place, number in enumerate(numbers, start=1):
        first = first or number
        is_end = place == len(numbers) or numbers[place] != number + 1
        if is_end or number - first + 1 == TEXT_SLICE:
            yield first, number
            first = 0


@transaction.atomic
def _keep(file: File, contents: Sequence[PageContent]) -> None:
    """The new text in the place of the old; a page whose words came from its picture keeps them."""
    keeps_notes = hold(file).keeps_notes
    found = {content.number: fields_of(content, keeps_notes=keeps_notes) for content in contents}
    if not found:
        return
    recognised = Q(source=TextSource.OCR) & ~Q(text="")
    changed = list(Page.objects.select_for_update().filter(~recognised, file=file, number__in=found))
    for page in changed:
        for name, value in found[page.number].items():
            setattr(page, name, value)
    Page.objects.bulk_update(changed, [*next(iter(found.values()))])
