"""What the header of every page says of notices and announcements, and what the page itself reads of them."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BigAutoField, Count, DateTimeField, Q, Value
from django.http import HttpRequest

import clock
from accounts.models import User
from library.opened import Opened, opened_by
from library.readers import Person
from notices import announcing
from notices.actions import mark_read
from notices.models import Notice

_KEPT = "_told_in_the_header"


@dataclass(frozen=True)
class Told:
    """How many notices wait, and of which kinds; the announcement to show; threads of which some were read just now."""

    unread: int = 0
    announcement: int | None = None
    just_read: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()


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

    One light query where nothing waits, as on most pages. Nothing is written where there is nothing to mark: who
    reads a page must not wait for somebody who writes.
    """
    now = now or clock.now()
    kinds, announcement = _waiting(person, now)
    if not kinds or not isinstance(person, User):
        return Told(0, announcement)
    waiting = Notice.objects.visible_to(person, kinds).unread()
    here = Q(pk__in=[]) if opened is None else opened
    numbers = waiting.aggregate(
        shown=Count("pk", filter=Q(is_shown=True)),
        here=Count("pk", filter=here),
        shown_here=Count("pk", filter=here & Q(is_shown=True)),
    )
    told = Told(numbers["shown"] - numbers["shown_here"], announcement, kinds=kinds)
    if not numbers["here"]:
        return told
    read = waiting.filter(here)
    threads = frozenset(read.exclude(comment=None).values_list("comment__thread", flat=True))
    mark_read(read, now=now)
    return replace(told, just_read=threads)


def _waiting(person: Person, now: datetime) -> tuple[frozenset[str], int | None]:
    """Of which kinds there are notices that nobody has asked yet who may see them; the newest announcement."""
    announced = announcing.shown_to(person, now=now).order_by()
    rows = announced.values_list(Value(""), "pk", "starts_at")
    if isinstance(person, User):
        nothing = (Value(None, output_field=BigAutoField()), Value(None, output_field=DateTimeField()))
        rows = rows.union(Notice.objects.filter(person=person).unread().order_by().values_list("kind", *nothing))
    found = list(rows)
    shown = [(since, number) for kind, number, since in found if not kind]
    return frozenset(kind for kind, _, _ in found if kind), max(shown, default=(None, None))[1]
