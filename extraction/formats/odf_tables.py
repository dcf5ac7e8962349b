"""Tables of OpenDocument texts and slides."""

from collections.abc import Iterator
from typing import Any

from extraction.formats import tables
from extraction.formats.odf import Aside, Package, name, repeats
from extraction.pages import Block

_TABLE, _ROW, _CELL = (name(f"table:{kind}") for kind in ("table", "table-row", "table-cell"))
_HEAD = name("table:table-header-rows")
_GROUPS = {_HEAD, name("table:table-rows"), name("table:table-row-group")}
_MOST_REPEATED = 100
_MOST_SPAN = 1000


def table(element: Any, package: Package, aside: Aside) -> Block:
    return tables.table(_rows(element, package, aside, is_head=False))


def _rows(parent: Any, package: Package, aside: Aside, *, is_head: bool) -> Iterator[tables.Row]:
    for child in parent:
        if child.tag in _GROUPS:
            yield from _rows(child, package, aside, is_head=is_head or child.tag == _HEAD)
        elif child.tag == _ROW:
            cells = [cell for element in child for cell in _cells(element, package, aside, is_head=is_head)]
            for _ in range(repeats(child, "table:number-rows-repeated", _MOST_REPEATED)):
                yield [dict(cell) for cell in cells]


def _cells(element: Any, package: Package, aside: Aside, *, is_head: bool) -> Iterator[dict[str, object]]:
    """Of a cell, as often as it is repeated; none of one that another covers."""
    if element.tag != _CELL:
        return
    words = "\n".join(package.paragraphs(element, aside))
    across = repeats(element, "table:number-columns-spanned", _MOST_SPAN)
    down = repeats(element, "table:number-rows-spanned", _MOST_SPAN)
    for _ in range(repeats(element, "table:number-columns-repeated", _MOST_REPEATED)):
        yield tables.cell(words, colspan=across, rowspan=down, head=is_head)
