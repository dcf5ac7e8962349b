"""What people do with notices: read them, choose what they hear of, stop the mail. Their own business: not logged."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from notices.models import Kind, Mailing, Notice, Preference, Way
from notices.models.notice import NoticeQuerySet
from notices.models.preference import DEFAULTS


def mark_read(notices: NoticeQuerySet, *, now: datetime | None = None) -> None:
    """Looks first: who reads a page must not wait for somebody who writes where there is nothing to mark."""
    found = list(notices.unread().values_list("pk", flat=True))
    if found:
        Notice.objects.filter(pk__in=found).update(read_at=now or clock.now())


@transaction.atomic
def choose(ways: Mapping[Kind, Way], *, by: User) -> None:
    """Also for what is told already and not read: but what was to be mailed never is not mailed afterwards."""
    rows = [Preference(person=by, kind=kind, is_shown=way.is_shown, mail=way.mail) for kind, way in ways.items()]
    fields = ["is_shown", "mail"]
    Preference.objects.bulk_create(rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=fields)
    unread = Notice.objects.filter(person=by, read_at=None).exclude(mail=Mailing.NONE)
    for kind, way in ways.items():
        unread.filter(kind=kind).update(mail=way.mail)


def ways_of(person: User) -> dict[Kind, Way]:
    """Of every kind."""
    chosen = Preference.objects.ways_of([person.pk])
    return {kind: chosen.get((person.pk, kind), way) for kind, way in DEFAULTS.items()}


def stop_mail(person: User) -> None:
    """No mail of any kind; what is shown in the portal stays."""
    choose({kind: Way(way.is_shown, Mailing.NONE) for kind, way in ways_of(person).items()}, by=person)
