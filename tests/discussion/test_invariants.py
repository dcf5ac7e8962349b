"""Whatever people do one after the other, a thread stays whole."""

import random

import pytest

from accounts.models import Organization
from audit.models import Event
from discussion import actions
from discussion.audience import audience_of
from discussion.models import Comment, CommentState, Outcome, Reason, Report, Thread
from library import actions as library
from library.models import Visibility
from library.rules import Refused
from tests import factories
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


def step(chance: random.Random, people, publications) -> None:
    """One verb of one person, sensible or not."""
    by = chance.choice(people)
    comments = list(Comment.objects.select_related("thread"))
    if chance.random() < 0.1:
        actions.confide(chance.choice(people).organization, by=by, text="話題です", about=chance.choice(publications))
        return
    if not comments or chance.random() < 0.2:
        actions.open_thread(chance.choice(publications), by=by, text="話題です", is_question=chance.random() < 0.5)
        return
    comment = chance.choice(comments)
    thread = comment.thread
    verbs = [
        lambda: actions.reply(thread, by=by, text="返信です", quoted=chance.choice(comments)),
        lambda: actions.reply(thread, by=by, text="団体として", is_on_behalf=True),
        lambda: actions.edit(comment, by=by, text=f"直した文{chance.random()}"),
        lambda: actions.edit(comment, by=by, text=f"@{chance.choice(people)} @栃木県 {chance.random()}"),
        lambda: actions.delete(comment, by=by),
        lambda: actions.resolve(thread, by=by),
        lambda: actions.reopen(thread, by=by),
        lambda: actions.mark_question(thread, is_question=chance.random() < 0.5, by=by),
        lambda: actions.lock(thread, by=by),
        lambda: actions.unlock(thread, by=by),
        lambda: actions.thank(comment, by=by),
        lambda: actions.unthank(comment, by=by),
        lambda: actions.report(comment, by=by, reason=chance.choice(Reason.values), words="話題のこと"),
    ]
    chance.choice([*verbs, *of_the_desk(chance, comment, by, publications)])()


def of_the_desk(chance: random.Random, comment: Comment, by, publications) -> list:
    to = chance.choice(publications)
    agreed = chance.choice([None, audience_of(to, None)])
    return [
        lambda: actions.claim(comment, by=by),
        lambda: actions.release(comment, by=by),
        lambda: actions.leave(comment, by=by),
        lambda: actions.hide(comment, by=by, reason="見本の理由"),
        lambda: actions.show(comment, by=by),
        lambda: actions.ask(comment, by=by, message="直してください"),
        lambda: actions.blacken(comment, by=by, words=[chance.choice(["話題", "直し"])], reason="見本の理由"),
        lambda: actions.move(comment.thread, by=by, to=to, agreed=agreed),
    ]


def check() -> None:
    for thread in Thread.objects.all():
        assert thread.is_confidential == (thread.publication is None)
        check_confidence(thread)
        comments = list(thread.comments.order_by("number"))
        numbers = [comment.number for comment in comments]
        assert numbers == list(range(1, thread.last_number + 1))
        assert thread.opened_at == comments[0].written_at
        assert thread.last_at == max(comment.written_at for comment in comments)
        for comment in comments:
            is_deleted = comment.state == CommentState.DELETED
            assert (comment.text == "") == is_deleted
            assert not (is_deleted and comment.revisions.exists())
            assert (comment.edited_at is not None) == comment.revisions.exists() or is_deleted
            assert comment.quoted is None or comment.quoted.thread_id == thread.pk
            assert not comment.is_on_behalf or comment.writer.is_coordinator
            assert not comment.thanks.filter(body=comment.body).exists()
            assert all(f"@{mention.name}" in comment.text for mention in comment.mentions.all())
            check_concerns(comment)


def check_confidence(thread: Thread) -> None:
    """What was confided is said by the desk and its body, and reported by nobody; it stays where it is."""
    if thread.is_confidential:
        assert not Report.objects.filter(concern__comment__thread=thread).exists()
        for comment in thread.comments.all():
            assert comment.body_id == thread.body_id or comment.body.kind == Organization.Kind.SECRETARIAT
        assert not Event.objects.filter(verb="move_thread", target_id=str(thread.pk)).exists()


def check_concerns(comment: Comment) -> None:
    """What waits can be read; what is hidden was hidden by somebody; all that ended was ended by somebody."""
    waiting = list(comment.concerns.open())
    assert len(waiting) <= 1
    assert not waiting or comment.state == CommentState.SHOWN
    assert all(each.found or each.reports.exists() for each in waiting)
    if comment.state == CommentState.HIDDEN:
        assert comment.concerns.filter(outcome=Outcome.HIDDEN).exclude(said="").exists()
    if comment.state == CommentState.DELETED:
        assert not comment.concerns.to_mend().exists()
    for concern in comment.concerns.all():
        people = [report.reporter_id for report in concern.reports.all()]
        assert len(set(people)) == len(people)
        assert comment.writer_id not in people
        if concern.outcome in {Outcome.LEFT, Outcome.HIDDEN, Outcome.ASKED, Outcome.BLACKENED}:
            assert concern.decided_by.is_secretariat
            assert concern.decided_by != comment.writer
    if comment.concerns.filter(outcome=Outcome.BLACKENED).exists():
        assert "■" in f"{comment.text}{''.join(each.text for each in comment.revisions.all())}" or not comment.text


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_verbs_breaks_a_thread(seed, tochigi, tochigi2, kagawa, secretariat, secretariat2, observer):
    chance, refused = random.Random(seed), 0
    publications = [
        make_found(owner, "見本", "一枚目", visibility=level)
        for owner, level in ((kagawa, Visibility.OBSERVERS), (tochigi, Visibility.MEMBERS))
    ]
    people = [tochigi, tochigi2, kagawa, secretariat, secretariat, secretariat2, observer]
    for number in range(120):
        try:
            step(chance, people, publications)
        except Refused:
            refused += 1
        if number % 10 == 9:
            check()
    assert 0 < refused < 100
    assert Comment.objects.count() > 10


def test_two_answers_at_once_have_numbers_of_their_own(tochigi, kagawa):
    said = actions.open_thread(make_found(kagawa, "見本", "一枚目"), by=tochigi, text="話題です")
    old = Thread.objects.get(pk=said.thread_id)
    first, second = (actions.reply(old, by=by, text="返信です") for by in (kagawa, tochigi))
    assert (first.number, second.number) == (2, 3)


def test_a_comment_on_what_was_withdrawn_or_narrowed_is_refused(tochigi, kagawa, observer, secretariat):
    live = factories.make_live(kagawa, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    said = actions.open_thread(live, by=observer, text="話題です")
    library.narrow(live, by=kagawa, visibility=Visibility.MEMBERS, reason="見直します")
    with pytest.raises(Refused):
        actions.reply(said.thread, by=observer, text="まだ言います")
    actions.reply(said.thread, by=tochigi, text="構成団体は続けます")
    library.withdraw(live, by=kagawa, reason="終わりです")
    for person in (tochigi, observer):
        with pytest.raises(Refused):
            actions.reply(said.thread, by=person, text="終わったものに")
        with pytest.raises(Refused):
            actions.open_thread(live, by=person, text="終わったものに")
