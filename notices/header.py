"""What the header of every page says of notices and announcements, and what the page itself reads of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigAutoField, CharField, DateTimeField, Field, Q, TextField, Value
from django.http import HttpRequest

import clock
from accounts.models import User
from library.opened import Opened, opened_by
from library.readers import Person
from notices import announcing
from notices.actions import mark_read
from notices.models import Announcement, Kind, Notice

MOST = 200
"""Older ones are not marked, and the header says no number as high."""
_KEPT = "_told_in_the_header"
_ANNOUNCED: dict[str, Field[Any, Any]] = {
    "id": BigAutoField(),
    "starts_at": DateTimeField(),
    "title": CharField(),
    "text": TextField(),
}
_COLUMNS = ("edition__publication", "publication", "comment__thread__publication", "comment__thread")


@dataclass(frozen=True)
class Told:
    """How many notices wait, at most `MOST`; the announcement to show; threads of which some were read just now.

    `unread`: ("document" or "thread", its number) of those that wait.
    """

    number: int = 0
    announcement: Announcement | None = None
    just_read: frozenset[int] = frozenset()
    unread: frozenset[tuple[str, int]] = frozenset()


def header_of(request: HttpRequest, person: Person) -> Told:
    """Asked once for a request, while its page is drawn: the notices of what it opens wait no more."""
    kept = vars(request)
    if _KEPT not in kept:
        opened = opened_by(request)
        kept[_KEPT] = told(person, opened=_of(opened) if opened else None)
    found: Told = kept[_KEPT]
    return found


def _of(opened: Opened) -> Q:
    """What was decided is read with the edition that it is about; what the desk is to do is not done by reading."""
    of_it = Q(comment__in=opened.comments)
    if opened.publication is not None:
        of_it |= Q(edition=opened.edition) | Q(publication=opened.publication)
        of_it |= Q(edition__publication=opened.publication) & ~Q(kind=Kind.DECISION)
    return of_it & ~Q(kind=Kind.DUE)


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
    read = dict(waiting.filter(opened).values_list("pk", "comment__thread")) if opened is not None else {}
    if read:
        mark_read(Notice.objects.filter(pk__in=read), now=now)
    rows = list(waiting.shown().order_by("-pk").values_list(*_COLUMNS)[:MOST])
    threads = frozenset(thread for thread in read.values() if thread)
    return Told(len(rows), announcement, threads, frozenset(_of_what(rows)))


def _of_what(rows: Iterable[tuple[int | None, ...]]) -> Iterator[tuple[str, int]]:
    for *documents, thread in rows:
        yield from (("document", number) for number in documents if number)
        if thread:
            yield "thread", thread


def _waiting(person: Person, now: datetime) -> tuple[frozenset[str], Announcement | None]:
    """Of which kinds there are notices that nobody has asked yet who may see them; the newest announcement."""
    announced = announcing.shown_to(person, now=now).order_by()
    rows = announced.values_list(Value(""), *_ANNOUNCED)
    if isinstance(person, User):
        nothing = [Value(None, output_field=field) for field in _ANNOUNCED.values()]
        rows = rows.union(Notice.objects.filter(person=person).unread().order_by().values_list("kind", *nothing))
    found = list(rows)
    shown = [Announcement(**dict(zip(_ANNOUNCED, row, strict=True))) for kind, *row in found if not kind]
    newest = max(shown, key=lambda each: (each.starts_at, each.pk), default=None)
    return frozenset(kind for kind, *_ in found if kind), newest
