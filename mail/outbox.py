"""Writes letters and sends them: the row first, the delivery afterwards by the worker."""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

import clock
from mail import bounces
from mail.models import SLOW, Letter

logger = logging.getLogger("mail")
_AT_ONCE = 50
_SECONDS = 20  # of a minute; other work has the rest
_SLOW_AFTER = 5  # seconds
_IN_HAND = timedelta(minutes=5)
"""Longer than a mail server may take over one letter: until then no other worker takes it up."""
_TROUBLED_FOR = timedelta(minutes=1)


class NotSent(Exception):
    """The mail server did not take the letter; it waits for its next try."""


class AddressRefused(NotSent):
    """It is the address: the server takes letters to others."""


class Unasked(NotSent):
    """Whether it may go could not be found out: the server has nothing to do with it."""


@cache
def _asked_at_sending() -> dict[str, Callable[[Letter], bool]]:
    return {kind: import_string(path) for kind, path in settings.MAIL_ASKED_AT_SENDING.items()}


def write(
    kind: str,
    *,
    to: str,
    context: Mapping[str, object],
    about: str = "",
    stop_url: str = "",
    now: datetime | None = None,
) -> Letter:
    """Write a letter from `templates/email/<kind>.txt` (its first line is the subject) and enqueue its delivery.

    `stop_url`: where its receiver stops letters of this kind, with one press and without signing in (RFC 8058).
    """
    subject, body = _words(kind, stop_url=stop_url, context=context)
    return post(kind, to=to, subject=subject, body=body, about=about, stop_url=stop_url, now=now)


def rewrite(letter: Letter, *, context: Mapping[str, object]) -> None:
    """Other words for the same letter: under its Message-ID, for it may have gone out already as it was."""
    letter.subject, letter.body = _words(letter.kind, stop_url=letter.stop_url, context=context)
    letter.save(update_fields=["subject", "body"])


def _words(kind: str, *, stop_url: str, context: Mapping[str, object]) -> tuple[str, str]:
    text = render_to_string(
        f"email/{kind}.txt",
        {"base_url": settings.BASE_URL, "contact": settings.CONTACT, "stop_url": stop_url, **context},
    )
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"


def post(
    kind: str,
    *,
    to: str,
    subject: str,
    body: str,
    about: str = "",
    stop_url: str = "",
    now: datetime | None = None,
) -> Letter:
    """Write a letter whose words are made already and enqueue its delivery in the same transaction."""
    from mail.tasks import deliver  # noqa: PLC0415  the task calls back into this module

    now = now or clock.now()
    with transaction.atomic():
        letter = Letter.objects.create(
            kind=kind,
            to=to,
            about=about,
            stop_url=stop_url,
            subject=subject[:200],
            body=body,
            message_id=f"<{secrets.token_urlsafe(18)}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>",
            created_at=now,
            next_try_at=now,
        )
        deliver.enqueue(letter.pk)
    return letter


def send(letter_id: int, *, now: datetime | None = None) -> None:
    """Send one letter; nothing when it is sent, gone or not due. Raises NotSent when the server does not take it.

    Some kinds ask first whether the receiver may still have it (MAIL_ASKED_AT_SENDING); else nothing of it is kept.
    That it is tried is written before, that it went afterwards: a kill in between repeats a letter and never loses one.
    Its words are not kept after that: an invitation's or a new password's link must not lie readable in the database.
    """
    now = now or clock.now()
    letter = _taken(letter_id, now)
    if letter is None:
        return
    if not _may_go(letter, now):
        letter.delete()
        return
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        headers=_headers(letter),
    )
    began = time.monotonic()
    try:
        message.send()
    except Exception as failure:  # a server that is down, a refused address: whatever it is, the letter waits
        _note_failure(letter, failure, now)
        sort = AddressRefused if isinstance(failure, SMTPRecipientsRefused) else NotSent
        raise sort(type(failure).__name__) from failure
    problem = SLOW if time.monotonic() > began + _SLOW_AFTER else ""
    gone = {"body": "", "stop_url": "", "returned_at": None, "returned_words": ""}
    Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now(), given_up_at=None, last_problem=problem, **gone)


def _may_go(letter: Letter, now: datetime) -> bool:
    """What cannot be asked about waits as if the server had refused it, and keeps no other letter back."""
    asked = _asked_at_sending().get(letter.kind)
    try:
        return asked is None or asked(letter)
    except Exception as failure:
        _note_failure(letter, failure, now)
        raise Unasked(type(failure).__name__) from failure


def _headers(letter: Letter) -> dict[str, str]:
    headers = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def send_waiting(*, now: datetime) -> int:
    """Send what is due; returns how many letters went. After a failure or some seconds the rest waits for the next.

    A server that is down or slow takes its time, and other work waits; the letter that failed steps back by itself.
    """
    sent, until = 0, time.monotonic() + _SECONDS
    for letter_id in list(Letter.objects.due(now).order_by("next_try_at").values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            send(letter_id, now=now)
            sent += 1
        except (AddressRefused, Unasked) as problem:
            logger.warning("letter %d not sent: %s", letter_id, problem)
        except NotSent as problem:
            logger.warning("letter %d not sent: %s", letter_id, problem)
            break
        if time.monotonic() > until:
            break
    return sent


def is_troubled(now: datetime) -> bool:
    """The server was down or slow a moment ago: who has a new letter leaves it to `send_waiting`."""
    return Letter.objects.of_trouble(now - _TROUBLED_FOR).exists()


def wait_before(tries: int) -> timedelta:
    """A minute after the first try, then twice as long each time, at most an hour."""
    return timedelta(minutes=min(2 ** (tries - 1), 60))


def _taken(letter_id: int, now: datetime) -> Letter | None:
    """A due letter, its next try moved on, so that nobody else sends it meanwhile and a kill costs only the wait.

    `tries` says how often it was tried before: from one on it may have gone already, and only the answer was lost.
    """
    letter = Letter.objects.due(now).filter(pk=letter_id).first()
    if letter is None:
        return None
    untouched = Letter.objects.waiting().filter(pk=letter_id, tries=letter.tries)
    taken = untouched.update(tries=letter.tries + 1, tried_at=now, next_try_at=now + _IN_HAND)
    return letter if taken else None


def _note_failure(letter: Letter, problem: Exception, now: datetime) -> None:
    """Past its days it is given up: the row stays and says so, the words and their link go."""
    row, name = Letter.objects.waiting().filter(pk=letter.pk), type(problem).__name__
    said = {"last_problem": name, **_refusal(problem, now)}
    if letter.created_at > now - timedelta(days=settings.LIMITS.mail_days):
        row.update(next_try_at=now + wait_before(letter.tries + 1), **said)
        return
    row.update(given_up_at=now, body="", stop_url="", **said)
    logger.error("letter %d given up after %d tries: %s", letter.pk, letter.tries + 1, name)


def _refusal(problem: Exception, now: datetime) -> dict[str, object]:
    """An address that is refused for good is shown like one whose letters come back; it is tried on all the same.

    A server that is set up wrongly refuses every address in the same words, until somebody sees to it.
    """
    if not isinstance(problem, SMTPRecipientsRefused):
        return {}
    for code, words in problem.recipients.values():
        if 500 <= code < 600:
            return {"returned_at": now, "returned_words": bounces.short(f"{code} {words.decode(errors='replace')}")}
    return {}
