"""Notices by mail: at once or gathered, once, only what is unread and may be seen, and stopped with one press."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.test import Client

import clock
from discussion import actions as talking
from library import actions
from library.models import Visibility
from mail.models import Letter
from notices import stopping
from notices.actions import choose, mark_read, ways_of
from notices.letters import PAUSE, last_monday, last_morning
from notices.models import Kind, Mailing, Notice, Way
from tests import factories
from tests.notices.worker import forget, send, tell, write

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 7, 10, 3, tzinfo=UTC)  # a Wednesday in Japan, 12:00
MORNING, MONDAY = datetime(2024, 7, 10, 23, 30, tzinfo=UTC), datetime(2024, 7, 14, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def live(tochigi, secretariat):
    publication = factories.make_live(
        tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS, title="見本の利用の手引き"
    )
    forget()
    return publication


def want(person, mail: Mailing) -> None:
    """Everything by mail in this way."""
    choose({kind: Way(True, mail) for kind in Kind}, by=person)


def say(live, by, text="どのように使っていますか", now=NOON):
    comment = talking.open_thread(live, by=by, text=text, now=now)
    tell(now=now)
    return comment


def test_mornings_and_mondays():
    just_before = MORNING - timedelta(seconds=1)
    assert [last_morning(at) for at in (MORNING, just_before)] == [MORNING, MORNING - timedelta(days=1)]
    assert last_monday(MONDAY) == MONDAY
    assert last_monday(MONDAY - timedelta(seconds=1)) == MONDAY - timedelta(days=7)
    assert {last_monday(MONDAY + timedelta(hours=hour)) for hour in range(7 * 24)} == {MONDAY}


def test_at_once_is_after_a_moment_and_once(live, tochigi, kagawa):
    want(tochigi, Mailing.AT_ONCE)
    say(live, kagawa, "秘密の言葉です")
    assert write(NOON + PAUSE / 2) == []
    [letter] = write(NOON + PAUSE)
    assert letter.to == tochigi.email
    assert letter.subject == "資料へのコメント（1件）"
    assert "香川県 見本 さぬきが、「見本の利用の手引き」にコメントしました" in letter.body
    assert "秘密の言葉" not in letter.body
    for later in (timedelta(), timedelta(minutes=1), timedelta(days=14)):
        assert write(NOON + PAUSE + later) == []


def test_what_comes_to_one_thread_goes_in_one_letter(live, tochigi, kagawa, observer):
    want(tochigi, Mailing.AT_ONCE)
    said = say(live, kagawa)
    talking.reply(said.thread, by=observer, text="こちらも知りたいです", now=NOON)
    say(live, kagawa, "別の話題です")
    want(kagawa, Mailing.NONE)
    letters = write(NOON + PAUSE)
    assert {letter.to for letter in letters} == {tochigi.email}
    assert sorted(Notice.objects.filter(letter=letter).count() for letter in letters) == [1, 2]


def test_what_was_read_is_not_mailed(live, tochigi, kagawa):
    want(tochigi, Mailing.AT_ONCE)
    said = say(live, kagawa)
    client = Client()
    client.force_login(tochigi)
    client.get(f"{live.get_absolute_url()}?thread={said.thread_id}")
    assert write(NOON + PAUSE) == []
    assert write(MONDAY) == []


def test_daily_comes_in_the_morning_and_weekly_on_monday(live, tochigi, tochigi2, kagawa):
    want(tochigi, Mailing.DAILY)
    want(tochigi2, Mailing.WEEKLY)
    say(live, kagawa)
    assert write(MORNING - timedelta(seconds=1)) == []
    [daily] = write(MORNING)
    say(live, kagawa, "その後の話題です", now=MORNING + timedelta(hours=1))
    assert write(MORNING + timedelta(hours=2)) == []
    assert write(MONDAY - timedelta(minutes=1)) != [], "the second day's"
    [weekly] = write(MONDAY)
    assert (daily.to, weekly.to) == (tochigi.email, tochigi2.email)
    assert (daily.subject, weekly.subject) == ("お知らせのまとめ（1件）", "お知らせのまとめ（2件）")
    assert write(MONDAY + timedelta(days=7)) == [], "never empty"


def test_past_the_days_number_the_rest_goes_with_the_morning(live, tochigi, kagawa, settings):
    settings.LIMITS = replace(settings.LIMITS, notice_mails_per_day=2)
    want(tochigi, Mailing.AT_ONCE)
    for number in range(5):
        say(live, kagawa, f"話題{number}")
    assert len(write(NOON + PAUSE)) == 2
    assert write(NOON + 2 * PAUSE) == []
    midnight = MORNING - timedelta(hours=8, minutes=30)
    assert write(midnight) == write(midnight + timedelta(hours=1)) == [], "a new day's letters are for its own"
    [digest] = write(MORNING)
    assert "お知らせのまとめ（3件）" in digest.subject
    assert not Notice.objects.to_mail().exists()


@pytest.mark.parametrize("way", ["narrowed", "hidden", "read", "stopped"])
def test_between_writing_and_sending_what_may_not_be_said_any_more_is_not_sent(
    live, tochigi, kagawa, observer, secretariat, way
):
    actions.follow("publication", live.pk, by=observer, level="every", now=NOON)
    want(observer, Mailing.AT_ONCE)
    first = say(live, kagawa)
    second = talking.reply(first.thread, by=kagawa, text="続きです", now=NOON)
    tell(now=NOON)
    [letter] = [each for each in write(NOON + PAUSE) if each.to == observer.email]
    {
        "narrowed": lambda: actions.narrow(live, by=tochigi, visibility=Visibility.MEMBERS, reason="見直します"),
        "hidden": lambda: talking.hide(second, by=secretariat, reason="見本の理由"),
        "read": lambda: mark_read(Notice.objects.filter(person=observer, comment=second)),
        "stopped": lambda: Client().post(f"/notices/stop/{stopping.token(observer)}/"),
    }[way]()
    send(letter)
    left = {"narrowed": 0, "hidden": 1, "read": 1, "stopped": 0}[way]
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [letter.message_id] * left
    assert all(message.subject.endswith("（1件）") for message in django_mail.outbox), "what may be said is said"
    assert Letter.objects.filter(pk=letter.pk).count() == left
    assert [each for each in write(MONDAY) if each.to == observer.email] == []


@pytest.mark.parametrize("was_tried", [False, True])
def test_what_may_have_gone_already_is_not_told_in_another_letter(live, tochigi, kagawa, secretariat, was_tried):
    want(tochigi, Mailing.AT_ONCE)
    first = say(live, kagawa)
    second = talking.reply(first.thread, by=kagawa, text="続きです", now=NOON)
    tell(now=NOON)
    [letter] = write(NOON + PAUSE)
    if was_tried:  # and perhaps taken: nobody heard the answer
        Letter.objects.filter(pk=letter.pk).update(tries=1)
    talking.hide(second, by=secretariat, reason="見本の理由", now=NOON)
    send(letter)
    talking.show(second, by=secretariat, now=NOON)
    again = [Notice.objects.filter(letter=each).count() for each in write(MORNING)]
    assert again == ([] if was_tried else [1])
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [letter.message_id]


def test_a_letter_says_how_to_stop_and_keeps_its_id(live, tochigi, kagawa):
    want(tochigi, Mailing.AT_ONCE)
    say(live, kagawa)
    [letter] = write(NOON + PAUSE)
    send(letter)
    send(letter)
    [message] = django_mail.outbox
    address = stopping.address(tochigi)
    assert message.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["Message-ID"] == letter.message_id
    assert address in message.body
    assert message.message().get_content_type() == "text/plain"
    letter.refresh_from_db()
    assert (letter.body, letter.stop_url) == ("", "")


def test_letters_of_other_kinds_cannot_be_stopped(kagawa, secretariat):
    from accounts.actions import invite

    invite(email="new@example.jp", name="見本", organization=kagawa.organization, role="officer", by=secretariat)
    send(Letter.objects.get())
    assert "List-Unsubscribe" not in django_mail.outbox[0].extra_headers


def test_looking_at_the_address_stops_nothing_and_one_press_stops_all(live, tochigi, kagawa):
    want(tochigi, Mailing.DAILY)
    say(live, kagawa)
    client, address = Client(enforce_csrf_checks=True), f"/notices/stop/{stopping.token(tochigi)}/"
    for _ in range(3):
        assert client.get(address).status_code == client.head(address).status_code == 200
    assert {way.mail for way in ways_of(tochigi).values()} == {Mailing.DAILY}
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert tochigi.name not in answer.content.decode()
    assert {way.mail for way in ways_of(tochigi).values()} == {Mailing.NONE}
    assert all(way.is_shown for way in ways_of(tochigi).values())
    assert write(MORNING) == [], "also not what waited"


def test_what_stops_one_mail_stops_no_other_and_opens_nothing(tochigi, kagawa):
    token, other = stopping.token(tochigi), stopping.token(kagawa)
    forged = [token.replace(str(tochigi.pk), str(kagawa.pk), 1), token[:-1], "", "x", f"{tochigi.pk}:", "あ"]
    for wrong in filter(None, forged):
        if wrong != other:
            assert Client().post(f"/notices/stop/{wrong}/").status_code == 404, wrong
    assert {way.mail for way in ways_of(kagawa).values()} != {Mailing.NONE}
    client = Client()
    client.post(f"/notices/stop/{token}/")
    assert client.get("/notices/").status_code == 302, "nobody is signed in by it"


def test_the_link_in_a_letter_survives_signing_in(live, tochigi, kagawa, settings):
    want(tochigi, Mailing.AT_ONCE)
    say(live, kagawa)
    [letter] = write(NOON + PAUSE)
    [path] = re.findall(rf"{re.escape(settings.BASE_URL)}(/notices/\d+/)", letter.body)
    client = Client()
    asked = client.get(path)
    assert asked.status_code == 302
    assert f"next={path}" in asked.headers["location"]
    client.force_login(tochigi)
    assert client.get(path, follow=True).status_code == 200


def test_who_may_not_use_the_portal_gets_no_letter(live, tochigi, kagawa, admin):
    want(tochigi, Mailing.AT_ONCE)
    say(live, kagawa)
    type(tochigi).objects.filter(pk=tochigi.pk).update(is_active=False, suspended_at=NOON, suspended_by=admin)
    assert write(NOON + PAUSE) == []


def test_nothing_that_was_never_to_be_mailed_is_mailed_after_the_settings_change(live, tochigi, kagawa):
    want(tochigi, Mailing.NONE)
    say(live, kagawa)
    want(tochigi, Mailing.DAILY)
    assert write(MORNING) == []
