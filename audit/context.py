"""Where the present request comes from, for the events that it causes."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Client address and the request's receipt number; both empty for background work."""

    address: str = ""
    request_id: str = ""


_NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)
