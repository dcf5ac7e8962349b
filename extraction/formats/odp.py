"""OpenDocument presentation: one page a slide; what is said on every slide by the template is left out."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extraction.formats import slides
from extraction.formats.odf import Aside, Package, name
from extraction.formats.odf_tables import table
from extraction.pages import Block, Heading, PageContent

_PAGE, _GROUP, _NOTES = name("draw:page"), name("draw:g"), name("presentation:notes")
_P, _H, _LIST, _TABLE = name("text:p"), name("text:h"), name("text:list"), name("table:table")
_CLASS = name("presentation:class")
_FURNITURE = {"date-time", "footer", "header", "page-number", "page"}
_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{0,9})?)(cm|mm|in|pt|px|pc)?")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75, "pc": 12.0}
_DEEPEST = 4


def count(path: Path) -> int:
    return len(_slides(Package(path)))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    package = Package(path)
    for number, slide in enumerate(_slides(package), start=1):
        if first <= number <= last:
            yield _page(number, slide, package)


def outline(path: Path) -> Iterator[Heading]:
    package = Package(path)
    return slides.outline(
        (number, _title(slide, package), package.is_hidden(slide))
        for number, slide in enumerate(_slides(package), start=1)
    )


def _slides(package: Package) -> list[Any]:
    return [element for element in package.body if element.tag == _PAGE]


def _page(number: int, slide: Any, package: Package) -> PageContent:
    shapes = [shape for shape in slide if isinstance(shape.tag, str) and shape.tag != _NOTES]
    title = _title(slide, package)
    rest = [shape for shape in shapes if shape.get(_CLASS) != "title"]
    blocks = list(_blocks(rest, package))
    notes = slide.find(_NOTES)
    return slides.page(
        number, title, blocks, notes="" if notes is None else _notes(notes, package), is_hidden=package.is_hidden(slide)
    )


def _title(slide: Any, package: Package) -> str:
    titles = (shape for shape in slide if shape.get(_CLASS) == "title")
    return " ".join(" ".join(words for shape in titles for words in package.paragraphs(shape, Aside())).split())


def _notes(notes: Any, package: Package) -> str:
    shapes = (shape for shape in notes if shape.get(_CLASS) == "notes")
    return "\n".join(words for shape in shapes for words in package.paragraphs(shape, Aside()))


def _blocks(shapes: Iterable[Any], package: Package) -> Iterator[Block]:
    """From top to bottom, in a row from left to right; a group's place is that of its first shape."""
    for shape in slides.in_rows(shapes, _place):
        if shape.get(_CLASS) in _FURNITURE or shape.get(name("presentation:placeholder")) == "true":
            continue
        if shape.tag == _GROUP:
            yield from _blocks([child for child in shape if isinstance(child.tag, str)], package)
        else:
            yield from _text(shape, package, 0)


def _place(shape: Any) -> tuple[float, float]:
    if shape.tag == _GROUP:
        return min((_place(child) for child in shape if isinstance(child.tag, str)), default=(0.0, 0.0))
    return _length(shape.get(name("svg:y"), "")), _length(shape.get(name("svg:x"), ""))


def _length(words: str) -> float:
    match = _LENGTH.fullmatch(words)
    return float(match[1]) * _POINTS[match[2] or "pt"] if match else 0.0


def _text(parent: Any, package: Package, level: int) -> Iterator[Block]:
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        if child.tag in {_P, _H}:
            if words := package.words(child, Aside()):
                yield slides.point(words, level - 1)
        elif child.tag == _TABLE:
            yield table(child, package, Aside())
        else:
            yield from _text(child, package, min(level + (child.tag == _LIST), _DEEPEST))
