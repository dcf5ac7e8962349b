"""Prints Office files, when everything that can be read is read: LibreOffice makes a PDF, whose pages are drawn.

A failure costs the pictures only: nothing of the file, its text or its publishing depends on them. On each machine one
file at a time is printed, because the program may take three gigabytes.
"""

import errno
import shutil
import tempfile
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File as DjangoFile
from django.db import transaction
from django.db.models import F, Q, QuerySet

import clock
from extraction import office, runner
from extraction.bounded import Isolation, isolation
from extraction.office import Office, OfficeFailed
from extraction.pages import Picture
from library.alone import alone
from library.child_limits import child_limits
from library.models import File, Paper, PaperPage, PaperState, Reading
from library.reading import DAMAGED
from library.storage import Damaged, vault

SLICE = 60
MOST_TRIES = 2
MOST_BAD_PAGES = 5
LEASE = timedelta(minutes=20)  # longer than printing, or drawing one slice, may take
BUSY, AGAIN, FULL = timedelta(seconds=20), timedelta(minutes=1), timedelta(minutes=10)
_AT_ONCE = 20
_DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT}
_STOPPED = "印刷イメージを作る途中で、作業が止まりました"


class _TakenOver(Exception):
    """The time was over and somebody else has it now, or the file is gone: nothing more is written about it."""


def is_possible() -> bool:
    """Whether LibreOffice is installed and wanted."""
    return bool(settings.OFFICE and office.path())


def standing() -> str:
    """Whether Office files are printed here, and how safely, in words for those who run the portal."""
    if not settings.OFFICE:
        return "使いません（PORTAL_OFFICE=off）"
    if not office.path():
        return "見つかりません。Officeファイルは文字だけを表示します"
    if isolation() is Isolation.NONE:
        return "あります。ネットワークから切り離せていません（unshare が使えません）"
    return "あります。ネットワークから切り離して動かします"


def can_print(file: File) -> bool:
    return office.can_print(file.kind)


def left(*, now: datetime, queued: Collection[int] = ()) -> list[int]:
    """Files that are still to be printed, also those taken before the program was there; a few at a time."""
    if not is_possible():
        return []
    return list(_printable(now).exclude(pk__in=queued).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])


def is_due(file_id: int, *, now: datetime | None = None) -> bool:
    return is_possible() and _printable(now or clock.now()).filter(pk=file_id).exists()


def _printable(now: datetime) -> QuerySet[File]:
    """Taken, read as far as that goes, and neither printed nor being printed."""
    is_free = Q(paper=None) | Q(paper__state=PaperState.WAITING)
    is_left = Q(paper__state=PaperState.WORKING, paper__leased_until__lt=now)
    files = File.objects.taken().filter(kind__in=office.PRINTERS)
    return files.exclude(reading__in=[Reading.WAITING, Reading.WORKING]).filter(is_free | is_left)


def print_file(file_id: int, *, now: datetime | None = None) -> timedelta | None:
    """Print one file, if that is due; says after which time it is to be tried again, if it is."""
    now, found = now or clock.now(), office.find()
    if found is None or not is_due(file_id, now=now):
        return None
    with alone("office") as is_alone:
        if not is_alone:
            return BUSY
        if shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free < settings.LIMITS.free_disk_bytes:
            return FULL
        paper = _begin(file_id, now=now)
        return _print(paper, found) if paper else None


def _begin(file_id: int, *, now: datetime) -> Paper | None:
    """The row, held until it is done; None when the file is gone or somebody else has it."""
    with transaction.atomic():
        if not File.objects.select_for_update().filter(pk=file_id).exists():
            return None
        Paper.objects.get_or_create(file_id=file_id)
        free = Q(state=PaperState.WAITING) | Q(state=PaperState.WORKING, leased_until__lt=now)
        held = Paper.objects.filter(free, file=file_id)
        if held.filter(tries__gte=MOST_TRIES).update(
            state=PaperState.FAILED, problem=_STOPPED, tries=0, leased_until=None
        ):
            return None  # each time its worker was killed
        begun = {"state": PaperState.WORKING, "leased_until": now + LEASE, "problem": "", "tries": F("tries") + 1}
        if not held.update(**begun):
            return None
        return Paper.objects.select_related("file").get(file=file_id)


