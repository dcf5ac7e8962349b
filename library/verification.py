"""Walks over the originals in the vault and reads each whole: are they still the bytes that were sent?

The walk is kept in a row and goes on where it stopped, in pieces, so that it holds up no other work.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from library.findings import Finding, tell
from library.models import Kept, Verification, kept_models
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
    until, began_behind = time.monotonic() + seconds, {"sort": walk.sort, "last_file": walk.last_file}
    for file in _left(walk):
        model = type(file)
        if (finding := verify(file)) and model.objects.filter(pk=file.pk, key=file.key).exists():
            walk.findings.append([model.__name__, file.pk, finding.value])
        walk.files, walk.size = walk.files + 1, walk.size + file.size
        walk.sort, walk.last_file = model.__name__, file.pk
        if time.monotonic() >= until:
            break
    else:
        walk.ended_at = now
    values = {name: getattr(walk, name) for name in ("files", "size", "sort", "last_file", "findings", "ended_at")}
    with transaction.atomic():
        unmoved = Verification.objects.filter(pk=walk.pk, **began_behind, ended_at=None)
        if unmoved.update(**values) and walk.ended_at:
            tell(walk)


def later(walk: Verification) -> int:
    """How many it has not seen: those that it will come to, and of what it went over those that came since it began."""
    ahead = dict(_ahead(walk))
    return sum(
        model.objects.exclude(key="")
        .filter(Q(pk__gt=ahead[model]) if model in ahead else Q(uploaded_at__gt=walk.began_at))
        .count()
        for model in kept_models()
    )


def _ahead(walk: Verification) -> Iterator[tuple[type[Kept], int]]:
    """What is still to be walked over: models in order, each from behind which number."""
    models = kept_models()
    at = next((place for place, model in enumerate(models) if model.__name__ == walk.sort), None)
    if at is not None:
        yield models[at], walk.last_file
    yield from ((model, 0) for model in models[0 if at is None else at + 1 :])


def _left(walk: Verification) -> Iterator[Kept]:
    """In pieces, so that no query stands open while bytes are read."""
    for model, behind in list(_ahead(walk)):
        files, last = model.objects.exclude(key="").order_by("pk").only("pk", "key", "sha256", "size"), behind
        while batch := list(files.filter(pk__gt=last)[:_AT_ONCE]):
            yield from batch
            last = batch[-1].pk


def verify(file: Kept) -> Finding | None:
    """Reads all of its bytes. A finding of a file that is gone meanwhile is none; who asks looks again."""
    try:
        for _ in vault().read(file.key, sha256=file.sha256):
            pass
    except Damaged:
        return Finding.DAMAGED
    except FileNotFoundError:
        return Finding.MISSING
    return None
