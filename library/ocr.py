"""Recognises pages without words, or with words that cannot be read: the last of all work, and only where it is wanted.

What comes of it is marked as recognised: it can be read and found, and no fact is taken from it.
"""

import tempfile
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from extraction import ocr, runner
from extraction.kinds import BY_NAME
from library import checks
from library.alone import alone
from library.child_limits import child_limits
from library.contents import count_personal
from library.models import Edition, File, Page, TextSource
from library.reading import hold
from library.storage import Damaged, vault

SLICE = 5
_AT_ONCE = 5
BUSY, NEXT = timedelta(seconds=20), timedelta(0)
_DRAWN = [kind.name for kind in BY_NAME.values() if kind.is_drawn]


def is_possible() -> bool:
    """Whether it is wanted (PORTAL_OCR) and the program is installed."""
    return bool(settings.OCR and ocr.path())


def standing() -> str:
    """In words for those who run the portal."""
    if not settings.OCR:
        return "使いません（PORTAL_OCR=on で使います）"
    return "あります" if ocr.path() else "見つかりません（tesseract と日本語のデータが要ります）"


def is_due(file_id: int) -> bool:
    return is_possible() and _unrecognised(file_id).exists()


def left(*, queued: Collection[int] = ()) -> list[int]:
    """Files with pages that are still to be recognised, also those read before it was wanted; a few at a time.

    In no order, so that those that cannot be tried do not stand before all others.
    """
    if not is_possible():
        return []
    files = File.objects.filter(pk__in=_silent_pages().values("file_id")).exclude(pk__in=queued)
    return list(files.order_by("?").values_list("pk", flat=True)[:_AT_ONCE])


def _unrecognised(file_id: int) -> QuerySet[Page]:
    return _silent_pages().filter(file=file_id)


def _silent_pages() -> QuerySet[Page]:
    """Pages that show something and say nothing, of files of which all else is done."""
    files = File.objects.done_with().filter(kind__in=_DRAWN)
    says_nothing = Q(source=TextSource.BROKEN) | Q(source=TextSource.FILE, text="")
    return Page.objects.filter(says_nothing, file__in=files, is_ocr_tried=False).exclude(picture_key="")


def recognise_file(file_id: int) -> timedelta | None:
    """A few pages of a file; says after which time the next are to follow, if there are more."""
    numbers = list(_unrecognised(file_id).order_by("number").values_list("number", flat=True)[:SLICE])
    file, program = File.objects.filter(pk=file_id).first(), ocr.path()
    if not numbers or file is None or program is None or not settings.OCR:
        return None
    with alone("ocr") as is_alone:
        if not is_alone:
            return BUSY
        try:
            with vault().local_path(file.key, sha256=file.sha256) as path:
                for number in numbers:
                    _recognise(file, number, path, program)
        except (Damaged, FileNotFoundError, File.DoesNotExist):
            return None
    edition = Edition.objects.select_related("publication").filter(files=file_id).first()
    if edition is not None:
        checks.recount(edition)  # the desk is told of what looks like personal data, wherever it was read
    return NEXT if _unrecognised(file_id).exists() else None


def _recognise(file: File, number: int, path: Path, program: str) -> None:
    """A page on which nothing is recognised stays what it is, and is not tried again."""
    with tempfile.TemporaryDirectory(prefix="ocr-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        try:
            scan = runner.scan(path, file.kind, number, Path(folder), child_limits())
            words = ocr.recognise(program, scan, Path(folder), child_limits())
        except runner.ChildFailed:
            words = ""
    found: dict[str, Any] = {"is_ocr_tried": True}
    if words.strip():
        found |= {"source": TextSource.OCR, "raw": words, "text": words, "boxes": b""}
        found["personal"] = count_personal(words, "")
    with transaction.atomic():
        hold(file)  # nobody takes it off its draft meanwhile
        changed = Page.objects.filter(file=file, number=number).exclude(source=TextSource.OCR).update(**found)
        if changed and words.strip():
            File.objects.filter(pk=file.pk).update(pages_recognised=F("pages_recognised") + 1)
