"""The hash chain: how an event's digest is made, and how the whole chain is verified."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from audit.models import ChainHead, Event

GENESIS = "0" * 64
_FIELDS = [
    "sequence", "at", "verb", "actor_id", "actor_name", "actor_role", "actor_body",
    "target_kind", "target_id", "target_label", "data", "address", "request_id", "previous_digest",
]  # fmt: skip


def digest(event: Event) -> str:
    """SHA-256 over all values of the event and the digest before it."""
    values = {name: getattr(event, name) for name in _FIELDS}
    values["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")  # as the database gives it back
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """Where the chain is broken, and how."""

    sequence: int
    what: str


def faults() -> Iterator[Fault]:
    """Every break of the chain: changed, missing, moved or appended rows, and a cut tail."""
    expected, previous = 0, GENESIS
    for event in Event.objects.order_by("sequence").iterator(chunk_size=500):
        expected += 1
        if event.sequence != expected:
            yield Fault(expected, "番号が飛んでいます")
            expected = event.sequence
        if event.previous_digest != previous:
            yield Fault(event.sequence, "前の記録とつながりません")
        if event.digest != digest(event):
            yield Fault(event.sequence, "内容が変わっています")
        previous = event.digest
    head = ChainHead.objects.get(pk=1)
    if (head.sequence, head.digest) != (expected, previous):
        yield Fault(head.sequence, "末尾が合いません")
