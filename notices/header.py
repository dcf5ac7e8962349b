"""What the header of every page says of notices and announcements, in one query with what the page itself reads."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Subquery, Value

import clock
from accounts.models import User
from library.readers import Person
from notices import announcing
from notices.actions import mark_read
from notices.models import Notice
from notices.models.notice import NoticeQuerySet


@dataclass(frozen=True)
class Told:
    """How many notices wait, and the number of the announcement to show."""

    unread: int = 0
    announcement: int | None = None


def told(person: Person, *, opened: Q | None = None, now: datetime | None = None) -> Told:
    """`opened`: the notices of what is read now; these are marked as read, and wait no more.

    Nothing is written where there is nothing to mark: who reads a page must not wait for somebody who writes.
    """
    now = now or clock.now()
    announced = announcing.shown_to(person, now=now).values_list("pk", flat=True)
    if not isinstance(person, User):
        return Told(0, announced.first())
    waiting = Notice.objects.visible_to(person).unread()
    here = waiting.filter(opened) if opened is not None else None
    asked = User.objects.filter(pk=person.pk).values_list(
        _number(waiting.shown()), Subquery(announced[:1]), Value(0) if here is None else _number(here)
    )
    unread, announcement, of_this = asked.get()
    if here is not None and of_this:
        mark_read(here, now=now)
        return told(person, now=now)
    return Told(unread or 0, announcement)


def _number(notices: NoticeQuerySet) -> Subquery:
    """Nothing where there is none."""
    return Subquery(notices.order_by().values("person").annotate(number=Count("pk")).values("number"))
