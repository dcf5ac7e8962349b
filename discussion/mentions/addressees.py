"""Who can be addressed in a place, and whom a text addresses."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

import clock
from accounts.models import Organization, User
from discussion.audience import Audience
from discussion.mentions.words import may_address, names_in, unknown_in
from discussion.models import Mention


@dataclass(frozen=True)
class Addressee:
    """A person, or a body; `people`: the numbers of those who are told."""

    row: User | Organization
    people: frozenset[int]

    @property
    def is_body(self) -> bool:
        return isinstance(self.row, Organization)

    @property
    def name(self) -> str:
        """What is written behind the @: 「栃木県」, 「栃木県 見本 花子」."""
        return str(self.row)

    @property
    def value(self) -> str:
        """In the choice list; as `Mention.value`."""
        return f"{'b' if self.is_body else 'p'}{self.row.pk}"


class Addressees:
    """Those whom one person can address where this audience reads, and nobody else. One query, once it is needed.

    `kept`: whom the comment addresses already; they stay, also when they have left or may not read here any more.
    """

    def __init__(self, audience: Audience, *, by: User, kept: Sequence[Mention] = ()) -> None:
        self._audience, self._by, self._kept = audience, by, kept

    @cached_property
    def by_body(self) -> list[tuple[Addressee, list[Addressee]]]:
        """Each body with its people, as they stand in lists. Nobody addresses oneself."""
        people = self._audience.people(clock.today()).exclude(pk=self._by.pk).select_related("organization")
        by_body: dict[Organization, list[User]] = {}
        for person in people.order_by("organization__order", "organization_id", "name", "pk"):
            by_body.setdefault(person.organization, []).append(person)
        return [
            (Addressee(body, frozenset(each.pk for each in own)), [_alone(each) for each in own])
            for body, own in by_body.items()
        ]

    def names_in(self, text: str) -> set[str]:
        """Names that are addressed in the text; of who left it is still that name, and no name that it begins with."""
        if not may_address(text):
            return set()
        names = {*(each.name for each in self._all), *(row.name for row in self._kept)}
        return {match["name"] for match in names_in(text, names)}

    def unknown_in(self, text: str) -> list[str]:
        """What is written like an address and reaches nobody, as far as it goes."""
        return unknown_in(text, self.names_in(text))

    def called_in(self, text: str) -> list[Addressee]:
        """Whom the text addresses. Two people of one body who have one name are both meant."""
        names = self.names_in(text)
        return [each for each in self._all if each.name in names] if names else []

    def new_among(self, called: Iterable[Addressee]) -> list[Addressee]:
        kept = {row.value for row in self._kept}
        return [each for each in called if each.value not in kept]

    def put_before(self, text: str, chosen: Collection[str]) -> str:
        """The text, with a line before it of those of the choice list whom it does not address anyway."""
        if not chosen:
            return text
        said = self.names_in(text)
        names = dict.fromkeys(each.name for each in self._all if each.value in chosen and each.name not in said)
        return f"{' '.join(f'@{name}' for name in names)}\n{text}" if names else text

    @cached_property
    def _all(self) -> list[Addressee]:
        return [each for body, people in self.by_body for each in (body, *people)]


def _alone(person: User) -> Addressee:
    return Addressee(person, frozenset({person.pk}))


def reached(called: Iterable[Addressee]) -> int:
    """How many people are told; who is meant twice counts once."""
    return len(frozenset[int]().union(*(each.people for each in called)))


def why_not_address(called: Iterable[Addressee]) -> str:
    """Empty where they are few enough."""
    number, most = reached(called), settings.LIMITS.mentioned_people
    return f"宛先は合わせて{most}人までです（いまは{number}人）。宛先を減らしてください" if number > most else ""
