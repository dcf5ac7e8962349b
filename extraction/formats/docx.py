"""Word: sections by top headings, because the pages of a Word file depend on the program that shows it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from extraction.formats import sections, tables
from extraction.formats.numbering import Mark, Numbering, numbering_of
from extraction.pages import Block, Heading, PageContent

_FRAMES = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")}
_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)


def count(path: Path) -> int:
    return len(_sections(path))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    return sections.pages(_sections(path), first, last)


def outline(path: Path) -> Iterator[Heading]:
    return sections.outline(_sections(path))


def _sections(path: Path) -> list[sections.Section]:
    document = docx.Document(str(path))
    return sections.cut(_body(document, numbering_of(document)), _footnotes(document))


def _body(document: Any, numbering: Numbering) -> Iterator[Block]:
    for element in _elements(document.element.body):
        if element.tag == qn("w:p"):
            yield from _paragraph(Paragraph(element, document), numbering)
        else:
            yield tables.table(_rows(Table(element, document)))


def _elements(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those in frames; a table of contents that Word made is left out."""
    for child in parent:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag in _FRAMES:
            gallery = child.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
            if gallery is None or gallery.get(qn("w:val")) != "Table of Contents":
                yield from _elements(child)


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> Iterator[Block]:
    words = _words(paragraph._p).strip()  # noqa: SLF001  the library leaves out text in fields and boxes
    style = paragraph.style
    mark = numbering.mark(paragraph._p.pPr, "" if style is None else style.style_id or "")  # noqa: SLF001
    if words:
        yield _set(paragraph, words, mark)
    for box in paragraph._p.iter(qn("w:txbxContent")):  # noqa: SLF001
        if _is_fallback(box):
            continue
        for inner in box.iter(qn("w:p")):
            if boxed := _words(inner).strip():
                yield {"t": "p", "text": boxed}


def _is_fallback(element: Any) -> bool:
    """Word writes each text box twice, once for old programs."""
    return any(parent.tag.endswith("}Fallback") for parent in element.iterancestors())


def _set(paragraph: Paragraph, words: str, mark: Mark | None) -> Block:
    if level := _heading_level(paragraph):
        return {"t": "h", "level": level, "text": f"{mark.label} {words}" if mark and mark.label else words}
    if mark is None:
        return {"t": "p", "text": words}
    point: Block = {"t": "li", "level": min(mark.level, 4), "ordered": bool(mark.label), "text": words}
    return point | {"label": mark.label} if mark.label else point


def _heading_level(paragraph: Paragraph) -> int:
    """1 to 9, 0 for ordinary words; by outline level, or by the style's name in English or Japanese."""
    style = paragraph.style
    for properties in (paragraph._p.pPr, None if style is None else style.element.pPr):  # noqa: SLF001
        outline: Any = None if properties is None else properties.find(qn("w:outlineLvl"))
        if outline is not None and int(outline.get(qn("w:val"), "9")) < 9:
            return int(outline.get(qn("w:val"))) + 1
    match = _HEADING.match((style.name or "") if style is not None else "")
    return int(match[1]) if match else 0


def _words(element: Any) -> str:
    """The text of a paragraph without its text boxes and without what was deleted in tracked changes."""
    pieces = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        owner = next(parent for parent in node.iterancestors(qn("w:p")))
        if owner is not element:
            continue
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif node.getparent().tag == qn("w:r"):
            pieces.append("\t" if node.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def _rows(table: Table) -> Iterator[tables.Row]:
    """From the XML: the library's own cells cost much time where many are merged."""
    rows = list(table._tbl.iter(qn("w:tr")))  # noqa: SLF001
    own = [row for row in rows if next(row.iterancestors(qn("w:tbl"))) is table._tbl]  # noqa: SLF001
    starts: dict[int, dict[str, object]] = {}
    for row in own:
        cells: tables.Row = []
        is_head = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        column = 0
        for element in row.findall(qn("w:tc")):
            span, merge = _spans(element)
            if merge == "continue" and column in starts:
                starts[column]["rowspan"] = int(str(starts[column]["rowspan"])) + 1
            else:
                entry = tables.cell(_cell_words(element), colspan=span, head=is_head)
                starts[column] = entry
                cells.append(entry)
            column += span
        yield cells


def _spans(element: Any) -> tuple[int, str]:
    properties = element.find(qn("w:tcPr"))
    if properties is None:
        return 1, ""
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    width = int(span.get(qn("w:val"), 1)) if span is not None else 1
    return max(width, 1), "" if merge is None else merge.get(qn("w:val"), "continue")


def _cell_words(element: Any) -> str:
    return "\n".join(words for p in element.iter(qn("w:p")) if (words := _words(p).strip()))


def _footnotes(document: Any) -> Iterator[Block]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes") and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            for note in root.findall(qn("w:footnote")):
                words = " ".join(_words(p).strip() for p in note.iter(qn("w:p"))).strip()
                if words and note.get(qn("w:type")) is None:
                    yield {"t": "p", "text": f"（注）{words}"}
