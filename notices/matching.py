"""Saved conditions that somebody follows: who hears that a new edition fits one, once all its text can be searched."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from library.models import Follow, Publication, SavedView
from library.models.follow import Level
from library.readers import Reader, reader_of
from library.saved_views import lists
from notices.models import Arrival, Kind
from notices.rules import hears
from notices.telling import write
from notices.tellings import Telling
from search.indexing import freshness
from search.indexing.index import generation

logger = logging.getLogger("notices")

type Condition = tuple[Reader, str, str]
"""As whom is looked, the list, and what is asked of it."""

_PATIENCE = timedelta(days=1)
"""After that what is known has to do: a file that is never read must not hide what its other files say."""
_TICK, _SECONDS = timedelta(microseconds=1), 20


def tell_arrived(*, now: datetime) -> None:
    """Run again it finds nothing more. After some seconds the rest waits for the next run: other work waits for this.

    What one new edition brings to fail costs the others nothing.
    """
    waiting = list(Arrival.objects.order_by("event"))
    unfinished = freshness.unfinished(generation(), [each.edition_id for each in waiting]) if waiting else set()
    until, problems = time.monotonic() + _SECONDS, list[Exception]()
    for arrival in waiting:
        if arrival.edition_id in unfinished and arrival.arrived_at >= now - _PATIENCE:
            continue
        try:
            _tell(arrival, now=now)
        except Exception as problem:  # whatever it is, it is asked about again
            logger.exception("what fits the edition of event %d is not told", arrival.event)
            problems.append(problem)
        if time.monotonic() > until:
            break
    if problems:
        raise ExceptionGroup("editions that could not be told", problems)


def _tell(arrival: Arrival, *, now: datetime) -> None:
    """What is looked for keeps nobody waiting who writes; what is found is written at once.

    Where a search was cut off, what it would have found is looked for again in the next run.
    """
    live = Publication.objects.live().filter(live_edition=arrival.edition_id).first()
    finds = _Finds(live) if live is not None else None
    told = _told(arrival, finds, now) if finds is not None else []
    with transaction.atomic():
        write(arrival.event, told, now=now)
        if finds is None or not finds.is_cut_off or arrival.arrived_at < now - _PATIENCE:
            arrival.delete()


def _told(arrival: Arrival, finds: "_Finds", now: datetime) -> list[tuple[User, Telling]]:
    """Each person once, by what they followed first. Each condition is asked once for all who see as much."""
    tellings: dict[int, Telling] = {}
    told: dict[int, tuple[User, Telling]] = {}
    for person, view in _followed(arrival, finds.publication, now):
        if person.pk not in told and finds.has(person, view):
            telling = Telling(Kind.MATCH, "edition", arrival.edition_id, set(), view=view.pk)
            told[person.pk] = person, tellings.setdefault(view.pk, telling)
    return list(told.values())


def _followed(arrival: Arrival, publication: Publication, now: datetime) -> Iterator[tuple[User, SavedView]]:
    """Not by who published it, nor by who wants to hear nothing of the document."""
    actor = Event.objects.values("actor_id").get(sequence=arrival.event)["actor_id"]
    muted = Follow.objects.filter(publication=publication, level=Level.MUTED).values("person")
    follows = Follow.objects.of_views_in_sight().filter(
        person__in=User.objects.in_good_standing(timezone.localdate(now)),
        view__page__in=lists(),
        followed_at__lte=arrival.arrived_at,
        level__in=[level for level in Level if hears(Kind.MATCH, level)],
    )
    follows = follows.exclude(person=actor).exclude(person__in=muted).select_related("person", "view")
    for follow in follows.order_by("followed_at", "pk"):
        assert follow.view is not None  # of views alone
        yield follow.person, follow.view


class _Finds:
    """Whether a list has the publication under a condition. It is as new as can be: only the newest are looked at."""

    def __init__(self, publication: Publication) -> None:
        self.publication, self.is_cut_off = publication, False
        self._known = dict[Condition, bool]()

    def has(self, person: User, view: SavedView) -> bool:
        condition = (self._reader(person), view.page, view.query)
        if condition not in self._known:
            self._known[condition] = self._has(*condition, view)
        return self._known[condition]

    def _reader(self, person: User) -> Reader:
        """Bodies that do not own it see alike what their level sees."""
        reader = reader_of(person)
        is_own = reader.body == self.publication.owner_id
        return reader if is_own or reader.sees_desk else Reader(reader.level)

    def _has(self, reader: Reader, page: str, _query: str, view: SavedView) -> bool:
        assert self.publication.updated_at is not None  # it is live
        found = lists()[page].finder(reader).newer(view.conditions, self.publication.updated_at - _TICK)
        self.is_cut_off |= found is None
        return found is not None and bool(found >> self.publication.pk & 1)
