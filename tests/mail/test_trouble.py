"""A mail server that is slow, cuts off or refuses: nobody waits for it, and what it may have taken stays one mail."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

import clock
from mail import outbox
from mail.models import SLOW, Letter
from mail.tasks import deliver
from posting.once import fresh_key
from tests.mail import smtp_server as smtp

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 7, 1, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def server(settings) -> Iterator[smtp.SmtpServer]:
    server = smtp.SmtpServer()
    server.open()
    options = {"host": "127.0.0.1", "port": server.port, "timeout": 2}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield server
    server.close()


def post(number: int = 0, to: str = "tochigi@example.jp") -> Letter:
    return outbox.post("test", to=to, subject=f"見本{number}", body="見本\n", now=NOW)


def arrived(server: smtp.SmtpServer) -> list[str]:
    return [mail.message["Message-ID"] for mail in server.taken]


def test_what_arrives_is_what_was_written(server):
    letter = post()
    outbox.send(letter.pk)
    [mail] = server.taken
    assert mail.to == ["tochigi@example.jp"]
    assert mail.message["Subject"] == "見本0"
    assert mail.message["Message-ID"] == letter.message_id
    assert mail.message.get_content().strip() == "見本"


def test_a_mail_whose_answer_was_cut_off_is_repeated_under_its_own_id(server):
    letter = post()
    server.manner = smtp.CUT_TAKEN
    with pytest.raises(outbox.NotSent):
        outbox.send(letter.pk, now=NOW)
    server.manner = smtp.HONEST
    assert outbox.send_waiting(now=NOW + timedelta(minutes=1)) == 1
    assert arrived(server) == [letter.message_id] * 2


@pytest.mark.parametrize("manner", [smtp.CUT_UNTAKEN, smtp.UNWILLING, smtp.BUSY])
def test_what_was_not_taken_goes_later_once(server, manner):
    letter = post()
    server.manner = manner
    with pytest.raises(outbox.NotSent):
        outbox.send(letter.pk, now=NOW)
    server.manner = smtp.HONEST
    assert outbox.send_waiting(now=NOW + timedelta(minutes=1)) == 1
    assert arrived(server) == [letter.message_id]


def test_a_connection_that_ends_after_the_answer_changes_nothing(server):
    letter = post()
    server.manner = smtp.CUT_ANSWERED
    outbox.send(letter.pk, now=NOW)
    assert outbox.send_waiting(now=NOW + timedelta(days=1)) == 0
    assert arrived(server) == [letter.message_id]


def test_a_kill_while_the_server_has_it_repeats_it_after_the_time_that_one_letter_may_take(server, monkeypatch):
    letter = post()

    class Killed(BaseException):
        pass

    def kill(*_arguments, **_fields):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("mail.outbox.Letter.objects.filter", kill)  # what would say that it went
        with pytest.raises(Killed):
            outbox.send(letter.pk, now=NOW)
    assert arrived(server) == [letter.message_id]
    assert outbox.send_waiting(now=NOW + timedelta(minutes=4)) == 0, "another worker may still have it in hand"
    assert outbox.send_waiting(now=NOW + timedelta(minutes=5)) == 1
    assert arrived(server) == [letter.message_id] * 2


def test_while_the_server_is_in_trouble_new_letters_do_not_wait_for_it(server):
    server.manner = smtp.BUSY
    for number in range(5):
        deliver.call(post(number).pk)
    assert sorted(Letter.objects.values_list("tries", flat=True)) == [0, 0, 0, 0, 1]
    server.manner = smtp.HONEST
    assert outbox.send_waiting(now=NOW + timedelta(minutes=2)) == 5
    assert len(set(arrived(server))) == 5


def test_a_slow_server_is_trouble_too_and_takes_a_part_of_each_minute_only(server, monkeypatch):
    monkeypatch.setattr(outbox, "_SLOW_AFTER", 0.1)
    monkeypatch.setattr(outbox, "_SECONDS", 0.1)
    server.manner, server.delay = smtp.SLOW, 0.02
    deliver.call(post().pk)
    assert Letter.objects.get().last_problem == SLOW
    for number in range(1, 5):
        deliver.call(post(number).pk)
    assert len(server.taken) == 1
    assert outbox.send_waiting(now=NOW + timedelta(minutes=2)) == 1, "then the others have their turn"


def test_nobody_who_acts_waits_for_the_server(server, secretariat, kagawa):
    """What they cause to be mailed is a row; nobody has spoken to the server when the page answers."""
    client = Client()
    client.force_login(secretariat)
    fields = {"once": fresh_key(), "email": "new@example.jp", "name": "見本", "role": "officer"}
    answer = client.post("/manage/members/invite/", {**fields, "organization": kagawa.organization_id})
    assert answer.status_code == 302
    Client().post("/password/reset/", {"email": kagawa.email})
    assert Letter.objects.waiting().count() == 2
    assert server.visits == 0


def test_an_address_that_is_refused_is_shown_and_holds_up_no_other(server):
    server.refused = {"gone@example.jp": "550 5.1.1 no such user", "full@example.jp": "452 4.2.2 full"}
    gone, full, other = post(0, "gone@example.jp"), post(1, "full@example.jp"), post(2)
    assert outbox.send_waiting(now=NOW + timedelta(seconds=10)) == 1
    assert not outbox.is_troubled(NOW + timedelta(seconds=10))
    for letter in (gone, full, other):
        letter.refresh_from_db()
    assert other.sent_at is not None
    assert (gone.returned_words, bool(gone.returned_at)) == ("550 5.1.1 no such user", True)
    assert (full.returned_words, full.returned_at) == ("", None), "it may be taken later"
    server.refused = {}
    assert outbox.send_waiting(now=NOW + timedelta(minutes=10)) == 2
    gone.refresh_from_db()
    assert gone.returned_at is None, "the server was set up wrongly, as it turned out"
