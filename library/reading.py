"""Reads files: page 1 with its picture, then the text of all pages, then the other pictures, in slices.

The truth is in the rows: each slice looks which pages lack text or a picture, so it may run twice or after a kill.
"""

import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File as DjangoFile
from django.db import transaction
from django.db.models import F, Q

import clock
from extraction import runner
from extraction.pages import PageContent, Picture
from library.child_limits import child_limits
from library.models import File, Page, Reading
from library.storage import vault

TEXT_SLICE = 100
PICTURE_SLICE = 8
BATCH = 20
LEASE = timedelta(minutes=6)  # a little more than a child may run
MOST_TRIES = 3


def take_turn(file_id: int, *, now: datetime | None = None) -> bool:
    """Do the next slice of a file; True when another is to follow. Nothing happens while another worker holds it."""
    now = now or clock.now()
    file = _lease(file_id, now=now)
    if file is None:
        return False
    try:
        _work(file)
    except runner.ChildFailed as failure:
        _fail(file, str(failure))
    finally:
        File.objects.filter(pk=file_id).update(leased_until=None)
    return _settle(file_id)


def _lease(file_id: int, *, now: datetime) -> File | None:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    taken = File.objects.unread().filter(free, pk=file_id).update(leased_until=now + LEASE, reading=Reading.WORKING)
    return File.objects.get(pk=file_id) if taken else None


def _work(file: File) -> None:
    have = set(file.pages.values_list("number", flat=True))
    total = file.page_count or 0
    with vault().local_path(file.key) as path:
        if total and 1 not in have:
            _read(file, path, 1, 1)
            if file.kind == "pdf":
                _draw(file, path, [1])
            return
        missing = [number for number in range(1, total + 1) if number not in have]
        if missing:
            _read(file, path, missing[0], min(missing[0] + TEXT_SLICE - 1, total))
            return
        if file.kind == "pdf":
            undrawn = file.pages.filter(picture_key="").order_by("number").values_list("number", flat=True)
            _draw(file, path, list(undrawn[:PICTURE_SLICE]))


def _read(file: File, path: Path, first: int, last: int) -> None:
    batch: list[PageContent] = []
    for content in runner.read(path, file.kind, first, last, child_limits()):
        batch.append(content)
        if len(batch) == BATCH:
            _keep_pages(file, batch)
            batch = []
    _keep_pages(file, batch)


@transaction.atomic
def _keep_pages(file: File, batch: Sequence[PageContent]) -> None:
    Page.objects.bulk_create(
        [
            Page(
                file=file,
                number=content.number,
                label=content.label[:200],
                raw=content.raw,
                text=content.text,
                boxes=content.boxes,
                blocks=content.blocks,
                width=content.width,
                height=content.height,
            )
            for content in batch
        ],
        ignore_conflicts=True,
    )
    File.objects.filter(pk=file.pk).update(pages_read=file.pages.count())


def _draw(file: File, path: Path, numbers: Sequence[int]) -> None:
    if not numbers:
        return
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        for picture in runner.draw(path, file.kind, numbers, Path(folder), child_limits()):
            _keep_picture(file, picture)


def _keep_picture(file: File, picture: Picture) -> None:
    with picture.path.open("rb") as large, picture.thumbnail_path.open("rb") as small:
        keys = vault().put(DjangoFile(large)).key, vault().put(DjangoFile(small)).key
    with transaction.atomic():
        changed = Page.objects.filter(file=file, number=picture.number, picture_key="").update(
            picture_key=keys[0],
            thumbnail_key=keys[1],
            picture_width=picture.width,
            picture_height=picture.height,
        )
        File.objects.filter(pk=file.pk).update(pages_drawn=F("pages_drawn") + changed)


def _fail(file: File, reason: str) -> None:
    File.objects.filter(pk=file.pk).update(reading_tries=F("reading_tries") + 1, reading_problem=reason[:200])


def _settle(file_id: int) -> bool:
    """Say in the row how far it is; True when there is more to do."""
    file = File.objects.get(pk=file_id)
    total = file.page_count or 0
    read = file.pages.count()
    drawn = file.pages.exclude(picture_key="").count() if file.kind == "pdf" else total
    if read >= total and drawn >= total:
        state = Reading.DONE
    elif file.reading_tries >= MOST_TRIES:
        state = Reading.PARTIAL if read else Reading.FAILED
    else:
        return True
    problem = "" if state == Reading.DONE else file.reading_problem
    File.objects.filter(pk=file_id).update(reading=state, reading_problem=problem)
    return False
