"""One event is told: a notice for each person who should hear of it and may see it, once, however often this runs."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from audit.verbs import Verb
from library.models import Edition
from notices.models import Arrival, Mailing, Notice, Preference
from notices.models.preference import DEFAULTS
from notices.openings import opens
from notices.tellings import Telling, tellings

_AT_ONCE = 500


@transaction.atomic
def tell(sequence: int, *, now: datetime) -> None:
    """As many queries for five hundred people of fifty bodies as for one of each."""
    event = Event.objects.get(sequence=sequence)
    said: dict[int, Telling] = {}
    for telling in tellings(event):
        for person in telling.people - {event.actor_id}:
            said.setdefault(person, telling)
    people = User.objects.in_good_standing(timezone.localdate(now)).filter(pk__in=said).order_by("pk")
    write(event.sequence, list(_who_may_see(list(people), said)), now=now)
    if event.verb == Verb.PUBLISH:
        _expect_text(event)


def _who_may_see(people: list[User], said: dict[int, Telling]) -> Iterator[tuple[User, Telling]]:
    """Who has the same role in the same body sees the same."""
    known: dict[tuple[str, int, int], bool] = {}
    for person in people:
        telling = said[person.pk]
        key = (person.role, person.organization_id, id(telling))
        if key not in known:
            known[key] = opens(telling.kind, telling.field, telling.target, person)
        if known[key]:
            yield person, telling


def _expect_text(event: Event) -> None:
    """Whom its words concern is known when they are looked through (`matching`)."""
    editions = Edition.objects.filter(publication=int(event.target_id), number=event.data["edition"])
    for edition in editions:
        Arrival.objects.get_or_create(event=event.sequence, defaults={"edition": edition, "arrived_at": event.at})


def write(sequence: int, told: list[tuple[User, Telling]], *, now: datetime) -> None:
    """Who has a notice of the event already gets no second one."""
    Notice.objects.bulk_create(_notices(sequence, told, now), batch_size=_AT_ONCE, ignore_conflicts=True)


def _notices(sequence: int, told: list[tuple[User, Telling]], now: datetime) -> Iterator[Notice]:
    """Nothing for who wants to hear of such events in no way."""
    ways = Preference.objects.ways_of([person.pk for person, _ in told])
    for person, telling in told:
        way = ways.get((person.pk, telling.kind), DEFAULTS[telling.kind])
        if way.is_shown or way.mail != Mailing.NONE:
            yield Notice(
                event=sequence,
                person=person,
                kind=telling.kind,
                made_at=now,
                is_shown=way.is_shown,
                mail=way.mail,
                view_id=telling.view,
                **{f"{telling.field}_id": telling.target},
            )
