"""Reads files: page 1 with its picture, then the text of all pages, then the other pictures, in slices.

The truth is in the rows: each slice looks which pages lack text or a picture, so it may run twice or after a kill. A
page that brings the child down is tried again alone, then marked and passed over: it costs no other page.
"""

import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files import File as DjangoFile
from django.db import transaction
from django.db.models import F, QuerySet

import clock
import extraction
from extraction import runner
from extraction.kinds import BY_NAME
from extraction.pages import PageContent, Picture
from library import checks
from library.child_limits import child_limits
from library.contents import fields_of
from library.leases import lease
from library.models import Edition, File, Page, Reading
from library.storage import Damaged, vault

TEXT_SLICE = 200
PICTURE_SLICE = 60
PICTURE_SECONDS = 2  # then whoever waits has a turn: some pages take as long as a hundred others
BATCH = 20
MOST_TRIES = 3
MOST_BAD_PAGES = 5
MOST_HEADINGS = 300

DAMAGED = "保管してある元のファイルを開けませんでした。事務局に連絡してください"


@dataclass(frozen=True)
class Step:
    """What comes next of a file: the text of these pages, or their pictures."""

    numbers: list[int]
    is_text: bool


def take_turn(file_id: int, *, now: datetime | None = None) -> bool:
    """Do the next slice of a file; True when another is to follow. Nothing happens while another worker holds it."""
    try:
        return _turn(file_id, now=now or clock.now())
    except File.DoesNotExist:  # taken off its draft meanwhile: nothing is left to do
        return False


def _turn(file_id: int, *, now: datetime) -> bool:
    with lease(file_id, now=now) as file:
        if file is None:
            return False
        try:
            with vault().local_path(file.key, sha256=file.sha256) as path:
                _take_steps(file, path)
                if _next_step(file) is None:
                    keep_outline(file, path)
        except (Damaged, FileNotFoundError):
            File.objects.filter(pk=file_id).update(reading=Reading.FAILED, reading_problem=DAMAGED)
            _recount(file_id)
            return False
    return _settle(file_id)


def _take_steps(file: File, path: Path) -> None:
    """One step; page 1 comes with its picture."""
    step = _next_step(file)
    if step is not None and _done(file, step, path) and step == Step([1], is_text=True):
        step = _next_step(file)
        if step is not None and not step.is_text:
            _done(file, step, path)


def keep_outline(file: File, path: Path) -> None:
    """When all is read, once. A file whose outline cannot be had is read without one, or keeps the one it has."""
    pages = file.page_count or 0
    if pages < 2 and _is_drawn(file):
        return
    try:
        found = runner.outline(path, file.kind, child_limits())
    except runner.ChildFailed:
        return
    rows = [[h.level, h.title, h.page, h.place] for h in found if 1 <= h.page <= pages and (h.place or pages > 1)]
    File.objects.filter(pk=file.pk).update(outline=rows[:MOST_HEADINGS])


def forget_problems(file: File) -> None:
    """What was passed over is tried again."""
    _passed_over(file).delete()
    file.pages.exclude(problem="").update(problem="")


def read_well(file: File) -> QuerySet[Page]:
    """Pages that have what the reader found, though perhaps no picture."""
    return file.pages.exclude(pk__in=_passed_over(file).values("pk"))


def _passed_over(file: File) -> QuerySet[Page]:
    return file.pages.exclude(problem="").filter(raw="", picture_key="")


def _is_drawn(file: File) -> bool:
    return file.kind in BY_NAME and BY_NAME[file.kind].is_drawn


def _next_step(file: File) -> Step | None:
    """None when every page has what it can have. After a failure one page at a time, so that the bad one is found."""
    rows = {number: (key, problem) for number, key, problem in _rows(file)}
    missing = [number for number in range(1, (file.page_count or 0) + 1) if number not in rows]
    undrawn = [number for number, (key, problem) in rows.items() if not key and not problem] if _is_drawn(file) else []
    if sum(1 for _, problem in rows.values() if problem) >= (MOST_BAD_PAGES if _is_drawn(file) else 1):
        return None
    alone = file.reading_tries > 0
    if missing and (1 in missing or 1 not in undrawn):
        last = missing[0] if alone or missing[0] == 1 else missing[0] + TEXT_SLICE - 1
        return Step([number for number in missing if number <= last], is_text=True)
    if undrawn:
        slice_size = 1 if alone or missing else PICTURE_SLICE
        return Step(undrawn[:slice_size], is_text=False)
    return None


def _rows(file: File) -> list[tuple[int, str, str]]:
    return list(file.pages.order_by("number").values_list("number", "picture_key", "problem"))


