"""What happens to a thread, and to whom that is told: who wrote in it, who follows, who hears of its document."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Role, User
from audit.models import Event
from discussion.models import Comment
from notices.models import Kind
from notices.rules import Nearness, hearers, levels
from notices.tellings.telling import Telling
from notices.tellings.ties import WORKING, owners_of, ties_of


def of_thread(
    comment: Comment, near: Kind, far: Kind, *, when: datetime, before: int | None = None
) -> Iterator[Telling]:
    """`near` to those who wrote in the thread or follow it, `far` to those who hear of the document.

    `before`: the thread that it was written in, if it was split off since.
    """
    thread, publication = comment.thread, comment.thread.publication
    assert publication is not None  # it is not confidential
    ties = ties_of(when, publication, thread)
    wanted = levels(ties)
    earlier = Comment.objects.filter(thread__in={thread.pk, before or thread.pk})
    in_thread = _writers(earlier.filter(written_at__lte=when))
    in_thread |= {tie.person for tie in ties if tie.nearness == Nearness.THREAD}
    addressed = {comment.quoted.writer_id} if comment.quoted is not None else set()
    yield Telling(near, "comment", comment.pk, hearers(near, in_thread, wanted, addressed=addressed))
    of_document = {*owners_of(publication), *wanted}
    yield Telling(far, "comment", comment.pk, hearers(far, of_document, wanted, addressed=addressed))


def of_moved(event: Event, opening: Comment) -> Iterator[Telling]:
    """To its followers, and to who wrote in it, whatever they want to hear: others read their words now.

    Then to those who hear of its new document.
    """
    thread = opening.thread
    ties = ties_of(event.at, thread.publication, thread)
    followers = {tie.person for tie in ties if tie.nearness == Nearness.THREAD}
    wanted = levels(ties)
    came = thread.comments.filter(number__gt=event.data.get("behind", 0))  # what a merge put behind others
    yield Telling(Kind.MOVED, "comment", opening.pk, _writers(came) | hearers(Kind.MOVED, followers, wanted))
    first = thread.comments.shown().order_by("number").first()
    if first is not None and event.data.get("moved_from", thread.publication_id) != thread.publication_id:
        assert thread.publication is not None  # a confidential one is not moved
        of_document = {*owners_of(thread.publication), *wanted} - followers
        yield Telling(Kind.COMMENT, "comment", first.pk, hearers(Kind.COMMENT, of_document, wanted))


def of_confidential(comment: Comment, kind: Kind, *, by: int | None, when: datetime) -> Iterator[Telling]:
    """To the other side than that of `by`, and on the own to those who wrote in it or follow it."""
    thread, desk, body = comment.thread, Q(role=Role.SECRETARIAT), Q(organization=comment.thread.body_id)
    is_from_desk = User.objects.filter(desk, pk__in=[by]).exists()
    people = {*User.objects.filter(body if is_from_desk else desk, role__in=WORKING).values_list("pk", flat=True)}
    people |= _writers(thread.comments.all())
    wanted = levels(ties_of(when, None, thread))
    addressed = {comment.quoted.writer_id} if comment.quoted is not None else set()
    yield Telling(kind, "comment", comment.pk, hearers(kind, {*people, *wanted}, wanted, addressed=addressed))


def _writers(comments: QuerySet[Comment]) -> set[int]:
    return {*comments.order_by().values_list("writer", flat=True).distinct()}
