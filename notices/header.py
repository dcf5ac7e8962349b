"""What the header of every page says of notices and announcements, in one query with what the page itself reads."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q, Subquery, Value
from django.http import HttpRequest

import clock
from accounts.models import User
from library.opened import Opened, opened_by
from library.readers import Person
from notices import announcing
from notices.actions import mark_read
from notices.models import Notice
from notices.models.notice import NoticeQuerySet

_KEPT = "_told_in_the_header"


@dataclass(frozen=True)
class Told:
    """How many notices wait; the number of the announcement to show; threads of which some were read just now."""

    unread: int = 0
    announcement: int | None = None
    just_read: frozenset[int] = frozenset()


def header_of(request: HttpRequest, person: Person) -> Told:
    """Asked once for a request, while its page is drawn: the notices of what it opens wait no more."""
    kept = vars(request)
    if _KEPT not in kept:
        opened = opened_by(request)
        kept[_KEPT] = told(person, opened=_of(opened) if opened else None)
    found: Told = kept[_KEPT]
    return found


def _of(opened: Opened) -> Q:
    of_it = Q(comment__in=opened.comments)
    if opened.publication is not None:
        of_it |= Q(edition__publication=opened.publication) | Q(publication=opened.publication)
    return of_it


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
        threads = frozenset(here.exclude(comment=None).values_list("comment__thread", flat=True))
        mark_read(here, now=now)
        return replace(told(person, now=now), just_read=threads)
    return Told(unread or 0, announcement)


def _number(notices: NoticeQuerySet) -> Subquery:
    """Nothing where there is none."""
    return Subquery(notices.order_by().values("person").annotate(number=Count("pk")).values("number"))
