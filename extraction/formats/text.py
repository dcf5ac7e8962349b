"""Plain text: one page, split only when it is very long."""

import re
from collections.abc import Iterator
from pathlib import Path

from extraction.clean import fit
from extraction.encodings import decode
from extraction.pages import Block, PageContent

LONGEST_PAGE = 200_000


def parts(text: str) -> list[str]:
    """The text in pieces of at most LONGEST_PAGE characters, cut at line ends where there are any."""
    pieces = []
    while len(text) > LONGEST_PAGE:
        cut = text.rfind("\n", 0, LONGEST_PAGE) + 1 or LONGEST_PAGE
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def load(path: Path) -> str:
    return fit(decode(path.read_bytes())).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def count(path: Path) -> int:
    return len(parts(load(path)))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    for number, part in enumerate(parts(load(path)), start=1):
        if first <= number <= last:
            yield PageContent(number=number, raw=part, text=part.strip(), blocks=paragraphs(part))


def paragraphs(text: str) -> list[Block]:
    """Blank lines part paragraphs; line ends inside one stay."""
    return [{"t": "p", "text": piece.strip("\n")} for piece in re.split(r"\n[ \t\u3000]*\n+", text) if piece.strip()]
