"""Something that is told: to whom, before anybody is asked who may see it."""

from dataclasses import dataclass

from notices.models import Kind


@dataclass(frozen=True)
class Telling:
    """`field` is the column of the notice that names `target`. `view`: the saved condition that it fits."""

    kind: Kind
    field: str
    target: int
    people: set[int]
    view: int | None = None
