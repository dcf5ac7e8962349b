"""Whatever people do one after the other, a thread stays whole."""

import random

import pytest

from discussion import actions
from discussion.models import Comment, CommentState, Thread
from library import actions as library
from library.models import Visibility
from library.rules import Refused
from tests import factories
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


def step(chance: random.Random, people, publication) -> None:
    """One verb of one person, sensible or not."""
    by = chance.choice(people)
    comments = list(Comment.objects.select_related("thread"))
    if not comments or chance.random() < 0.2:
        actions.open_thread(publication, by=by, text="話題です", is_question=chance.random() < 0.5)
        return
    comment = chance.choice(comments)
    thread = comment.thread
    verbs = [
        lambda: actions.reply(thread, by=by, text="返信です", quoted=chance.choice(comments)),
        lambda: actions.reply(thread, by=by, text="団体として", is_on_behalf=True),
        lambda: actions.edit(comment, by=by, text=f"直した文{chance.random()}"),
        lambda: actions.delete(comment, by=by),
        lambda: actions.resolve(thread, by=by),
        lambda: actions.reopen(thread, by=by),
        lambda: actions.mark_question(thread, is_question=chance.random() < 0.5, by=by),
        lambda: actions.lock(thread, by=by),
        lambda: actions.unlock(thread, by=by),
        lambda: actions.thank(comment, by=by),
        lambda: actions.unthank(comment, by=by),
    ]
    chance.choice(verbs)()


def check() -> None:
    for thread in Thread.objects.all():
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


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_verbs_breaks_a_thread(seed, tochigi, tochigi2, kagawa, secretariat, observer):
    chance, refused = random.Random(seed), 0
    publication = make_found(kagawa, "見本", "一枚目", visibility=Visibility.OBSERVERS)
    people = [tochigi, tochigi2, kagawa, secretariat, observer]
    for number in range(60):
        try:
            step(chance, people, publication)
        except Refused:
            refused += 1
        if number % 10 == 9:
            check()
    assert 0 < refused < 50
    assert Comment.objects.count() > 10


def test_two_answers_at_once_have_numbers_of_their_own(tochigi, kagawa):
    said = actions.open_thread(make_found(kagawa, "見本", "一枚目"), by=tochigi, text="話題です")
    old = Thread.objects.get(pk=said.thread_id)
    first, second = (actions.reply(old, by=by, text="返信です") for by in (kagawa, tochigi))
    assert (first.number, second.number) == (2, 3)


def test_a_comment_on_what_was_withdrawn_or_narrowed_is_refused(tochigi, kagawa, observer):
    live = factories.make_live(kagawa, visibility=Visibility.OBSERVERS)
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
