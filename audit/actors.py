"""Who acts: what the log needs to know of a person, without knowing the people's app."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Identity:
    """A person as the log keeps them: the affiliation is that of the day."""

    id: int | None
    name: str
    role: str = ""
    body: str = ""


class Actor(Protocol):
    def identity(self) -> Identity: ...


class _System:
    def identity(self) -> Identity:
        return Identity(id=None, name="システム")


SYSTEM = _System()
