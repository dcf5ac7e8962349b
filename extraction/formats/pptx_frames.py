"""Charts and diagrams on slides: their words lie in parts of their own."""

from collections.abc import Iterator
from typing import Any

from pptx.oxml.ns import qn

from extraction.formats import tables
from extraction.formats.safe_xml import root_of
from extraction.pages import Block

_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SAID = {"node", "asst"}  # points of a diagram that people wrote; the others are lines and places
_MOST_POINTS = 1000


def diagram(frame: Any) -> Iterator[Block]:
    """What SmartArt says, point by point; nothing for other frames, or where its part is missing."""
    ids = frame._element.find(f".//{{{_DIAGRAM}}}relIds")  # noqa: SLF001  the library knows no diagrams
    if ids is None:
        return
    relation = frame.part.rels.get(ids.get(f"{{{_RELATIONS}}}dm", ""))
    if relation is None or relation.is_external:
        return
    root = root_of(relation.target_part.blob)
    for point in root.iter(f"{{{_DIAGRAM}}}pt"):
        if point.get("type", "node") in _SAID:
            for paragraph in point.iter(qn("a:p")):
                if words := _words(paragraph):
                    yield {"t": "p", "text": words}


def chart(frame: Any) -> Iterator[Block]:
    """Its title, and a table of what it shows: a row a category, a column a series."""
    space = frame.chart._chartSpace  # noqa: SLF001  the library's own way fails on charts it does not know
    title = space.find(f"{qn('c:chart')}/{qn('c:title')}")
    if title is not None and (words := _words(title)):
        yield {"t": "p", "text": words}
    series = list(space.iter(qn("c:ser")))[: tables.MOST_COLUMNS]
    names = [next(iter(_values(one.find(qn("c:tx"))).values()), "") for one in series]
    columns = [_values(one.find(qn("c:val"))) for one in series]
    categories: dict[int, str] = {}
    for one in series:
        categories = categories or _values(one.find(qn("c:cat")))
    places = sorted({*categories, *(place for column in columns for place in column)})
    rows = [[categories.get(place, ""), *(column.get(place, "") for column in columns)] for place in places]
    if rows:
        head = [tables.cell(words, head=True) for words in ["", *names]]
        yield tables.table([head, *([tables.cell(words) for words in row] for row in rows)])


def _values(element: Any) -> dict[int, str]:
    """The points of a series by their number."""
    found: dict[int, str] = {}
    for point in () if element is None else element.iter(qn("c:pt")):
        place, value = point.get("idx", ""), point.find(qn("c:v"))
        if place.isascii() and place.isdigit() and value is not None and len(found) < _MOST_POINTS:
            found[int(place[:9])] = (value.text or "").strip()
    return found


def _words(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("a:t"))).strip()
