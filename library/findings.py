"""What the walk over all originals may find, in words, and who hears of it by mail."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from django.utils import timezone

import clock
from accounts.models import Role, User
from library.models import Kept, Verification, kept_models
from mail import outbox

_MOST = 20


class Finding(StrEnum):
    DAMAGED = "damaged"
    MISSING = "missing"

    @property
    def words(self) -> str:
        return {"damaged": "中身が変わっています", "missing": "中身がありません"}[self.value]


def tell(walk: Verification) -> None:
    """Letters to the managers of what the walk that ended before this one had not found; of all else they know.

    Files are named by number only: who looks after the machine need not read the documents.
    """
    found, known = _found(walk), set()
    if before := Verification.objects.exclude(pk=walk.pk).exclude(ended_at=None).order_by("-ended_at", "-pk").first():
        known = _found(before)
    lines = [f"{file.whereabouts}（{file.whose}）：{finding.words}" for file, finding in named(found - known)]
    if not lines:
        return
    context = {
        "number": len(lines),
        "lines": lines[:_MOST],
        "more": max(0, len(lines) - _MOST),
        "known": len(list(named(found & known))),
    }
    people = User.objects.in_good_standing(timezone.localdate(clock.now()))
    for person in people.filter(role__in=[Role.SECRETARIAT, Role.ADMINISTRATOR]).order_by("pk"):
        outbox.write("damaged_files", to=person.email, context=context)


def _found(walk: Verification) -> set[tuple[str, int, str]]:
    return {(sort, pk, finding) for sort, pk, finding in walk.findings}


def named(found: Iterable[Sequence[Any]]) -> Iterator[tuple[Kept, Finding]]:
    """Those that are still there, with where they are."""
    said = {(sort, pk): Finding(finding) for sort, pk, finding in found}
    for model in kept_models():
        wanted = [pk for sort, pk in said if sort == model.__name__]
        for file in model.objects.filter(pk__in=wanted).select_related(*model.TOLD_WITH).order_by("pk"):
            yield file, said[model.__name__, file.pk]
