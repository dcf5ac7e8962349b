"""A text as HTML with words marked: escaped first, marked after."""

from collections.abc import Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.answers.marks import Spans, spans, spans_of_letters
from search.query import Query

_BETWEEN = "\n\n"  # texts are looked through in one go; no word goes on behind an empty line


def marked(text: str, spans: Spans) -> SafeString:
    """A mark ends with its line, so that lines may become paragraphs."""
    if not spans:
        return escape(text)
    pieces: list[str] = []
    place = 0
    for begin, end in spans:
        lines = (escape(line) for line in text[begin:end].split("\n"))
        pieces += escape(text[place:begin]), "\n".join(f"<mark>{line}</mark>" if line else "" for line in lines)
        place = end
    return mark_safe("".join([*pieces, escape(text[place:])]))  # noqa: S308  every piece is escaped above


def marks_in(texts: Iterable[str], query: Query, *, by_letters: bool = False) -> Mapping[str, Spans]:
    """Text → what is marked in it; those without a mark are left out."""
    begins: dict[str, int] = {}
    place = 0
    for text in dict.fromkeys(texts):
        begins[text] = place
        place += len(text) + len(_BETWEEN)
    found = (spans_of_letters if by_letters else spans)(_BETWEEN.join(begins), query)
    return _shared_out(begins, found)


def _shared_out(begins: Mapping[str, int], found: Spans) -> dict[str, Spans]:
    made: dict[str, Spans] = {}
    left = list(reversed(found))
    for text, begin in begins.items():
        own = []
        while left and left[-1][0] < begin + len(text):
            start, stop = left.pop()
            own.append((max(start - begin, 0), min(stop - begin, len(text))))
        if own:
            made[text] = tuple(own)
    return made
