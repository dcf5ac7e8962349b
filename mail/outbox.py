"""Writes letters and sends them: the row first, the delivery afterwards by the worker."""

import smtplib
from collections.abc import Mapping
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string

import clock
from mail.models import Letter


class NotSent(Exception):
    """The mail server did not take the letter; the task is tried again."""


def write(kind: str, *, to: str, context: Mapping[str, object], now: datetime | None = None) -> Letter:
    """Write a letter from `templates/email/<kind>.txt` (its first line is the subject) and enqueue its delivery."""
    text = render_to_string(f"email/{kind}.txt", {"base_url": settings.BASE_URL, **context})
    subject, _, body = text.strip().partition("\n")
    return post(kind, to=to, subject=" ".join(subject.split()), body=body.strip() + "\n", now=now)


def post(kind: str, *, to: str, subject: str, body: str, now: datetime | None = None) -> Letter:
    """Write a letter whose words are made already and enqueue its delivery in the same transaction."""
    from mail.tasks import deliver  # noqa: PLC0415  the task calls back into this module

    with transaction.atomic():
        letter = Letter.objects.create(
            kind=kind,
            to=to,
            subject=subject[:200],
            body=body,
            message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost"),
            created_at=now or clock.now(),
        )
        deliver.enqueue(letter.pk)
    return letter


def send(letter_id: int) -> None:
    """Send one letter; nothing when it is sent already or gone. Raises NotSent when the server does not take it.

    Its words are not kept after that: an invitation's or a new password's link must not lie readable in the database.
    """
    letter = Letter.objects.filter(pk=letter_id, sent_at=None).first()
    if letter is None:
        return
    Letter.objects.filter(pk=letter.pk).update(tries=F("tries") + 1)
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as problem:
        Letter.objects.filter(pk=letter.pk).update(last_problem=type(problem).__name__)
        raise NotSent(type(problem).__name__) from problem
    Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now(), last_problem="", body="")
