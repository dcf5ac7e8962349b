"""What is true of threads whatever was done before: looked at row by row, and as each person reads them."""

from collections.abc import Iterable

from django.apps import apps
from django.http import QueryDict

from accounts.models import Organization, User
from audit.models import Event
from discussion.models import Comment, CommentState, MergedThread, Outcome, Report, Thread
from discussion.talk import Talk
from library.models import Publication, PublicationState, Visibility
from tests.discussion.machine import Machine

HIDING = {Outcome.HIDDEN, Outcome.SUSPENDED}


def check_rows() -> None:
    assert not Thread.objects.filter(pk__in=MergedThread.objects.values("number")).exists()
    assert not MergedThread.objects.filter(into__body__isnull=False).exists()
    for thread in Thread.objects.all():
        check_confidence(thread)
        comments = list(thread.comments.select_related("writer", "quoted").order_by("number"))
        numbers = [comment.number for comment in comments]
        assert numbers[0] == 1
        assert numbers[-1] <= thread.last_number
        assert len(numbers) == len(set(numbers)) == thread.size
        assert thread.opened_at == comments[0].written_at
        assert thread.last_at == max(comment.written_at for comment in comments)
        for comment in comments:
            check_comment(comment)
            check_concerns(comment)


def check_confidence(thread: Thread) -> None:
    """What was confided is said by the desk and its body, and reported by nobody; it stays where it is."""
    assert thread.is_confidential == (thread.publication is None)
    if thread.is_confidential:
        assert not Report.objects.filter(concern__comment__thread=thread).exists()
        for comment in thread.comments.all():
            assert comment.body_id == thread.body_id or comment.body.kind == Organization.Kind.SECRETARIAT
        elsewhere = Event.objects.filter(
            verb__in=["move_thread", "split_thread", "merge_thread"], target_id=str(thread.pk)
        )
        assert not elsewhere.exists()
        assert thread.split_off == 0


def check_comment(comment: Comment) -> None:
    is_deleted = comment.state == CommentState.DELETED
    assert (comment.text == "") == is_deleted
    assert not (is_deleted and comment.revisions.exists())
    assert (comment.edited_at is not None) == comment.revisions.exists() or is_deleted
    assert not comment.is_on_behalf or comment.writer.is_coordinator
    bodies = list(comment.thanks.values_list("body", flat=True))
    assert len(set(bodies)) == len(bodies)
    assert comment.body_id not in bodies
    assert all(f"@{mention.name}" in comment.text for mention in comment.mentions.all())


def check_concerns(comment: Comment) -> None:
    """What waits can be read and has its grounds; what is hidden, and all that ended, was decided by another person."""
    concerns = list(comment.concerns.prefetch_related("reports").select_related("decided_by").order_by("pk"))
    waiting = [each for each in concerns if each.outcome == Outcome.OPEN]
    assert waiting in ([], concerns[-1:])
    assert not waiting or comment.state == CommentState.SHOWN
    assert all(each.grounds for each in waiting)
    if comment.state == CommentState.HIDDEN:
        assert any(each.outcome in HIDING and each.said for each in concerns)
    if comment.state == CommentState.DELETED:
        assert not comment.concerns.to_mend().exists()
    for concern in concerns:
        reporters = [report.reporter_id for report in concern.reports.all()]
        assert len(set(reporters)) == len(reporters)
        assert comment.writer_id not in reporters
        assert (concern.outcome == Outcome.OPEN) == (concern.decided_by is None)
        if concern.outcome not in {Outcome.OPEN, Outcome.DELETED}:
            assert concern.decided_by.is_secretariat
            assert concern.decided_by != comment.writer


def check_readers(machine: Machine) -> None:
    """Each person reads, and is counted, exactly what the matrix says; and no word of anything else."""
    for person in machine.people:
        for publication in Publication.objects.all():
            threads = list(publication.threads.all()) if may_read(person, publication) else []
            talk = Talk(person, publication, None, QueryDict())
            shown = Comment.objects.filter(thread__in=threads, state=CommentState.SHOWN).count()
            is_open = sum(thread.is_question and thread.resolved_at is None for thread in threads)
            assert talk.numbers == {"page": 0, "all": len(threads), "open": is_open, "said": shown}
            allowed = {word for thread in threads for word in words_open_to(person, thread, machine)}
            told = everything_told(person, publication, threads)
            read = {word for words in machine.words.values() for word in words if word in told}
            assert read <= allowed, (person, read - allowed)


def may_read(person: User, publication: Publication) -> bool:
    """The matrix, by hand."""
    if person.is_secretariat:
        return publication.state in {PublicationState.LIVE, PublicationState.WITHDRAWN} and not publication.binned_at
    if publication.state != PublicationState.LIVE:
        return False
    if person.is_member and publication.owner_id == person.organization_id:
        return True
    return publication.visibility >= (Visibility.MEMBERS if person.is_member else Visibility.OBSERVERS)


def words_open_to(person: User, thread: Thread, machine: Machine) -> set[str]:
    found: set[str] = set()
    for comment in thread.comments.all():
        is_own = comment.writer_id == person.pk or person.is_secretariat
        if comment.state == CommentState.SHOWN or (comment.state == CommentState.HIDDEN and is_own):
            found |= set(machine.words[comment.pk])
    return found - machine.black


def everything_told(person: User, publication: Publication, threads: Iterable[Thread]) -> str:
    """Of all threads beside it, and of each by itself."""
    told = []
    for query in ("", *(f"thread={thread.pk}" for thread in threads)):
        for shown in Talk(person, publication, None, QueryDict(query)).threads:
            for said in (shown.opening, *shown.answers):
                told += [said.html, said.beginning, str(said.quoted), str(said.desk_said)]
            told.append(shown.beginning)
    return "".join(told)


def check_nothing_is_left(machine: Machine) -> None:
    """Of what was deleted or blackened no word stands in any table."""
    deleted = Comment.objects.filter(state=CommentState.DELETED).values_list("pk", flat=True)
    gone = machine.black | {word for pk in deleted for word in machine.words[pk]}
    kept = {
        model._meta.label: {word for word in gone if word in rows}
        for model in apps.get_models(include_auto_created=True)
        if (rows := repr(list(model._base_manager.values_list())))
    }
    assert {label: words for label, words in kept.items() if words} == {}
