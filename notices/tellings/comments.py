"""What is said, and what the desk makes of it, and to whom that is told."""

from collections.abc import Iterator
from dataclasses import replace

from accounts.models import User
from audit.models import Event
from audit.verbs import Verb
from discussion.models import Comment, Outcome, Report
from notices.models import Kind, Mailing, Notice, Preference
from notices.rules import hearers, levels
from notices.tellings.telling import Telling
from notices.tellings.threads import of_confidential, of_thread
from notices.tellings.ties import ties_of

TO_THE_WRITER = {Verb.HIDE_COMMENT, Verb.SHOW_COMMENT, Verb.ASK_TO_MEND, Verb.BLACKEN}
TO_WHO_REPORTED = {Verb.HIDE_COMMENT, Verb.LEAVE_COMMENT, Verb.ASK_TO_MEND, Verb.BLACKEN, Verb.DELETE_COMMENT}
OF_COMMENTS = {Verb.COMMENT, Verb.EDIT_COMMENT, Verb.TAKE_BACK, *TO_THE_WRITER, *TO_WHO_REPORTED}

_OF_WORDS = {Kind.MENTION, Kind.COMMENT, Kind.ANSWER, Kind.CONFIDED}


def of_comment(event: Event, verb: Verb, comment: Comment) -> Iterator[Telling]:
    if verb in TO_THE_WRITER:
        yield Telling(Kind.DESK, "comment", comment.pk, {comment.writer_id})
    if verb == Verb.EDIT_COMMENT:
        yield from _of_mentions(event, comment)
    if verb in {Verb.COMMENT, Verb.SHOW_COMMENT}:
        yield from _of_its_words(event, comment)
    if verb in TO_WHO_REPORTED:
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


def _of_its_words(event: Event, comment: Comment) -> Iterator[Telling]:
    """Once to each, when it is written; when it is shown again, to those who were not told before it was hidden."""
    told = Notice.objects.filter(comment=comment, kind__in=_OF_WORDS).exclude(event=event.sequence)
    heard = {*told.values_list("person", flat=True), comment.writer_id}
    when = comment.written_at
    if comment.thread.is_confidential:
        others = of_confidential(comment, Kind.CONFIDED, by=comment.writer_id, when=when)
    else:
        others = of_thread(comment, Kind.ANSWER, Kind.COMMENT, when=when, before=event.data.get("thread"))
    for telling in (*_of_mentions(event, comment), *others):
        yield replace(telling, people=telling.people - heard)


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
    wanted = levels(ties_of(event.at, comment.thread.publication, comment.thread))
    called = hearers(Kind.MENTION, people, wanted, addressed=people)
    called |= {row.person_id for row in rows if row.person_id is not None}
    told = Notice.objects.filter(comment=comment, kind=Kind.MENTION, person__in=called).exclude(event=event.sequence)
    unwanted = Preference.objects.filter(kind=Kind.MENTION, person__in=called, is_shown=False, mail=Mailing.NONE)
    called -= {*told.values_list("person", flat=True), *unwanted.values_list("person", flat=True)}
    yield Telling(Kind.MENTION, "comment", comment.pk, called)
