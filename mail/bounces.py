"""Letters that come back: what a mail server reports (RFC 3464) is noted on the letter, and shown. It stops no mail."""

import email
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message

from django.conf import settings

from mail.models import Letter

MOST_BYTES = 1024 * 1024
"""Of one report; what comes after it is the letter itself, which we have."""
_BELIEVED_FOR = timedelta(days=14)
_RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
_WORDS = 200


@dataclass(frozen=True)
class Failure:
    """One letter that one receiver did not get."""

    message_id: str
    receiver: str
    words: str


def failures(report: bytes) -> Iterator[Failure]:
    """What the report says; nothing of what is no such report, or says only that it will be tried again."""
    whole = email.message_from_bytes(report[:MOST_BYTES])
    if whole.get_content_type() != "multipart/report" or not whole.is_multipart():
        return
    parts = {part.get_content_type(): part for part in reversed(_parts(whole))}
    status = parts.get("message/delivery-status")
    returned = next((part for kind, part in parts.items() if kind in _RETURNED), None)
    if status is None or returned is None:
        return
    message_id = _header(_returned_headers(returned), "Message-ID")
    for receiver in _parts(status)[1:]:  # the first tells of the report itself
        if message_id and _header(receiver, "Action").lower() == "failed":
            why = _header(receiver, "Diagnostic-Code").partition(";")[2] or _header(receiver, "Status")
            yield Failure(message_id, _header(receiver, "Final-Recipient").rpartition(";")[2].strip(), short(why))


def take(report: bytes, *, now: datetime) -> int:
    """Note what it says; returns for how many letters. What names no letter of these days changes nothing.

    A letter is named by its Message-ID, and that can only be known from the mail itself.
    """
    noted = 0
    for failure in failures(report):
        letter = Letter.objects.filter(message_id=failure.message_id, to__iexact=failure.receiver, returned_at=None)
        believed = letter.filter(created_at__gte=now - _BELIEVED_FOR)
        noted += believed.update(returned_at=now, returned_words=failure.words)
    return noted


def returned(addresses: Collection[str], *, now: datetime) -> dict[str, Letter]:
    """The last letter to each of these addresses that came back of late."""
    since = now - timedelta(days=settings.LIMITS.returned_days)
    found = Letter.objects.returned_since(since).filter(to__in=addresses).order_by("returned_at", "pk")
    return {letter.to: letter for letter in found.only("to", "returned_at", "returned_words")}


def returned_to(address: str, *, now: datetime) -> Letter | None:
    return returned([address], now=now).get(address)


def short(words: str) -> str:
    return _plain(words)[:_WORDS]


def _plain(words: str) -> str:
    """A stranger's words in one line, without what could change how the line is read or cannot be stored."""
    return " ".join("".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in words).split())


def _parts(whole: "Message[str, str]") -> "list[Message[str, str]]":
    given = whole.get_payload()
    return [part for part in given if isinstance(part, Message)] if isinstance(given, list) else []


def _returned_headers(part: "Message[str, str]") -> "Message[str, str]":
    if inner := _parts(part):
        return inner[0]
    content = part.get_payload(decode=True)
    return email.message_from_bytes(content if isinstance(content, bytes) else b"")


def _header(part: "Message[str, str]", name: str) -> str:
    return _plain(str(part.get(name, "")))
