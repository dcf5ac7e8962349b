"""RTF: sections by top headings, with lists, tables, text boxes and footnotes; pictures and objects are passed over."""

from collections.abc import Iterator
from pathlib import Path

from extraction.formats import sections
from extraction.formats.rtf_reader import Reader
from extraction.pages import Heading, PageContent


def count(path: Path) -> int:
    return len(_sections(path))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    return sections.pages(_sections(path), first, last)


def outline(path: Path) -> Iterator[Heading]:
    return sections.outline(_sections(path))


def _sections(path: Path) -> list[sections.Section]:
    """Raises ValueError for what is no RTF."""
    data = path.read_bytes().lstrip(b"\xef\xbb\xbf\r\n \t")
    if not data.startswith(b"{\\rtf"):
        raise ValueError("not RTF")
    reader = Reader(data)
    return sections.cut(reader.blocks(), reader.notes)