def _print(paper: Paper, found: Office) -> timedelta | None:
    try:
        with (
            vault().local_path(paper.file.key, sha256=paper.file.sha256) as path,
            tempfile.TemporaryDirectory(prefix="paper-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder,
        ):
            printed = office.to_pdf(found, path, paper.file.kind, Path(folder), child_limits())
            _renew(paper)
            _draw(paper, printed, Path(folder))
    except (_TakenOver, File.DoesNotExist):  # the latter: taken off its draft meanwhile
        return None
    except (Damaged, FileNotFoundError):
        return _failed(paper, DAMAGED, is_final=True)
    except (OfficeFailed, runner.ChildFailed) as problem:
        return _failed(paper, str(problem))
    except OSError as problem:
        if problem.errno not in _DISK_IS_FULL:
            raise
        _held(paper).update(state=PaperState.WAITING, tries=paper.tries - 1, leased_until=None)
        return FULL  # no fault of the file
    return None


def _held(paper: Paper) -> QuerySet[Paper]:
    """The row, as long as it is this worker's."""
    return Paper.objects.filter(pk=paper.pk, state=PaperState.WORKING, leased_until=paper.leased_until)


def _renew(paper: Paper) -> None:
    """Time for the next step. Raises _TakenOver."""
    until = clock.now() + LEASE
    if not _held(paper).update(leased_until=until):
        raise _TakenOver
    paper.leased_until = until


def _draw(paper: Paper, printed: Path, folder: Path) -> None:
    """All pages, in slices; one that cannot be drawn is passed over, and said."""
    total = runner.count(printed, "pdf", child_limits())
    _held(paper).update(page_count=total)
    have = set(paper.pages.values_list("number", flat=True))
    wanted = [number for number in range(1, total + 1) if number not in have]
    bad: list[int] = []
    while wanted and len(bad) < MOST_BAD_PAGES:
        some = wanted[:SLICE]
        _renew(paper)
        drawn = _draw_some(paper, printed, folder, some)
        missing = [number for number in some if number not in drawn]
        bad += missing[:1]
        wanted = [number for number in wanted if number not in drawn and number not in bad]
    if bad:
        raise OfficeFailed(f"{bad[0]}ページ目の画像を作れませんでした")
    _held(paper).update(state=PaperState.DONE, tries=0, leased_until=None)


def _draw_some(paper: Paper, printed: Path, folder: Path, numbers: list[int]) -> set[int]:
    drawn = set()
    try:
        enlarged = office.enlarged(paper.file.kind)
        for picture in runner.draw(printed, "pdf", numbers, folder, child_limits(), enlarged=enlarged):
            _keep(paper, picture, folder)
            drawn.add(picture.number)
    except runner.ChildFailed:
        pass  # what came through before counts; the first that did not is passed over
    return drawn


def _keep(paper: Paper, picture: Picture, folder: Path) -> None:
    keys = []
    for name in picture.names:
        with (folder / name).open("rb") as drawn:
            keys.append(vault().put(DjangoFile(drawn)).key)
        (folder / name).unlink()
    with transaction.atomic():
        File.objects.select_for_update().only("pk").get(pk=paper.pk)  # nobody takes it off its draft meanwhile
        if not _held(paper).exists():
            raise _TakenOver
        _, is_new = PaperPage.objects.get_or_create(
            paper=paper,
            number=picture.number,
            defaults={
                "picture_key": keys[0],
                "thumbnail_key": keys[1],
                "picture_width": picture.width,
                "picture_height": picture.height,
            },
        )
        _held(paper).update(pages_drawn=F("pages_drawn") + int(is_new))


def _failed(paper: Paper, problem: str, *, is_final: bool = False) -> timedelta | None:
    """Once more a little later; after that the row says why, until somebody asks for it again."""
    is_final = is_final or paper.tries >= MOST_TRIES
    _held(paper).update(
        state=PaperState.FAILED if is_final else PaperState.WAITING,
        problem=problem[:200],
        tries=0 if is_final else paper.tries,
        leased_until=None,
    )
    return None if is_final else AGAIN
