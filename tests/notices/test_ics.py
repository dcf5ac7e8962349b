"""iCalendar as it is written: every line within its 75 octets, no character cut, every text read back as it was."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from notices.feeds.ics import Day, as_ics, escaped, folded

NOW = datetime(2024, 7, 16, 3, 4, 5, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
days = st.builds(Day, uid=st.uuids().map(str), on=st.dates(), title=texts, address=st.just("https://portal.example/"))


def unfolded(raw: bytes) -> list[str]:
    """Lines as a calendar program reads them."""
    assert raw.endswith(b"\r\n")
    return raw.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def read(value: str) -> str:
    """A value of type TEXT, read."""
    found, signs = "", iter(value)
    for sign in signs:
        if sign == "\\":
            following = next(signs)
            found += "\n" if following in "nN" else following
        else:
            assert sign not in ";,"
            found += sign
    return found


def kept(text: str) -> str:
    """With its line ends, without other control characters."""
    one_way = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in one_way if sign == "\n" or (sign >= " " and sign != "\x7f"))


def events(raw: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in unfolded(raw):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(name, value)
    return found


@given(texts)
def test_a_line_is_folded_between_characters_and_unfolds_to_itself(line):
    line = line.replace("\r", "").replace("\n", "")
    pieces = folded(line).split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert [piece.decode() for piece in pieces]
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == line


@given(texts)
def test_a_text_is_read_back_without_its_control_characters(text):
    assert read(escaped(text)) == kept(text)
    assert "\n" not in escaped(text)


@given(st.lists(days, max_size=4), texts)
def test_whatever_it_is_about_a_calendar_has_its_lines_and_nothing_between_them(given_days, name):
    raw = as_ics(given_days, name=name, now=NOW)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n")
    lines = unfolded(raw)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert [line for line in lines if line.startswith("BEGIN:VEVENT")] == ["BEGIN:VEVENT"] * len(given_days)
    for event, day in zip(events(raw), given_days, strict=True):
        assert event["UID"] == day.uid
        assert event["DTSTAMP"] == "20240716T030405Z"
        assert date.fromisoformat(event["DTSTART;VALUE=DATE"]) == day.on
        assert read(event["SUMMARY"]) == kept(day.title)


def test_a_calendar_without_days_has_a_component_all_the_same():
    """RFC 5545, 3.6: at least one."""
    lines = unfolded(as_ics([], name="期限", now=NOW))
    assert "BEGIN:VTIMEZONE" in lines
    assert lines[1:3] == ["VERSION:2.0", "PRODID:-//portal//deadlines//JA"]
