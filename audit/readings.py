"""Reads and refused looks, gathered cheaply and folded into the chain by the worker each minute."""

from datetime import datetime, timedelta

from django.db import transaction

import clock
from audit.actors import Actor, Identity
from audit.context import Origin, origin
from audit.models import Reading
from audit.record import record
from audit.verbs import Verb

_PERIODS = {Verb.VIEW: "%Y%m%d%H", Verb.DOWNLOAD: "%Y%m%d%H", Verb.NOT_FOUND: "%Y%m%d%H%M"}
_KEPT_FOR = timedelta(days=2)


class _Reader:
    """A reader as they were when they read."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    def identity(self) -> Identity:
        return self._identity


def note(
    verb: Verb,
    *,
    by: Actor,
    target: tuple[str, object, str],
    data: dict[str, object] | None = None,
    now: datetime | None = None,
) -> None:
    """Gather one read; the same person, thing and period are kept once."""
    now = now or clock.now()
    who, where = by.identity(), origin.get()
    kind, identifier, label = target
    person = who.id if who.id is not None else where.address
    key = f"{verb}|{person}|{kind}|{identifier}|{now.strftime(_PERIODS[verb])}"
    if Reading.objects.filter(key=key).exists():  # a look that is kept already must not wait for who is writing
        return
    Reading.objects.bulk_create(
        [
            Reading(
                key=key,
                at=now,
                values={
                    "verb": verb,
                    "who": [who.id, who.name, who.role, who.body],
                    "target": [kind, str(identifier), label],
                    "data": data or {},
                    "origin": [where.address, where.request_id],
                },
            )
        ],
        ignore_conflicts=True,
    )


def fold(*, now: datetime | None = None, most: int = 500) -> int:
    """Move gathered reads into the chain, oldest first; returns how many. Run twice, it moves none twice."""
    now = now or clock.now()
    with transaction.atomic():
        readings = list(Reading.objects.select_for_update().filter(is_folded=False).order_by("id")[:most])
        for reading in readings:
            values = reading.values
            kind, identifier, label = values["target"]
            token = origin.set(Origin(*values["origin"]))
            try:
                record(
                    Verb(values["verb"]),
                    by=_Reader(Identity(*values["who"])),
                    target=(kind, identifier, label),
                    data=values.get("data", {}),  # not yet in those of before an upgrade
                    now=reading.at,
                )
            finally:
                origin.reset(token)
        Reading.objects.filter(pk__in=[reading.pk for reading in readings]).update(is_folded=True)
    Reading.objects.filter(is_folded=True, at__lt=now - _KEPT_FOR).delete()
    return len(readings)