def _done(file: File, step: Step, path: Path) -> bool:
    """Do a step; False when a page of it did not come, which is written down."""
    failure: runner.ChildFailed | None = None
    numbers: Sequence[int] = step.numbers
    try:
        if step.is_text:
            _read(file, path, numbers[0], numbers[-1])
        else:
            numbers = _draw(file, path, numbers)
    except runner.ChildFailed as problem:
        failure = problem
    have = {number for number, key, _ in _rows(file) if step.is_text or key}
    lacking = [number for number in numbers if number not in have]
    if lacking:
        _note_failure(file, step, lacking[0], failure or runner.ChildFailed(runner.Reason.CRASH))
    elif file.reading_tries:
        File.objects.filter(pk=file.pk).update(reading_tries=0)
    return not lacking


@transaction.atomic
def _note_failure(file: File, step: Step, number: int, failure: runner.ChildFailed) -> None:
    """The first page that did not come is the one to blame; it is passed over when it failed alone, too."""
    had_all_the_time = failure.reason is runner.Reason.TIME and len(step.numbers) == 1
    tries = 0 if had_all_the_time or file.reading_tries + 1 >= MOST_TRIES else file.reading_tries + 1
    File.objects.filter(pk=file.pk).update(reading_tries=tries, reading_problem=f"{number}{file.unit}目：{failure}")
    if tries > 0:
        return
    if step.is_text:
        hold(file)
        Page.objects.get_or_create(file=file, number=number, defaults={"problem": str(failure)})
        _count_read(file)
    else:
        Page.objects.filter(file=file, number=number, picture_key="").update(problem=str(failure))


def _read(file: File, path: Path, first: int, last: int) -> None:
    batch: list[PageContent] = []
    for content in runner.read(path, file.kind, first, last, child_limits()):
        batch.append(content)
        if len(batch) == BATCH:
            _keep_pages(file, batch)
            batch = []
    _keep_pages(file, batch)


def hold(file: File) -> File:
    """As it is; nobody takes it off its draft before its pages are kept. Raises File.DoesNotExist when it is gone."""
    return File.objects.select_for_update().get(pk=file.pk)


@transaction.atomic
def _keep_pages(file: File, batch: Sequence[PageContent]) -> None:
    keeps_notes = hold(file).keeps_notes
    Page.objects.bulk_create(
        [Page(file=file, number=content.number, **fields_of(content, keeps_notes=keeps_notes)) for content in batch],
        ignore_conflicts=True,
    )
    _count_read(file)


def _count_read(file: File) -> None:
    File.objects.filter(pk=file.pk).update(pages_read=file.pages.count())


def _draw(file: File, path: Path, numbers: Sequence[int]) -> Sequence[int]:
    """The pages whose turn came: after some seconds the others are left for later."""
    until = time.monotonic() + PICTURE_SECONDS
    with (
        tempfile.TemporaryDirectory(prefix="pictures-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder,
        closing(runner.draw(path, file.kind, numbers, Path(folder), child_limits())) as pictures,
    ):
        for picture in pictures:
            _keep_picture(file, picture, Path(folder))
            if time.monotonic() > until:
                return [number for number in numbers if number <= picture.number]
    return numbers


def _keep_picture(file: File, picture: Picture, folder: Path) -> None:
    keys = []
    for name in picture.names:
        with (folder / name).open("rb") as drawn:
            keys.append(vault().put(DjangoFile(drawn)).key)
    with transaction.atomic():
        changed = Page.objects.filter(file=file, number=picture.number, picture_key="").update(
            picture_key=keys[0],
            thumbnail_key=keys[1],
            picture_width=picture.width,
            picture_height=picture.height,
        )
        File.objects.filter(pk=file.pk).update(pages_drawn=F("pages_drawn") + changed)


def _settle(file_id: int) -> bool:
    """Say in the row how far it is; True when there is more to do."""
    if _has_more(file_id):
        return True
    _recount(file_id)
    return False


@transaction.atomic
def _has_more(file_id: int) -> bool:
    """Looked at and written down in one, so that what was asked for meanwhile (to read it anew) is not overwritten."""
    file = hold(File(pk=file_id))
    if _next_step(file) is not None:
        return True
    problems = [problem for _, _, problem in _rows(file)]
    whole = not any(problems) and len(problems) == (file.page_count or 0)
    some = file.pages.filter(problem="").exists() or file.pages.exclude(raw="").exists()
    file.reading = Reading.DONE if whole else Reading.PARTIAL if some else Reading.FAILED
    file.reading_tries, file.reader_version = 0, extraction.VERSION
    file.reading_problem = "" if whole else file.reading_problem
    file.save(update_fields=["reading", "reading_tries", "reading_problem", "reader_version"])
    return False


def _recount(file_id: int) -> None:
    """What the desk is told of a submission depends on how its files are read."""
    edition = Edition.objects.select_related("publication").filter(files=file_id).first()
    if edition is not None:
        checks.recount(edition)
