"""One event is told: a notice for each person who should hear of it and may see it, once, however often this runs."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from notices.models import Mailing, Notice, Preference
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
    told = list(_who_may_see(list(people), said))
    Notice.objects.bulk_create(_notices(event, told, now), batch_size=_AT_ONCE, ignore_conflicts=True)


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


def _notices(event: Event, told: list[tuple[User, Telling]], now: datetime) -> Iterator[Notice]:
    """Nothing for who wants to hear of such events in no way."""
    ways = Preference.objects.ways_of([person.pk for person, _ in told])
    for person, telling in told:
        way = ways.get((person.pk, telling.kind), DEFAULTS[telling.kind])
        if way.is_shown or way.mail != Mailing.NONE:
            yield Notice(
                event=event.sequence,
                person=person,
                kind=telling.kind,
                made_at=now,
                is_shown=way.is_shown,
                mail=way.mail,
                **{f"{telling.field}_id": telling.target},
            )
