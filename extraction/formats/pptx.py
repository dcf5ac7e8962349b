"""PowerPoint: one page a slide; groups and tables are gone into, notes are left alone because they may be private."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from extraction.clean import fit
from extraction.formats import tables
from extraction.pages import Block, PageContent

# Said on every slide, by the template.
_FURNITURE = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER}


def count(path: Path) -> int:
    return len(Presentation(str(path)).slides)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    for number, slide in enumerate(Presentation(str(path)).slides, start=1):
        if first <= number <= last:
            yield _slide(number, slide)


def _slide(number: int, slide: Any) -> PageContent:
    title = slide.shapes.title
    label = fit(" ".join(title.text_frame.text.split())) if title is not None and title.has_text_frame else ""
    blocks: list[Block] = [{"t": "h", "level": 1, "text": label}] if label else []
    others = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    blocks += _blocks(sorted(others, key=lambda shape: (shape.top or 0, shape.left or 0)))
    words = tables.text_of(blocks)
    return PageContent(number=number, label=label, raw=words, text=words, blocks=blocks)


def _blocks(shapes: Iterable[Any]) -> Iterator[Block]:
    for shape in shapes:
        if shape.is_placeholder and shape.placeholder_format.type in _FURNITURE:
            continue
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _blocks(shape.shapes)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield tables.table(_rows(shape.table))
        elif getattr(shape, "has_text_frame", False) and shape.has_text_frame:
            yield from _paragraphs(shape.text_frame)


def _rows(table: Any) -> Iterator[tables.Row]:
    for row in table.rows:
        yield [
            tables.cell(fit(entry.text).strip(), colspan=entry.span_width, rowspan=entry.span_height)
            if entry.is_merge_origin
            else tables.cell(fit(entry.text).strip())
            for entry in row.cells
            if not entry.is_spanned
        ]


def _paragraphs(frame: Any) -> Iterator[Block]:
    for paragraph in frame.paragraphs:
        words = fit(paragraph.text.replace("\v", "\n")).strip()
        if not words:
            continue
        if paragraph.level:
            yield {"t": "li", "level": paragraph.level, "ordered": False, "text": words}
        else:
            yield {"t": "p", "text": words}
