"""What the walk over all originals may find, in words, and who hears of it by mail."""

from collections.abc import Iterator
from enum import StrEnum

from django.utils import timezone

import clock
from accounts.models import Role, User
from library.models import File, Verification
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
    found, known = _pairs(walk), set()
    if before := Verification.objects.exclude(pk=walk.pk).exclude(ended_at=None).order_by("-ended_at", "-pk").first():
        known = _pairs(before)
    new = dict(found - known)
    lines = list(_lines(new))
    if not lines:
        return
    context = {
        "number": len(lines),
        "lines": lines[:_MOST],
        "more": max(0, len(lines) - _MOST),
        "known": File.objects.filter(pk__in=dict(found & known)).count(),
    }
    people = User.objects.in_good_standing(timezone.localdate(clock.now()))
    for person in people.filter(role__in=[Role.SECRETARIAT, Role.ADMINISTRATOR]).order_by("pk"):
        outbox.write("damaged_files", to=person.email, context=context)


def _pairs(walk: Verification) -> set[tuple[int, str]]:
    return {(pk, finding) for pk, finding in walk.findings}


def _lines(found: dict[int, str]) -> Iterator[str]:
    """Of the files that are still there."""
    rows = File.objects.filter(pk__in=found).order_by("pk")
    for pk, publication, body in rows.values_list("pk", "edition__publication", "edition__publication__owner__name"):
        yield f"資料{publication} のファイル{pk}（{body}）：{Finding(found[pk]).words}"
