"""What a notice leads to, and to whom that opens: asked when it is made, when it is shown and when it is mailed."""

from collections.abc import Callable, Collection, Iterator
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


def openings(person: User, kinds: Collection[str] = frozenset(Kind)) -> Iterator[Opening]:
    """Of these kinds only: to put all of it together takes as long as a plain page."""
    # Nothing is told of words that were hidden or deleted since; what became of one's own is told all the same.
    read, stubs_too = Comment.objects.words_open_to, Comment.objects.visible_to
    ways: list[tuple[set[Kind], str, Callable[[User], QuerySet[Any]]]] = [
        ({Kind.NEW, Kind.EDITION, Kind.DECISION, Kind.MATCH}, "edition", Edition.objects.visible_to),
        ({Kind.CLOSED}, "publication", _seen_once),
        ({Kind.MENTION, Kind.COMMENT, Kind.ANSWER, Kind.CONFIDED}, "comment", read),
        ({Kind.RESOLVED, Kind.MOVED, Kind.DESK, Kind.REPORT}, "comment", stubs_too),
    ]
    if person.is_secretariat:
        # The desk's alone, also when it is settled: who follows the mail is to read who was quicker.
        ways += [({Kind.DUE}, "edition", Edition.objects.visible_to), ({Kind.DUE}, "comment", stubs_too)]
    for of_these, field, rows in ways:
        if wanted := of_these & set(kinds):
            yield Opening(frozenset(wanted), field, rows(person))


def _seen_once(person: User) -> QuerySet[Publication]:
    """What is read still, and what was: that opens with the reason why it ended."""
    read, closed = Publication.objects.readable_by(person), Publication.objects.closed_to(person)
    return Publication.objects.filter(Q(pk__in=read.values("pk")) | Q(pk__in=closed.values("pk")))


def opens_to(person: User, kinds: Collection[str] = frozenset(Kind)) -> Q:
    """A condition on notices of these kinds: their target opens to this person, and so does what it fits."""
    found = Q(pk__in=[])
    for opening in openings(person, kinds):
        is_open = Exists(opening.rows.filter(pk=OuterRef(opening.field)))
        found |= Q(kind__in=opening.kinds) & Q(is_open)
    if Kind.MATCH not in kinds:
        return found
    view = SavedView.objects.visible_to(person).filter(pk=OuterRef("view"))
    return found & (Q(view=None) | Q(Exists(view)))


def opens(kind: Kind, field: str, target: int, person: User) -> bool:
    """The same of one target, before there is a notice."""
    fitting = (opening for opening in openings(person, {kind}) if opening.field == field)
    return any(opening.rows.filter(pk=target).exists() for opening in fitting)
