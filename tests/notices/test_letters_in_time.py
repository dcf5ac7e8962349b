"""Between the event, the letter and its leaving: what is gathered, said anew, left alone in the end."""

from datetime import timedelta

import pytest

import clock
from accounts.models import User
from discussion import actions as talking
from library import actions
from library.models import Visibility
from mail import outbox
from mail.models import Letter
from notices import letters
from notices.models import Kind, Mailing, Notice, Preference
from tests import factories
from tests.notices.test_letters import MORNING, NOON, PAUSE, _clock, live, say, want  # noqa: F401
from tests.notices.worker import forget, send, tell, write

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_thread_in_which_much_is_said_makes_few_letters(live, tochigi, kagawa):  # noqa: F811
    want(tochigi, Mailing.AT_ONCE)
    said, written = say(live, kagawa), []
    for minute in range(1, 30):
        now = NOON + minute * MINUTE
        talking.reply(said.thread, by=kagawa, text=f"続き{minute}です", now=now)
        tell(now=now)
        written += write(now)
    written += write(NOON + 32 * MINUTE)
    assert [Notice.objects.filter(letter=letter).count() for letter in written] == [11, 11, 8]


def test_another_thread_does_not_wait_for_it(live, tochigi, kagawa):  # noqa: F811
    want(tochigi, Mailing.AT_ONCE)
    say(live, kagawa)
    say(live, kagawa, "別の話題です", now=NOON + PAUSE - MINUTE / 2)
    assert len(write(NOON + PAUSE)) == 1
    assert len(write(NOON + 2 * PAUSE)) == 1


def test_a_letter_says_what_is_true_when_it_leaves(live, tochigi, kagawa, secretariat, mailoutbox, monkeypatch):  # noqa: F811
    """A thread was moved and its first place withdrawn: of that nothing is said any more."""
    other = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS, title="移った先の資料")
    said = talking.open_thread(live, by=tochigi, text="話題です", now=NOON)
    forget()
    want(kagawa, Mailing.AT_ONCE)
    actions.follow("thread", said.thread_id, by=kagawa, level="every", now=NOON)
    answer = talking.reply(said.thread, by=tochigi, text="続きです", now=NOON)
    tell(now=NOON)
    [letter] = write(NOON + PAUSE)
    assert "見本の利用の手引き" in letter.body
    talking.move(answer.thread, to=other, by=secretariat, now=NOON)
    actions.withdraw(live, by=tochigi, reason="見本の理由", now=NOON)
    send(letter)
    [sent] = mailoutbox
    assert "見本の利用の手引き" not in sent.body
    assert "移った先の資料" in sent.body


def test_what_is_settled_meanwhile_is_not_said_to_be_due(tochigi, secretariat, secretariat2, settings, mailoutbox):
    edition = factories.make_draft(tochigi)
    actions.submit(edition, by=tochigi, declared=True, now=NOON)
    notice = Notice.objects.create(
        event=1, person=secretariat, kind=Kind.DUE, edition=edition, made_at=NOON, is_shown=True, mail=Mailing.AT_ONCE
    )
    [letter] = [each for each in write(NOON + PAUSE) if each.to == secretariat.email]
    assert Notice.objects.get(pk=notice.pk).letter_id == letter.pk
    actions.publish(edition, by=secretariat2, visibility=Visibility.MEMBERS, now=NOON)
    send(letter)
    assert mailoutbox == []


def test_who_refuses_while_it_is_told_gets_no_letter(live, tochigi, kagawa):  # noqa: F811
    want(tochigi, Mailing.AT_ONCE)
    say(live, kagawa)
    Preference.objects.filter(person=tochigi).update(mail=Mailing.NONE)  # the telling had read what was before
    assert write(NOON + PAUSE) == []


def test_what_cannot_be_opened_is_not_looked_at_for_ever(live, tochigi, kagawa, observer, monkeypatch):  # noqa: F811
    actions.follow("publication", live.pk, by=observer, level="every", now=NOON)
    want(observer, Mailing.DAILY)
    say(live, kagawa)
    type(live).objects.filter(pk=live.pk).update(visibility=Visibility.SECRETARIAT)
    locked: list[User] = []
    monkeypatch.setattr(letters, "_write_to", lambda person, **_: locked.append(person))
    letters.write_due(now=MORNING)
    assert observer not in locked
    assert Notice.objects.filter(person=observer).to_mail().exists()
    letters.write_due(now=NOON + letters.OUTLIVED + MINUTE)
    assert not Notice.objects.filter(person=observer).to_mail().exists()


def test_one_who_cannot_be_written_to_costs_nobody_else_the_letter(live, tochigi, tochigi2, kagawa, monkeypatch):  # noqa: F811
    for person in (tochigi, tochigi2):
        want(person, Mailing.AT_ONCE)
    say(live, kagawa)
    whole = letters._write_to

    def broken(person, *, now):
        if person == tochigi:
            raise LookupError("見本の不具合")
        whole(person, now=now)

    monkeypatch.setattr(letters, "_write_to", broken)
    with pytest.raises(ExceptionGroup):
        letters.write_due(now=NOON + PAUSE)
    assert [letter.to for letter in Letter.objects.all()] == [tochigi2.email]


def test_what_no_mail_brought_is_shown(live, tochigi, kagawa):  # noqa: F811
    want(tochigi, Mailing.AT_ONCE)
    say(live, kagawa)
    Notice.objects.update(is_shown=False)
    [letter] = write(NOON + PAUSE)
    Letter.objects.filter(pk=letter.pk).update(given_up_at=NOON + timedelta(days=4), body="")
    letters.write_due(now=NOON + timedelta(days=4))
    assert Notice.objects.filter(person=tochigi).shown().exists()


def test_a_letter_that_cannot_be_asked_about_waits_like_one_that_failed(live, tochigi, kagawa, monkeypatch):  # noqa: F811
    want(tochigi, Mailing.AT_ONCE)
    say(live, kagawa)
    [letter] = write(NOON + PAUSE)

    def broken(_: Letter) -> bool:
        raise LookupError("見本の不具合")

    monkeypatch.setattr(outbox, "_asked_at_sending", lambda: {letters.KIND: broken})
    other = outbox.post("test", to="kagawa@example.jp", subject="見本", body="見本\n", now=NOON + 2 * PAUSE)
    assert outbox.send_waiting(now=NOON + 3 * PAUSE) == 1
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.sent_at, letter.last_problem) == (None, "LookupError")
    assert other.sent_at is not None
    assert clock.now() == NOON
