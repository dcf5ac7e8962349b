"""Followed, and no longer. What somebody follows is their own business: it is not logged."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

import clock
from accounts.models import User
from library.models import Follow
from library.models.follow import TARGETS, Level
from library.rules import Refused


@transaction.atomic
def follow(what: str, number: int, *, by: User, level: Level, now: datetime | None = None) -> Follow:
    """`what` is one of `TARGETS`; that `by` sees it was asked before. Again, it only changes how much is told."""
    most = settings.LIMITS.follows
    mine = Follow.objects.filter(person=by)
    if not mine.filter(**{what: number}).exists() and mine.count() >= most:
        raise Refused(f"フォローできるのは{most}件までです。「通知の設定」で、要らないものをやめてください")
    row, _ = Follow.objects.update_or_create(
        person=by,
        **_key(what, number),
        defaults={"level": level},
        create_defaults={"level": level, "followed_at": now or clock.now()},
    )
    return row


def unfollow(what: str, number: int, *, by: User) -> None:
    Follow.objects.filter(person=by, **_key(what, number)).delete()


def _key(what: str, number: int) -> dict[str, int]:
    assert what in TARGETS
    return {what if what == "thread" else f"{what}_id": number}
