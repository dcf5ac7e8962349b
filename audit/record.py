"""Writes events: each verb leaves exactly one, in the transaction of what it tells of."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

import clock
from audit.actors import Actor
from audit.chain import digest
from audit.context import origin
from audit.models import ChainHead, Event
from audit.verbs import Verb


@cache
def _followers() -> list[Callable[[Event], None]]:
    return [import_string(path) for path in settings.AUDIT_FOLLOWERS_WITHIN]


@cache
def _followers_after() -> list[Callable[[Event], None]]:
    return [import_string(path) for path in settings.AUDIT_FOLLOWERS_AFTER]


def record(
    verb: Verb,
    *,
    by: Actor,
    target: tuple[str, object, str],
    data: Mapping[str, object] | None = None,
    now: datetime | None = None,
) -> Event:
    """Append one event; `target` is (kind, id, label). Must run inside the transaction of the verb.

    Followers named in settings act first, within the same transaction; then the head is locked, last of all. Those
    of AUDIT_FOLLOWERS_AFTER see the event with its number, under that lock: they only enqueue tasks.
    Raises RuntimeError outside a transaction: an event without its deed, or a deed without its event, must not be.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record() needs the transaction of the verb")
    who, where = by.identity(), origin.get()
    kind, identifier, label = target
    event = Event(
        at=now or clock.now(),
        verb=verb,
        actor_id=who.id,
        actor_name=who.name,
        actor_role=who.role,
        actor_body=who.body,
        target_kind=kind,
        target_id=str(identifier),
        target_label=label[:200],
        data=dict(data or {}),
        address=where.address,
        request_id=where.request_id,
    )
    for follow in _followers():
        follow(event)
    return _append(event)


def _append(event: Event) -> Event:
    head = ChainHead.objects.select_for_update().get(pk=1)
    event.sequence = head.sequence + 1
    event.previous_digest = head.digest
    event.digest = digest(event)
    event.save(force_insert=True)
    ChainHead.objects.filter(pk=1).update(sequence=event.sequence, digest=event.digest)
    for follow in _followers_after():
        follow(event)
    return event
