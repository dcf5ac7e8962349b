"""ゆっくり: in a thread that the secretariat slowed down, each person writes once in some minutes."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import Max

from accounts.models import User
from discussion.models import Thread
from library.rules import Refused

_MINUTE = timedelta(minutes=1)


class TooSoon(Refused):
    """Says in how many minutes one may write again."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(
            f"この話題には、1人{settings.LIMITS.slow_minutes}分に1回まで書けます。"
            f"あと{ceil(wait / _MINUTE)}分ほど待ってから、もう一度投稿してください"
        )


def minutes_between(thread: Thread) -> int:
    """0 where everybody writes as they like."""
    return 0 if thread.slowed_at is None else settings.LIMITS.slow_minutes


def refuse_haste(thread: Thread, *, by: User, now: datetime) -> None:
    """The thread is locked, and its comments are counted, deleted ones too: no second window gets round it."""
    if thread.slowed_at is None or by.is_secretariat:
        return
    last = thread.comments.filter(writer=by).aggregate(at=Max("written_at"))["at"]
    wait = timedelta() if last is None else last + minutes_between(thread) * _MINUTE - now
    if wait > timedelta():
        raise TooSoon(wait)
