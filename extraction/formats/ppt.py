"""PowerPoint 97 to 2003: one page a slide, its boxes from top to bottom; what the speaker noted stands apart.

Files of PowerPoint 4 and 95 are kept but not read: they count no pages.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from extraction.formats import slides
from extraction.formats.ppt_records import Deck, Listed, Text
from extraction.formats.ppt_shapes import Shape, shapes_of, table
from extraction.pages import Block, Heading, PageContent

_TITLES = {0, 6}
_ABOUT_SHOW, _HIDDEN = 0x03F9, 0x04
_ABOUT_NOTES = 0x03F1
_UNSAID = re.compile("[\x00-\x08\x0e-\x1f]")
_MOST_CELLS = 2000  # of a table


def count(path: Path) -> int:
    return len(Deck(path).slides)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    deck = Deck(path)
    notes = _notes(deck)
    for number, listed in enumerate(deck.slides, start=1):
        if first <= number <= last:
            title, rest = _parted(shapes_of(deck, deck.record(listed.place), listed))
            yield slides.page(
                number,
                title,
                list(_blocks(rest)),
                notes=notes.get(listed.name, ""),
                is_hidden=_is_hidden(deck, listed),
            )


def outline(path: Path) -> Iterator[Heading]:
    deck = Deck(path)
    titles = (_parted(shapes_of(deck, deck.record(listed.place), listed))[0] for listed in deck.slides)
    hidden = [_is_hidden(deck, listed) for listed in deck.slides]
    return slides.outline((n, title, hidden[n - 1]) for n, title in enumerate(titles, start=1))


def _parted(shapes: list[Shape]) -> tuple[str, list[Shape]]:
    """The title, and the shapes that are none."""
    for number, shape in enumerate(shapes):
        if any(text.kind in _TITLES and text.words.strip() for text in shape.texts):
            words = " ".join(" ".join(_paragraphs(shape.texts)).split())
            return words, shapes[:number] + shapes[number + 1 :]
    return "", shapes


def _blocks(shapes: Iterable[Shape]) -> Iterator[Block]:
    for shape in slides.in_rows(shapes, lambda shape: shape.place.corner):
        if shape.is_table and 0 < len(shape.inner) <= _MOST_CELLS:
            yield table(shape, {n: "\n".join(_paragraphs(cell.texts)) for n, cell in enumerate(shape.inner)})
        elif shape.inner:
            yield from _blocks(shape.inner)
        for words in _paragraphs(shape.texts):
            yield slides.point(words, 0)


def _paragraphs(texts: Iterable[Text]) -> Iterator[str]:
    for text in texts:
        for paragraph in text.words.split("\r"):
            words = _UNSAID.sub("", paragraph.replace("\x0b", "\n")).strip()
            if words:
                yield words


def _is_hidden(deck: Deck, listed: Listed) -> bool:
    for record in deck.children(deck.record(listed.place)):
        if record.kind == _ABOUT_SHOW:
            return bool(int.from_bytes(deck.body(record)[10:12], "little") & _HIDDEN)
    return False


def _notes(deck: Deck) -> dict[int, str]:
    """What was noted, by the name of the slide."""
    found: dict[int, str] = {}
    for listed in deck.notes:
        page = deck.record(listed.place)
        about = next((record for record in deck.children(page) if record.kind == _ABOUT_NOTES), None)
        if about is not None:
            texts = (text for shape in shapes_of(deck, page, listed) for text in shape.texts)
            found[int.from_bytes(deck.body(about)[:4], "little")] = "\n".join(_paragraphs(texts))
    return found
