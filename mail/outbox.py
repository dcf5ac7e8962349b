"""Writes letters and sends them: the row first, the delivery afterwards by the worker."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import make_msgid
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

import clock
from mail.models import Letter

logger = logging.getLogger("mail")
_AT_ONCE = 50


class NotSent(Exception):
    """The mail server did not take the letter; it waits for its next try."""


@cache
def _asked_at_sending() -> dict[str, Callable[[Letter], bool]]:
    return {kind: import_string(path) for kind, path in settings.MAIL_ASKED_AT_SENDING.items()}


def write(kind: str, *, to: str, context: Mapping[str, object], about: str = "", now: datetime | None = None) -> Letter:
    """Write a letter from `templates/email/<kind>.txt` (its first line is the subject) and enqueue its delivery."""
    text = render_to_string(
        f"email/{kind}.txt", {"base_url": settings.BASE_URL, "contact": settings.CONTACT, **context}
    )
    subject, _, body = text.strip().partition("\n")
    return post(kind, to=to, subject=" ".join(subject.split()), body=body.strip() + "\n", about=about, now=now)


def post(kind: str, *, to: str, subject: str, body: str, about: str = "", now: datetime | None = None) -> Letter:
    """Write a letter whose words are made already and enqueue its delivery in the same transaction."""
    from mail.tasks import deliver  # noqa: PLC0415  the task calls back into this module

    now = now or clock.now()
    with transaction.atomic():
        letter = Letter.objects.create(
            kind=kind,
            to=to,
            about=about,
            subject=subject[:200],
            body=body,
            message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost"),
            created_at=now,
            next_try_at=now,
        )
        deliver.enqueue(letter.pk)
    return letter


def send(letter_id: int, *, now: datetime | None = None) -> None:
    """Send one letter; nothing when it is sent, gone or not due. Raises NotSent when the server does not take it.

    Some kinds ask first whether the receiver may still have it (MAIL_ASKED_AT_SENDING); else nothing of it is kept.
    Its words are not kept after that: an invitation's or a new password's link must not lie readable in the database.
    """
    now = now or clock.now()
    letter = _taken(letter_id, now)
    if letter is None:
        return
    may_go = _asked_at_sending().get(letter.kind)
    if may_go is not None and not may_go(letter):
        letter.delete()
        return
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except Exception as problem:  # a server that is down, a refused address: whatever it is, the letter waits
        _note_failure(letter, type(problem).__name__, now)
        raise NotSent(type(problem).__name__) from problem
    Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now(), given_up_at=None, last_problem="", body="")


def send_waiting(*, now: datetime) -> int:
    """Send what is due; returns how many letters went. After a failure the rest waits for the next look.

    A server that is down takes its time to say so, and other work waits; the letter that failed steps back by itself.
    """
    sent = 0
    for letter_id in list(Letter.objects.due(now).order_by("next_try_at").values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            send(letter_id, now=now)
        except NotSent as problem:
            logger.warning("letter %d not sent: %s", letter_id, problem)
            break
        sent += 1
    return sent


def wait_before(tries: int) -> timedelta:
    """A minute after the first try, then twice as long each time, at most an hour."""
    return timedelta(minutes=min(2 ** (tries - 1), 60))


def _taken(letter_id: int, now: datetime) -> Letter | None:
    """A due letter, its next try moved on, so that nobody else sends it meanwhile and a kill costs only the wait."""
    letter = Letter.objects.due(now).filter(pk=letter_id).first()
    if letter is None:
        return None
    tries = letter.tries + 1
    untouched = Letter.objects.waiting().filter(pk=letter_id, tries=letter.tries)
    return letter if untouched.update(tries=tries, next_try_at=now + wait_before(tries)) else None


def _note_failure(letter: Letter, problem: str, now: datetime) -> None:
    """Past its days it is given up: the row stays and says so, the words and their link go."""
    row = Letter.objects.waiting().filter(pk=letter.pk)
    if letter.created_at > now - timedelta(days=settings.LIMITS.mail_days):
        row.update(last_problem=problem)
        return
    row.update(last_problem=problem, given_up_at=now, body="")
    logger.error("letter %d given up after %d tries: %s", letter.pk, letter.tries + 1, problem)
