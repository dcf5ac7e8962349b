"""What a notice leads to, and to whom that opens: asked when it is made, when it is shown and when it is mailed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from discussion.models import Comment
from library.models import Edition, Publication, SavedView
from notices.models.choices import Kind


@dataclass(frozen=True)
class Opening:
    """Notices of these kinds name their target in `field`; `rows` are the targets that open to one person."""

    kinds: frozenset[Kind]
    field: str
    rows: QuerySet[Any]


def openings(person: User) -> Iterator[Opening]:
    of_editions = frozenset({Kind.NEW, Kind.EDITION, Kind.DECISION, Kind.MATCH})
    yield Opening(of_editions, "edition", Edition.objects.visible_to(person))
    yield Opening(frozenset({Kind.CLOSED}), "publication", _seen_once(person))
    # Nothing is told of words that were hidden or deleted since; what became of one's own is told all the same.
    read = frozenset({Kind.MENTION, Kind.COMMENT, Kind.ANSWER, Kind.CONFIDED})
    yield Opening(read, "comment", Comment.objects.words_open_to(person))
    stubs_too = frozenset({Kind.RESOLVED, Kind.MOVED, Kind.DESK, Kind.REPORT})
    yield Opening(stubs_too, "comment", Comment.objects.visible_to(person))
    # The desk's alone, also when it is settled: who follows the mail is to read who was quicker.
    at_desk = Q() if person.is_secretariat else Q(pk__in=[])
    yield Opening(frozenset({Kind.DUE}), "edition", Edition.objects.visible_to(person).filter(at_desk))
    yield Opening(frozenset({Kind.DUE}), "comment", Comment.objects.visible_to(person).filter(at_desk))


def _seen_once(person: User) -> QuerySet[Publication]:
    """What is read still, and what was: that opens with the reason why it ended."""
    read, closed = Publication.objects.readable_by(person), Publication.objects.closed_to(person)
    return Publication.objects.filter(Q(pk__in=read.values("pk")) | Q(pk__in=closed.values("pk")))


def opens_to(person: User) -> Q:
    """A condition on notices: their target opens to this person, who also sees the condition still that it fits."""
    found = Q(pk__in=[])
    for opening in openings(person):
        is_open = Exists(opening.rows.filter(pk=OuterRef(opening.field)))
        found |= Q(kind__in=opening.kinds) & Q(is_open)
    view = SavedView.objects.visible_to(person).filter(pk=OuterRef("view"))
    return found & (Q(view=None) | Q(Exists(view)))


def opens(kind: Kind, field: str, target: int, person: User) -> bool:
    """The same of one target, before there is a notice."""
    fitting = (opening for opening in openings(person) if kind in opening.kinds and opening.field == field)
    return any(opening.rows.filter(pk=target).exists() for opening in fitting)
