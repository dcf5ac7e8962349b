"""Days as iCalendar (RFC 5545). Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

_LONGEST = 75
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")

# The standard asks for one component at least: without it a calendar of somebody who has no deadlines would be none.
_JAPAN = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Tokyo",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "TZNAME:JST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Day:
    """One day in Japan; `uid` is the same as long as it is about the same thing."""

    uid: str
    on: date
    title: str
    address: str


def as_ics(days: Iterable[Day], *, name: str, now: datetime) -> bytes:
    """`now` with its time zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//portal//deadlines//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *_JAPAN,
    ]
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for day in days:
        lines += _event(day, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) + b"\r\n" for line in lines)


def _event(day: Day, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(day.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day.on.isoformat().replace('-', '')}"  # without an end it is that whole day
    yield f"SUMMARY:{escaped(day.title)}"
    yield f"URL:{_CONTROL.sub('', day.address)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """As a value of type TEXT; control characters are left out."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_ESCAPED.get(sign, sign) for sign in text)


def folded(line: str) -> bytes:
    """In pieces of 75 octets at most, none of which begins within a character; each but the first after a blank."""
    rest, pieces, room = line.encode(), [], _LONGEST
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(rest[:end])
        rest, room = rest[end:], _LONGEST - 1
    return b"\r\n ".join([*pieces, rest])
