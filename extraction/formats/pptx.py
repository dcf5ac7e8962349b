"""PowerPoint: one page a slide; groups, tables, charts and diagrams are gone into, notes stand apart."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn

from extraction.formats import slides, tables
from extraction.formats.pptx_frames import chart, diagram
from extraction.pages import Block, Heading, PageContent

# Said on every slide, by the template.
_FURNITURE = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER}
_EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_EMU = 12_700  # of a point


def count(path: Path) -> int:
    return len(Presentation(str(path)).slides)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    for number, slide in enumerate(Presentation(str(path)).slides, start=1):
        if first <= number <= last:
            yield _page(number, slide)


def outline(path: Path) -> Iterator[Heading]:
    shown = enumerate(Presentation(str(path)).slides, start=1)
    return slides.outline((number, _title(slide), _is_hidden(slide)) for number, slide in shown)


def _page(number: int, slide: Any) -> PageContent:
    _choose(slide.shapes._spTree)  # noqa: SLF001  the library does not see what is written in two ways
    title, heading = slide.shapes.title, _title(slide)
    others = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    return slides.page(number, heading, list(_blocks(others)), notes=_notes(slide), is_hidden=_is_hidden(slide))


def _is_hidden(slide: Any) -> bool:
    return slide._element.get("show") in {"0", "false"}  # noqa: SLF001  the library has no word for it


def _title(slide: Any) -> str:
    title = slide.shapes.title
    return " ".join(title.text_frame.text.split()) if title is not None and title.has_text_frame else ""


def _notes(slide: Any) -> str:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return frame.text.replace("\v", "\n").strip() if frame is not None else ""


def _choose(tree: Any) -> None:
    """Of what is written in two ways, for new programs and for old ones, the new stands for itself."""
    for either in list(tree.iter(_EITHER)):
        choice = either.find(_CHOICE)
        if choice is not None and either.getparent().tag in {qn("p:spTree"), qn("p:grpSp")}:
            for element in list(choice):
                either.addprevious(element)


def _blocks(shapes: Iterable[Any]) -> Iterator[Block]:
    for shape in slides.in_rows(shapes, lambda shape: ((shape.top or 0) / _EMU, (shape.left or 0) / _EMU)):
        if shape.is_placeholder and shape.placeholder_format.type in _FURNITURE:
            continue
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _blocks(shape.shapes)
        elif getattr(shape, "has_table", False):
            yield tables.table(_rows(shape.table))
        elif getattr(shape, "has_chart", False):
            yield from chart(shape)
        elif getattr(shape, "has_text_frame", False):
            yield from _paragraphs(shape.text_frame)
        else:
            yield from diagram(shape)


def _rows(table: Any) -> Iterator[tables.Row]:
    for row in table.rows:
        yield [
            tables.cell(entry.text.strip(), colspan=entry.span_width, rowspan=entry.span_height)
            if entry.is_merge_origin
            else tables.cell(entry.text.strip())
            for entry in row.cells
            if not entry.is_spanned
        ]


def _paragraphs(frame: Any) -> Iterator[Block]:
    for paragraph in frame.paragraphs:
        if words := paragraph.text.replace("\v", "\n").strip():
            yield slides.point(words, paragraph.level)
