"""Word until 2003: sections by top headings, with lists, tables, text boxes and notes; no program is needed for it."""

from collections.abc import Iterator
from pathlib import Path

from extraction.formats import sections
from extraction.formats.doc_file import WordFile
from extraction.formats.doc_reader import Reader
from extraction.pages import Heading, PageContent


def count(path: Path) -> int:
    return len(_sections(path))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    return sections.pages(_sections(path), first, last)


def outline(path: Path) -> Iterator[Heading]:
    return sections.outline(_sections(path))


def _sections(path: Path) -> list[sections.Section]:
    reader = Reader(WordFile(path))
    return sections.cut(reader.blocks(), reader.notes())
