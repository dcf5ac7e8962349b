"""Letters are rows first, and nobody waits for the mail server."""

import email
import email.policy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.apps import apps
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.db import connection
from django_tasks_db.models import DBTaskResult

import clock
from accounts import actions
from mail import outbox
from mail.models import Letter
from mail.tasks import deliver

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 7, 1, 3, tzinfo=UTC)


def post(**fields) -> Letter:
    return outbox.post(
        "test", **{"to": "tochigi@example.jp", "subject": "見本の件名", "body": "見本の本文\n", **fields}
    )


def test_a_letter_is_written_and_its_delivery_enqueued():
    letter = post()
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs["args"]) == ("mail.tasks.deliver", [letter.pk])


def test_sending_twice_sends_once_and_keeps_the_message_id():
    letter = post()
    outbox.send(letter.pk)
    outbox.send(letter.pk)
    [message] = django_mail.outbox
    assert message.extra_headers["Message-ID"] == letter.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_letter_that_is_gone_is_nobodys_problem():
    letter = post()
    Letter.objects.all().delete()
    outbox.send(letter.pk)
    assert django_mail.outbox == []


def test_a_refusal_keeps_the_letter_and_says_so(settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 2},
        }
    }
    letter = post()
    with pytest.raises(outbox.NotSent):
        outbox.send(letter.pk)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.tries, letter.last_problem) == (None, 1, "ConnectionRefusedError")
    assert letter.body == "見本の本文\n"


def test_what_was_sent_is_not_kept(secretariat, kagawa):
    """The link of an invitation opens an account: it is in the letter, and then nowhere in the database."""
    token = actions.invite(
        email="new@example.jp", name="見本 新人", organization=kagawa.organization, role="officer", by=secretariat
    )
    letter = Letter.objects.get()
    outbox.send(letter.pk)
    assert token in django_mail.outbox[0].body
    kept = [
        value
        for model in apps.get_models()
        for row in model._base_manager.values_list()
        for value in row
        if token in str(value)
    ]
    assert kept == []


@pytest.fixture
def server(settings):
    """Nobody answers until `settings.MAILERS` is set back."""
    whole = settings.MAILERS
    smtp = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
    settings.MAILERS = {"default": {**smtp, "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 2}}}
    return whole


def test_an_outage_of_a_day_loses_nothing(server, settings, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    letters = [post(now=NOW) for _ in range(3)]
    for letter in letters:
        deliver.call(letter.pk)
    for minute in range(0, 24 * 60, 5):
        outbox.send_waiting(now=NOW + timedelta(minutes=minute))
    assert Letter.objects.waiting().exclude(body="").count() == 3
    settings.MAILERS = server
    assert outbox.send_waiting(now=NOW + timedelta(hours=25)) == 3
    assert {message.extra_headers["Message-ID"] for message in django_mail.outbox} == {
        letter.message_id for letter in letters
    }
    assert outbox.send_waiting(now=NOW + timedelta(hours=30)) == 0


def test_each_failure_waits_longer_up_to_an_hour(server):
    letter, now, waits = post(now=NOW), NOW, []
    for _ in range(8):
        with pytest.raises(outbox.NotSent):
            outbox.send(letter.pk, now=now)
        outbox.send(letter.pk, now=now)  # not due: not tried
        letter.refresh_from_db()
        waits.append((letter.next_try_at - now).total_seconds() / 60)
        now = letter.next_try_at
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert letter.tries == 8


def test_what_is_given_up_loses_its_words_and_keeps_a_mark(server, settings):
    letter = post(now=NOW, body="https://portal.example.jp/invite/secret/")
    last = NOW + timedelta(days=settings.LIMITS.mail_days)
    outbox.send_waiting(now=last - timedelta(hours=2))
    letter.refresh_from_db()
    assert (letter.given_up_at, bool(letter.body)) == (None, True)
    outbox.send_waiting(now=last)
    letter.refresh_from_db()
    assert (letter.given_up_at, letter.body, letter.last_problem) == (last, "", "ConnectionRefusedError")
    assert [*Letter.objects.given_up()] == [letter]
    settings.MAILERS = server
    assert outbox.send_waiting(now=last + timedelta(days=1)) == 0
    assert django_mail.outbox == []


def test_a_letter_that_nobody_takes_stops_no_other(monkeypatch):
    post(now=NOW, to="refused@example.jp")
    for number in range(3):
        post(now=NOW + timedelta(seconds=number + 1))
    whole = EmailMessage.send

    def send(message: EmailMessage) -> int:
        if message.to == ["refused@example.jp"]:
            raise SMTPRecipientsRefused({})
        return whole(message)

    monkeypatch.setattr(EmailMessage, "send", send)
    assert [outbox.send_waiting(now=NOW + timedelta(seconds=seconds)) for seconds in (30, 40)] == [3, 0]


def test_two_workers_send_one_letter_once(monkeypatch):
    letter = post(now=NOW)
    whole = EmailMessage.send

    def send(message: EmailMessage) -> int:
        outbox.send_waiting(now=NOW + timedelta(seconds=30))  # another worker looks while this one speaks to the server
        return whole(message)

    monkeypatch.setattr(EmailMessage, "send", send)
    outbox.send(letter.pk, now=NOW)
    assert len(django_mail.outbox) == 1


def test_the_look_for_what_waits_uses_its_index():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole, whatever indexes there are")
    plan = Letter.objects.due(NOW).order_by("next_try_at").explain()
    assert "mail_letter_waiting" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("evil", ["件名\r\nBcc: evil@example.com", "件名\nX: y", "件名\x00"])
def test_a_subject_cannot_smuggle_headers(evil):
    letter = post(subject=" ".join(evil.split()).replace("\x00", ""))
    outbox.send(letter.pk)
    [message] = django_mail.outbox
    assert message.bcc == []
    assert "\n" not in message.subject


def test_the_folder_backend_writes_files_that_mail_programs_open(settings, tmp_path: Path):
    settings.MAILERS = {
        "default": {"BACKEND": "mail.backends.FolderBackend", "OPTIONS": {"folder": str(tmp_path / "mail")}}
    }
    outbox.send(post().pk)
    [path] = (tmp_path / "mail").glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "見本の件名"
    assert message["To"] == "tochigi@example.jp"
    assert message.get_content().strip() == "見本の本文"


def test_a_letter_in_the_folder_can_be_read_without_a_mail_program(settings, tmp_path: Path, secretariat, kagawa):
    settings.MAILERS = {
        "default": {"BACKEND": "mail.backends.FolderBackend", "OPTIONS": {"folder": str(tmp_path / "mail")}}
    }
    token = actions.invite(
        email="new@example.jp", name="見本 新人", organization=kagawa.organization, role="officer", by=secretariat
    )
    outbox.send(Letter.objects.get().pk)
    [path] = (tmp_path / "mail").glob("*.eml")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert f"{settings.BASE_URL}/invite/{token}/" in lines
    assert "Subject: 生成AI知見共有ポータルへの招待" in lines
