"""What reading gives: pages of text, and pictures."""

from dataclasses import dataclass, field
from typing import Any

from extraction.clean import fit

LONGEST_TITLE = 200
type Block = dict[str, Any]


@dataclass(frozen=True)
class PageContent:
    """One page, sheet, slide or section.

    `raw` is the text exactly as the reader gives it, `boxes` the place of each of its characters (see `boxes.py`; empty
    where there are none); `text` is derived from it for reading. `blocks` is well-set text:
    {"t": "h", "level", "text"}, {"t": "p", "text"}, {"t": "li", "level", "ordered", "text"} and perhaps "label",
    {"t": "pre", "text"}, {"t": "table", "rows": [[{"text", "colspan", "rowspan", "head"}]]} and perhaps "left_out" and
    "hidden": {"rows", "columns"}, the names of those of a sheet that are not displayed. Sizes are PDF points, 0 where
    there is no paper. `notes` are what a speaker wrote under a slide: kept apart, because they may be private.
    `is_hidden` marks what the file hides from readers; `source` says how far the words can be trusted. Whatever a
    reader gives, no text in it is one that a store refuses: this is the one place where that is seen to.
    """

    number: int
    label: str = ""
    raw: str = ""
    text: str = ""
    boxes: bytes = b""
    blocks: list[Block] = field(default_factory=list)
    width: float = 0
    height: float = 0
    notes: str = ""
    is_hidden: bool = False
    source: str = "file"

    def __post_init__(self) -> None:
        for name in ("label", "raw", "text", "notes", "blocks"):
            object.__setattr__(self, name, _fit(getattr(self, name)))


def _fit(value: Any) -> Any:
    """A value with all texts in it made fit, at whatever depth."""
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, list):
        return [_fit(entry) for entry in value]
    return {name: _fit(entry) for name, entry in value.items()} if isinstance(value, dict) else value


SOURCES = ("file", "broken", "ocr")
"""Where the words of a page come from: the file itself; the file, but not to be read (a broken text layer); a
recognition of its picture."""


@dataclass(frozen=True)
class Heading:
    """One line of a file's outline: how deep it stands, what it says, the page it leads to.

    `place` counts the headings of that page, from 1, where they are blocks of its text; 0 leads to the page itself.
    """

    level: int
    title: str
    page: int
    place: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", " ".join(fit(self.title).split())[:LONGEST_TITLE])


SCAN = "scan.png"
"""The name of a page drawn for recognising its words."""


@dataclass(frozen=True)
class Picture:
    """A page as WebP at reading size and as a thumbnail, two files of one folder; the pixels at which it is shown."""

    number: int
    width: int
    height: int

    @property
    def names(self) -> tuple[str, str]:
        """The files' names, the large one first."""
        return f"{self.number}.webp", f"{self.number}-small.webp"
