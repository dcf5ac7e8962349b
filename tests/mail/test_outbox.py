"""Letters are rows first, and nobody waits for the mail server."""

import email
import email.policy
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail as django_mail
from django_tasks_db.models import DBTaskResult

from accounts import actions
from mail import outbox
from mail.models import Letter

pytestmark = pytest.mark.django_db


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
