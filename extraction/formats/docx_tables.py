"""Tables of Word, from the XML: the library's own cells cost much time where many are merged."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from extraction.formats import tables
from extraction.formats.docx_words import Words
from extraction.pages import Block

_ROW, _CELL = qn("w:tr"), qn("w:tc")
# What may stand around rows and cells: controls of forms, tracked changes.
_FRAMES = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}


def table(element: Any, words: Words) -> Block:
    return tables.table(_rows(element, words))


def _rows(element: Any, words: Words) -> Iterator[tables.Row]:
    starts: dict[int, dict[str, object]] = {}
    for row in _inner(element, _ROW):
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            continue
        is_head = properties is not None and properties.find(qn("w:tblHeader")) is not None
        column = _number(properties, "w:gridBefore", 0)
        cells: tables.Row = [tables.cell("", colspan=column)] if column else []
        for cell in _inner(row, _CELL):
            span, merge = _spans(cell)
            if merge == "continue" and column in starts:
                starts[column]["rowspan"] = int(str(starts[column]["rowspan"])) + 1
            else:
                entry = tables.cell("\n".join(words.within(cell)), colspan=span, head=is_head)
                starts[column] = entry
                cells.append(entry)
            column += span
        yield cells


def _inner(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _FRAMES:
            yield from _inner(child, tag)


def _spans(cell: Any) -> tuple[int, str]:
    properties = cell.find(qn("w:tcPr"))
    merge = None if properties is None else properties.find(qn("w:vMerge"))
    span = max(_number(properties, "w:gridSpan", 1), 1)
    return span, "" if merge is None else merge.get(qn("w:val"), "continue")


def _number(properties: Any, name: str, otherwise: int) -> int:
    found = None if properties is None else properties.find(qn(name))
    value = "" if found is None else found.get(qn("w:val"), "")
    return min(int(value[:6]), 1000) if value.isascii() and value.isdigit() else otherwise
