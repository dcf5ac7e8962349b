"""Walks over the originals in the vault and reads each whole: are they still the bytes that were sent?

The walk is kept in a row and goes on where it stopped, in pieces, so that it holds up no other work.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from library.findings import Finding, tell
from library.models import File, Verification
from library.storage import Damaged, vault

EVERY = timedelta(days=7)
PIECE = 20.0  # seconds
_AT_ONCE = 100


def due(*, now: datetime) -> Verification | None:
    """The walk to go on with: one that has not ended, or a new one when the last began long enough ago."""
    last = Verification.objects.order_by("-began_at", "-pk").first()
    if last is not None and (last.ended_at is None or last.began_at > now - EVERY):
        return last if last.ended_at is None else None
    return Verification.objects.create(began_at=now)


def go_on(walk: Verification, *, now: datetime, seconds: float = PIECE) -> None:
    """Look at the next files for about so long; who must know hears of it at the end of the walk.

    What another worker did meanwhile stands; this piece is forgotten.
    """
    until, began_behind = time.monotonic() + seconds, walk.last_file
    for file in _left(walk):
        if (finding := verify(file)) and File.objects.filter(pk=file.pk, key=file.key).exists():
            walk.findings.append([file.pk, finding.value])
        walk.files, walk.size, walk.last_file = walk.files + 1, walk.size + file.size, file.pk
        if time.monotonic() >= until:
            break
    else:
        walk.ended_at = now
    values = {name: getattr(walk, name) for name in ("files", "size", "last_file", "findings", "ended_at")}
    with transaction.atomic():
        unmoved = Verification.objects.filter(pk=walk.pk, last_file=began_behind, ended_at=None)
        if unmoved.update(**values) and walk.ended_at:
            tell(walk)


def _left(walk: Verification) -> Iterator[File]:
    """In pieces, so that no query stands open while bytes are read."""
    files = File.objects.exclude(key="").order_by("pk").only("pk", "key", "sha256", "size")
    while batch := list(files.filter(pk__gt=walk.last_file)[:_AT_ONCE]):
        yield from batch


def verify(file: File) -> Finding | None:
    """Reads all of its bytes. A finding of a file that is gone meanwhile is none; who asks looks again."""
    try:
        for _ in vault().read(file.key, sha256=file.sha256):
            pass
    except Damaged:
        return Finding.DAMAGED
    except FileNotFoundError:
        return Finding.MISSING
    return None
