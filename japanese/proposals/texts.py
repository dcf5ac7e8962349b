"""What the first pages of a document say about it, line by line: cover, stamp, label; not what sentences mention."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from japanese.proposals.bodies import find_prefectures
from japanese.proposals.dates import find_dates
from japanese.proposals.folded import Folded
from japanese.proposals.kinds import find_kinds
from japanese.proposals.languages import language_of_text
from japanese.proposals.marks import find_stamps
from japanese.proposals.model import DATES, Field, Found, Proposal, Sureness
from japanese.proposals.offices import find_contacts, find_section
from japanese.proposals.titles import is_kind_word, title_of_page
from japanese.proposals.versions import find_stages, find_versions

_AROUND = re.compile(r"[\s()【】\[\]「」・、,]|付け?|\([月火水木金土日]\)|発行|作成|版")
_TOP = 8  # lines that are a title block
_COVER = 40  # lines of the first page that may be its cover
_SHORT = 40  # characters of a line that is no sentence
_MOST_PREFECTURES = 3  # a page with more is a list of them

type Line = tuple[int, str]  # where it begins in the folded page, its words


def read_pages(pages: Iterable[tuple[int, str]]) -> tuple[Proposal, ...]:
    """(number, text) of the first pages, and of the last one if it is given; best first within a field."""
    found: list[Proposal] = []
    for number, source in pages:
        folded = Folded(source)
        found += (
            Proposal(one.field, one.value, folded.place(one.start, one.end, number), one.sureness, one.reason)
            for one in _read_page(folded, number)
        )
    order = list(Field)
    found.sort(key=lambda one: (order.index(one.field), one.sureness is Sureness.LIKELY))
    return tuple(_once(found))


def _once(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """The same value of the same field only at its best place."""
    seen = set()
    for one in found:
        if (one.field, one.value) not in seen:
            seen.add((one.field, one.value))
            yield one


def _read_page(folded: Folded, number: int) -> Iterator[Found]:
    text = folded.text
    lines = list(_lines(text))
    for line in lines:
        yield from _moved(find_stamps(line[1], circled="㊙" in folded.source), line)
        yield from _labelled_dates(line, is_first=number == 1)
    yield from find_contacts(text)
    if number != 1:
        return
    yield from language_of_text(text)
    cover = [line for line in lines if line[1].strip()][:_COVER]
    for index, line in enumerate(cover):
        yield from _cover_dates(line, is_top=index < _TOP)
        yield from _moved(find_section(line[1]), line)
        if len(line[1]) <= _SHORT and "。" not in line[1]:
            yield from _moved(find_versions(line[1]), line)
            yield from _stages_of(line)
    yield from _prefectures_of(cover)
    title = title_of_page(cover)
    if title:
        yield title
    yield from _kinds_of(text, title, cover)


def _kinds_of(text: str, title: Found | None, cover: Iterable[Line]) -> Iterator[Found]:
    """By the title; where that does not say it, by the first line that says nothing else (報道発表資料)."""
    found = list(_moved(find_kinds(text[title.start : title.end]), (title.start, ""))) if title else []
    if not found:
        line = next((line for line in list(cover)[:_TOP] if is_kind_word(line[1])), None)
        found = list(_moved(find_kinds(line[1]), line)) if line else []
    for one in found:
        yield replace(one, sureness=Sureness.LIKELY)


def _lines(text: str) -> Iterator[Line]:
    position = 0
    for line in text.split("\n"):
        yield position, line
        position += len(line) + 1


def _moved(found: Iterable[Found], line: Line) -> Iterator[Found]:
    for one in found:
        yield replace(one, start=one.start + line[0], end=one.end + line[0])


def _dates(text: str) -> list[Found]:
    return [one for one in find_dates(text) if isinstance(one, Found) and one.field in DATES]


def _labelled_dates(line: Line, *, is_first: bool) -> Iterator[Found]:
    """Dates whose line says what they are of; after the first page that is less sure, and 時点 is that of a figure."""
    position, text = line
    if len(text) > 2 * _SHORT or "。" in text:
        return
    for one in _dates(text):
        if one.field is Field.DATE or (one.field is Field.AS_OF and not is_first):
            continue
        sureness = one.sureness if is_first else Sureness.LIKELY
        yield replace(one, start=one.start + position, end=one.end + position, sureness=sureness)


def _cover_dates(line: Line, *, is_top: bool) -> Iterator[Found]:
    """A date that has its line to itself, or ends one of the first lines."""
    position, text = line
    if len(text) > 2 * _SHORT or "。" in text:
        return
    dates = _dates(text)
    if len(dates) != 1 or dates[0].field is not Field.DATE or len(dates[0].value) < len("2023-08"):
        return
    [one] = dates
    is_alone = len(_AROUND.sub("", text[: one.start] + text[one.end :])) <= 12
    if is_alone or (is_top and not _AROUND.sub("", text[one.end :])):
        yield replace(
            one, start=one.start + position, end=one.end + position, sureness=Sureness.LIKELY, reason="表紙の日付"
        )


def _stages_of(line: Line) -> Iterator[Found]:
    for one in find_stages(line[1]):
        if len(line[1].strip()) <= _SHORT:
            yield replace(one, start=one.start + line[0], end=one.end + line[0], sureness=Sureness.LIKELY)


def _prefectures_of(cover: Iterable[Line]) -> Iterator[Found]:
    """Only at the head of a short line, or as the address of a site; a page that lists many says nothing."""
    found = []
    for position, text in cover:
        stripped = text.lstrip(" 【[(「■●○")
        offset = len(text) - len(stripped)
        for one in find_prefectures(text, is_name=False):
            is_head = one.start == offset and _is_heading(text, one.end)
            if isinstance(one, Found) and (is_head or "アドレス" in one.reason):
                found.append(replace(one, start=one.start + position, end=one.end + position))
    if 0 < len(Counter(one.value for one in found)) <= _MOST_PREFECTURES:
        yield from found


def _is_heading(text: str, end: int) -> bool:
    """Whether a line that begins with a name, up to `end`, is no sentence about it."""
    if "。" in text or "、" in text or len(text) > 2 * _SHORT:
        return False
    return len(text) <= _SHORT or text[end : end + 1] not in {*"やのはでがとにもを"}
