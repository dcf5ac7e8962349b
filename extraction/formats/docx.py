"""Word: sections by top headings, because the pages of a Word file depend on the program that shows it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from extraction.formats import sections
from extraction.formats.docx_tables import table
from extraction.formats.docx_words import Words
from extraction.formats.numbering import Mark, Numbering, numbering_of
from extraction.pages import Block, Heading, PageContent

_FRAMES = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")}
_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
_MOST_STYLES = 10  # that stand on each other


def count(path: Path) -> int:
    return len(_sections(path))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    return sections.pages(_sections(path), first, last)


def outline(path: Path) -> Iterator[Heading]:
    return sections.outline(_sections(path))


def _sections(path: Path) -> list[sections.Section]:
    document = docx.Document(str(path))
    words = Words(document)
    return sections.cut(_body(document, numbering_of(document), words), _notes(document, words))


def _body(document: Any, numbering: Numbering, words: Words) -> Iterator[Block]:
    for element in _elements(document.element.body):
        if element.tag == qn("w:p"):
            yield from _paragraph(Paragraph(element, document), numbering, words)
        else:
            yield table(element, words)


def _elements(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those in frames; a table of contents that Word made is left out."""
    for child in parent:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag in _FRAMES:
            gallery = child.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
            if gallery is None or gallery.get(qn("w:val")) != "Table of Contents":
                yield from _elements(child)


def _paragraph(paragraph: Paragraph, numbering: Numbering, words: Words) -> Iterator[Block]:
    element, style = paragraph._p, paragraph.style  # noqa: SLF001  the library leaves out text in fields and boxes
    said = words.of(element)
    mark = numbering.mark(element.pPr, "" if style is None else style.style_id or "")
    if said:
        yield _set(paragraph, said, mark)
    for box in words.boxes(element):
        yield from ({"t": "p", "text": boxed} for boxed in words.within(box))


def _set(paragraph: Paragraph, words: str, mark: Mark | None) -> Block:
    if level := _heading_level(paragraph):
        return {"t": "h", "level": level, "text": f"{mark.label} {words}" if mark and mark.label else words}
    if mark is None:
        return {"t": "p", "text": words}
    point: Block = {"t": "li", "level": min(mark.level, 4), "ordered": bool(mark.label), "text": words}
    return point | {"label": mark.label} if mark.label else point


def _heading_level(paragraph: Paragraph) -> int:
    """1 to 9, 0 for ordinary words; by outline level, or by the name of the style or of one below it."""
    level = _outline_level(paragraph._p.pPr)  # noqa: SLF001  the library has no word for it
    style = paragraph.style
    names: list[str] = []
    while level is None and style is not None and len(names) < _MOST_STYLES:
        names.append(style.name or "")
        level = _outline_level(style.element.pPr)
        style = style.base_style
    if level is not None:
        return level
    match = next((found for name in names if (found := _HEADING.match(name))), None)
    return int(match[1]) if match else 0


def _outline_level(properties: Any) -> int | None:
    """None where nothing is said."""
    found = None if properties is None else properties.find(qn("w:outlineLvl"))
    if found is None:
        return None
    value = found.get(qn("w:val"), "")
    return int(value) + 1 if value in set("012345678") else 0


def _notes(document: Any, words: Words) -> Iterator[Block]:
    """Footnotes, then endnotes; the lines that part them from the text are none."""
    for kind in ("footnote", "endnote"):
        for relation in document.part.rels.values():
            if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
                for note in parse_xml(relation.target_part.blob).findall(qn(f"w:{kind}")):
                    said = " ".join(words.within(note))
                    if said and note.get(qn("w:type"), "normal") == "normal":
                        yield {"t": "p", "text": f"（注）{said}"}
