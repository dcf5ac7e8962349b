"""Takes several files at once into a draft: each is kept and judged by itself, so one bad file costs no other."""

import hashlib
import math
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from library import gate
from library.actions import add_file
from library.actions.files import has_room
from library.bundles import Allowance, Arrival, Spent, arrivals, is_bundle
from library.models import Edition, File
from library.rules import Refused
from library.tasks import check_now, read_next

type Once = Callable[[str, Callable[[], object]], object]
"""Does what it is given, unless the thing of that name was done before."""


@dataclass
class Left:
    """Names of what was not taken: for lack of room in the draft, or because too much came out of ZIPs before."""

    without_room: list[str] = field(default_factory=list)
    for_later: list[str] = field(default_factory=list)


def receive(
    edition: Edition,
    uploads: Sequence["UploadedFile[Any]"],
    *,
    by: User,
    once: Once | None = None,
    was_done: Callable[[str], bool] = lambda _: False,
    is_waited_for: bool = False,
    now: datetime | None = None,
) -> Left:
    """Keep and judge the files in the order sent, bundles in their parts; the names of what was not taken.

    No bundle is taken apart again that was done before, as `was_done` tells of a name, or for which there is no room.
    Where somebody waits for the answer, what takes long is left to the worker, and of bundles to another request.
    Raises Refused when the draft may not be changed any more. What was kept before is judged all the same.
    """
    kept: list[File] = []
    left = Left()
    allowance = Allowance(seconds=settings.LIMITS.unpacking_seconds if is_waited_for else math.inf)
    try:
        for number, upload in enumerate(uploads):
            digest = _digest(upload) if once else ""
            whole = f"bundle {number} {digest}" if is_bundle(upload) else ""
            if whole and was_done(whole):
                continue
            if whole and _is_full(edition, by=by):
                left.without_room.append(upload.name or "")
                continue
            try:
                with arrivals(upload, allowance) as found:
                    over = [
                        arrival.file.name or ""
                        for place, arrival in enumerate(found)
                        if not _keep(
                            edition, arrival, kept, by=by, now=now, once=once, name=f"file {number}.{place} {digest}"
                        )
                    ]
            except Spent:
                left.for_later.append(upload.name or "")
                continue
            left.without_room += over
            if whole and once and not over:
                once(whole, lambda: None)
    finally:
        judge(kept, is_waited_for=is_waited_for)
    return left


def _keep(
    edition: Edition,
    arrival: Arrival,
    kept: list[File],
    *,
    by: User,
    now: datetime | None,
    once: Once | None,
    name: str,
) -> bool:
    """Whether there was room for it."""

    def keep() -> None:
        file = add_file(edition, arrival.file, by=by, bundle=arrival.bundle, refusal=arrival.refusal, now=now)
        kept.append(file)

    try:
        if once:
            once(name, keep)
        else:
            keep()
    except Refused:
        if not Edition.objects.editable_by(by).filter(pk=edition.pk).exists():
            raise
        return False
    return True


def is_disk_short(sent: Sequence["UploadedFile[Any]"]) -> bool:
    """Whether there is no room for these and what must stay free."""
    size = sum(file.size or 0 for file in sent)
    if any(is_bundle(file) for file in sent):  # one at a time is taken apart
        size += settings.LIMITS.archive_bytes
    return shutil.disk_usage(settings.DATA_DIR).free - size < settings.LIMITS.free_disk_bytes


def _is_full(edition: Edition, *, by: User) -> bool:
    """Whether nothing more is taken; a draft that may not be changed any more is left to those who refuse it."""
    return Edition.objects.editable_by(by).filter(pk=edition.pk).exists() and not has_room(edition)


def _digest(upload: "UploadedFile[Any]") -> str:
    """Tells the files of one form apart, also where a page from before is filled in anew: by place and content."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()[:30]


def judge(files: Sequence[File], *, is_waited_for: bool = False) -> None:
    """Judge what was just kept; what is taken is read next, and what takes long is left to the worker."""
    seconds = settings.LIMITS.judging_seconds if is_waited_for else math.inf
    late = gate.judge(files, when_taken=read_next, seconds=seconds)
    if late:
        check_now([file.pk for file in late])
