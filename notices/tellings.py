"""What an event of the log says, and to whom, before anybody is asked who may see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

import clock
from accounts.models import Role, User
from audit.models import Event
from audit.verbs import Verb
from discussion.audience import Audience
from discussion.models import Comment, Concern, Outcome, Report, Thread
from library.models import Edition, Follow, Publication
from library.models.choices import Visibility
from library.models.follow import Level
from notices.models import Kind, Mailing, Notice, Preference
from notices.rules import Nearness, Tie, hearers, levels

_TO_THE_WRITER = {Verb.HIDE_COMMENT, Verb.SHOW_COMMENT, Verb.ASK_TO_MEND, Verb.BLACKEN}
_TO_WHO_REPORTED = {Verb.HIDE_COMMENT, Verb.LEAVE_COMMENT, Verb.ASK_TO_MEND, Verb.BLACKEN, Verb.DELETE_COMMENT}
_OF_DOCUMENTS = {
    Verb.PUBLISH, Verb.SEND_BACK, Verb.DECLINE, Verb.WITHDRAW, Verb.NARROW, Verb.WIDEN, Verb.RESTORE,
}  # fmt: skip
_MOVED = {Verb.MOVE_THREAD, Verb.SPLIT_THREAD, Verb.MERGE_THREAD}
_OF_THREADS = {Verb.RESOLVE, *_MOVED}
_OF_COMMENTS = {Verb.COMMENT, Verb.EDIT_COMMENT, Verb.TAKE_BACK, *_TO_THE_WRITER, *_TO_WHO_REPORTED}
TOLD = frozenset({*_OF_DOCUMENTS, *_OF_THREADS, *_OF_COMMENTS, Verb.REMIND})
"""The verbs of which somebody hears."""

_WORKING = [Role.OFFICER, Role.COORDINATOR, Role.SECRETARIAT]


@dataclass(frozen=True)
class Telling:
    """`field` is the column of the notice that names `target`. `view`: the saved condition that it fits."""

    kind: Kind
    field: str
    target: int
    people: set[int]
    view: int | None = None


def tellings(event: Event) -> Iterator[Telling]:
    """Who is in two of them hears the first. Nothing where what the event tells of is gone."""
    verb = Verb(event.verb)
    if verb == Verb.REMIND:
        yield from _of_what_is_due(event)
    elif event.target_kind == "publication" and verb in _OF_DOCUMENTS:
        publication = Publication.objects.filter(pk=int(event.target_id)).first()
        if publication is not None:
            yield from _of_document(event, verb, publication)
    elif event.target_kind == "thread" and verb in _OF_THREADS:
        opening = _comments().filter(thread=int(event.target_id), number=1).first()
        if opening is not None and verb in _MOVED:
            yield from _of_moved(event, opening)
        elif opening is not None and opening.thread.is_confidential:
            yield from _of_confidential(event, opening, Kind.RESOLVED)
        elif opening is not None:
            yield from _of_thread(event, opening, Kind.RESOLVED, Kind.RESOLVED)
    elif event.target_kind == "comment":
        comment = _comments().filter(pk=int(event.target_id)).first()
        if comment is not None:
            yield from _of_comment(event, verb, comment)


def _of_moved(event: Event, opening: Comment) -> Iterator[Telling]:
    """To its followers, and to who wrote in it, whatever they want to hear: others read their words now.

    Then to those who hear of its new document.
    """
    thread = opening.thread
    ties = _ties(event, thread.publication, thread)
    followers = {tie.person for tie in ties if tie.nearness == Nearness.THREAD}
    wanted = levels(ties)
    in_thread = _writers(thread.comments.all()) | hearers(Kind.MOVED, followers, wanted)
    yield Telling(Kind.MOVED, "comment", opening.pk, in_thread)
    if event.data.get("moved_from", thread.publication_id) != thread.publication_id:
        assert thread.publication is not None  # a confidential one is not moved
        of_document = {*_owners(thread.publication), *wanted} - followers
        yield Telling(Kind.COMMENT, "comment", opening.pk, hearers(Kind.COMMENT, of_document, wanted))


def _of_what_is_due(event: Event) -> Iterator[Telling]:
    """Nothing where it was decided meanwhile."""
    number, is_comment = int(event.target_id), event.target_kind == "comment"
    if is_comment:
        for concern in Concern.objects.open().filter(comment=number).select_related("comment"):
            people = _responsible(concern.claimed_by_id, own=concern.comment.writer_id)
            yield Telling(Kind.DUE, "comment", number, people)
    else:
        waiting = Edition.objects.awaiting_review().filter(publication=number, number=event.data["edition"])
        for edition in waiting:
            people = _responsible(edition.claimed_by_id, own=edition.submitted_by_id)
            yield Telling(Kind.DUE, "edition", edition.pk, people)


def _responsible(claimed_by: int | None, *, own: int | None) -> set[int]:
    """Who took it on last, though the claim has faded; else all of the secretariat who may decide on it."""
    desk = User.objects.in_good_standing(clock.today()).filter(role=Role.SECRETARIAT)
    people = {*desk.values_list("pk", flat=True)}
    if claimed_by in people:
        return {claimed_by}
    return people - {own} if settings.LIMITS.four_eyes else people


def _of_document(event: Event, verb: Verb, publication: Publication) -> Iterator[Telling]:
    wanted = levels(_ties(event, publication))
    owners = _owners(publication)
    if verb in {Verb.WITHDRAW, Verb.NARROW}:
        yield Telling(Kind.CLOSED, "publication", publication.pk, hearers(Kind.CLOSED, {*owners, *wanted}, wanted))
        return
    if verb in {Verb.WIDEN, Verb.RESTORE}:
        yield from _of_opened(event, publication, {*owners, *wanted}, wanted)
        return
    edition = publication.editions.filter(number=event.data["edition"]).first()
    if edition is None:
        return
    decided = hearers(Kind.DECISION, _submitters(edition, owners), wanted)
    yield Telling(Kind.DECISION, "edition", edition.pk, decided)
    if verb == Verb.PUBLISH:
        kind = Kind.NEW if publication.published_at == event.at else Kind.EDITION
        yield Telling(kind, "edition", edition.pk, hearers(kind, {*owners, *wanted}, wanted))


def _of_opened(
    event: Event, publication: Publication, people: set[int], wanted: Mapping[int, Level]
) -> Iterator[Telling]:
    """It opened to more people, or again: to those who heard last that it closed, and those who never heard of it."""
    if publication.live_edition_id is None:
        return
    of_it = Q(publication=publication) | Q(edition__publication=publication)
    kinds = [Kind.NEW, Kind.EDITION, Kind.DECISION, Kind.CLOSED, Kind.MATCH]
    rows = Notice.objects.filter(of_it, kind__in=kinds, person__in=people, event__lt=event.sequence).order_by("event")
    last = dict(rows.values_list("person", "kind"))
    again = {person for person, kind in last.items() if kind == Kind.CLOSED}
    yield Telling(Kind.EDITION, "edition", publication.live_edition_id, hearers(Kind.EDITION, again, wanted))
    if event.verb == Verb.WIDEN:
        before = Audience(Visibility(event.data["before"]), None if publication.is_proxy else publication.owner)
        saw_it = before.people(timezone.localdate(event.at)).filter(pk__in=people).values_list("pk", flat=True)
        fresh = people - {*last} - {*saw_it}
        yield Telling(Kind.NEW, "edition", publication.live_edition_id, hearers(Kind.NEW, fresh, wanted))


def _of_comment(event: Event, verb: Verb, comment: Comment) -> Iterator[Telling]:
    if verb in {Verb.COMMENT, Verb.EDIT_COMMENT}:
        yield from _of_mentions(event, comment)
    if verb == Verb.COMMENT and comment.thread.is_confidential:
        yield from _of_confidential(event, comment, Kind.CONFIDED)
    elif verb == Verb.COMMENT:
        yield from _of_thread(event, comment, Kind.ANSWER, Kind.COMMENT)
    if verb in _TO_THE_WRITER:
        yield Telling(Kind.DESK, "comment", comment.pk, {comment.writer_id})
    if verb == Verb.SHOW_COMMENT and not comment.thread.is_confidential:
        yield from _of_shown_again(event, comment)
    if verb in _TO_WHO_REPORTED:
        reports = Report.objects.filter(concern__comment=comment, concern__decided_at=event.at)
        yield Telling(Kind.REPORT, "comment", comment.pk, {*reports.values_list("reporter", flat=True)})
    if verb == Verb.TAKE_BACK:
        yield from _of_what_was_taken_back(event, comment)


def _of_what_was_taken_back(event: Event, comment: Comment) -> Iterator[Telling]:
    """To those who had heard of the decision."""
    if event.data["taken_back"] == Outcome.ASKED:
        yield Telling(Kind.DESK, "comment", comment.pk, {comment.writer_id})
    reports = Report.objects.filter(concern=event.data["concern"])
    yield Telling(Kind.REPORT, "comment", comment.pk, {*reports.values_list("reporter", flat=True)})


def _of_shown_again(event: Event, comment: Comment) -> Iterator[Telling]:
    """To those who never heard of it, because it was hidden before they were told."""
    told = {*Notice.objects.filter(comment=comment).values_list("person", flat=True)}
    for telling in (*_of_mentions(event, comment), *_of_thread(event, comment, Kind.ANSWER, Kind.COMMENT)):
        yield replace(telling, people=telling.people - told)


def _of_mentions(event: Event, comment: Comment) -> Iterator[Telling]:
    """To whom the words address since this event, once for each comment.

    By one's own name one is told whatever is muted, by that of one's body as one wants to hear of the place. Who wants
    no notices of this kind hears of the comment as others do.
    """
    rows = [row for row in comment.mentions.all() if row.at == event.at or event.verb == Verb.SHOW_COMMENT]
    if not rows:
        return
    of_bodies = User.objects.filter(organization__in=[row.body_id for row in rows if row.body_id is not None])
    people = {*of_bodies.values_list("pk", flat=True)}
    wanted = levels(_ties(event, comment.thread.publication, comment.thread))
    called = hearers(Kind.MENTION, people, wanted, addressed=people)
    called |= {row.person_id for row in rows if row.person_id is not None}
    told = Notice.objects.filter(comment=comment, kind=Kind.MENTION, person__in=called).exclude(event=event.sequence)
    unwanted = Preference.objects.filter(kind=Kind.MENTION, person__in=called, is_shown=False, mail=Mailing.NONE)
    called -= {*told.values_list("person", flat=True), *unwanted.values_list("person", flat=True)}
    yield Telling(Kind.MENTION, "comment", comment.pk, called)


def _of_thread(event: Event, comment: Comment, near: Kind, far: Kind) -> Iterator[Telling]:
    """`near` to those who wrote in the thread or follow it, `far` to those who hear of the document."""
    thread, publication = comment.thread, comment.thread.publication
    assert publication is not None  # it is not confidential
    ties = _ties(event, publication, thread)
    wanted = levels(ties)
    before = thread.comments.filter(number__lt=comment.number) if near == Kind.ANSWER else thread.comments.all()
    in_thread = _writers(before)
    in_thread |= {tie.person for tie in ties if tie.nearness == Nearness.THREAD}
    addressed = {comment.quoted.writer_id} if comment.quoted is not None else set()
    yield Telling(near, "comment", comment.pk, hearers(near, in_thread, wanted, addressed=addressed))
    of_document = {*_owners(publication), *wanted}
    yield Telling(far, "comment", comment.pk, hearers(far, of_document, wanted, addressed=addressed))


def _of_confidential(event: Event, comment: Comment, kind: Kind) -> Iterator[Telling]:
    """To the other side, and on the own to those who wrote in it or follow it."""
    thread, desk, body = comment.thread, Q(role=Role.SECRETARIAT), Q(organization=comment.thread.body_id)
    is_from_desk = User.objects.filter(desk, pk__in=[event.actor_id]).exists()
    people = {*User.objects.filter(body if is_from_desk else desk, role__in=_WORKING).values_list("pk", flat=True)}
    people |= _writers(thread.comments.all())
    wanted = levels(_ties(event, None, thread))
    addressed = {comment.quoted.writer_id} if comment.quoted is not None else set()
    yield Telling(kind, "comment", comment.pk, hearers(kind, {*people, *wanted}, wanted, addressed=addressed))


def _writers(comments: QuerySet[Comment]) -> set[int]:
    return {*comments.order_by().values_list("writer", flat=True).distinct()}


def _comments() -> QuerySet[Comment]:
    return Comment.objects.select_related("thread__publication", "quoted")


def _ties(event: Event, publication: Publication | None, thread: Thread | None = None) -> list[Tie]:
    """Who followed when it happened: the thread, or what its document belongs to; a confidential one has none."""
    tied = Q(thread=thread.pk) if thread else Q(pk__in=[])
    if publication is not None:
        tied |= Q(publication=publication) | Q(body=publication.owner_id) | Q(theme__in=_themes(publication))
    rows = Follow.objects.filter(tied, followed_at__lte=event.at)
    return [
        Tie(person, _nearness(of_thread, of_publication), Level(level))
        for person, level, of_thread, of_publication in rows.values_list("person", "level", "thread", "publication")
    ]


def _themes(publication: Publication) -> set[int]:
    """A theme is followed with those below it."""
    if publication.live_edition_id is None:
        return set()
    filed = Edition.themes.through.objects.filter(edition=publication.live_edition_id)
    return {theme for pair in filed.values_list("theme", "theme__parent") for theme in pair if theme is not None}


def _nearness(thread: int | None, publication: int | None) -> Nearness:
    if thread is not None:
        return Nearness.THREAD
    return Nearness.GROUP if publication is None else Nearness.PUBLICATION


def _owners(publication: Publication) -> set[int]:
    """Those of the body that registered it hear of it without following."""
    people = User.objects.filter(organization=publication.owner_id, role__in=_WORKING)
    return {*people.values_list("pk", flat=True)}


def _submitters(edition: Edition, owners: set[int]) -> set[int]:
    """Who handed it in, and the colleagues; what the secretariat registered for a body was not handed in by that."""
    own = set() if edition.is_proxy else owners
    return own if edition.submitted_by_id is None else {*own, edition.submitted_by_id}
