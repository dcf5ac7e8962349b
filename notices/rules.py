"""Who hears of what: the rules alone, about numbers of people; who may see it is asked elsewhere (`openings`)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from library.models.follow import Level, loudest
from notices.models.choices import Kind

IMPORTANT = frozenset({Kind.NEW, Kind.EDITION, Kind.MATCH, Kind.CLOSED, Kind.DECISION})


class Nearness(IntEnum):
    """What lies nearest to the event decides: who muted a document and follows a thread on it hears of the thread."""

    THREAD = 0
    PUBLICATION = 1
    GROUP = 2  # the body that registered it, a theme that it is filed under


@dataclass(frozen=True)
class Tie:
    """A row of `Follow` that has to do with an event."""

    person: int
    nearness: Nearness
    level: Level


def levels(ties: Iterable[Tie]) -> dict[int, Level]:
    """How much each of these people wants to hear. Of two ties that are as near the louder, but muted is muted."""
    by_person: defaultdict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        by_person[tie.person].append(tie)
    found = {}
    for person, own in by_person.items():
        nearest = min(tie.nearness for tie in own)
        wanted = {tie.level for tie in own if tie.nearness == nearest}
        found[person] = loudest(wanted)
    return found


def hears(kind: Kind, level: Level, *, is_addressed: bool = False) -> bool:
    """`is_addressed`: the person's own words are quoted, or the own body is called."""
    match level:
        case Level.EVERY:
            return True
        case Level.IMPORTANT:
            return is_addressed or kind in IMPORTANT
        case Level.MENTIONS:
            return is_addressed
    return False


def hearers(
    kind: Kind,
    people: Collection[int],
    wanted: Mapping[int, Level],
    *,
    addressed: Collection[int] = (),
) -> set[int]:
    """Of these people, those who hear; who chose nothing, and is here all the same, hears everything."""
    return {
        person for person in people if hears(kind, wanted.get(person, Level.EVERY), is_addressed=person in addressed)
    }
