"""Markdown: headings, lists, tables and code set as such; marks inside a line stay as they are typed."""

import re
from collections.abc import Iterator
from pathlib import Path

from extraction.formats import tables, text
from extraction.pages import Block, PageContent

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*$")
_ITEM = re.compile(r"([ \t]*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def count(path: Path) -> int:
    return text.count(path)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    for number, part in enumerate(text.parts(text.load(path)), start=1):
        if first <= number <= last:
            blocks = list(_blocks(_COMMENT.sub("", part).split("\n")))
            yield PageContent(number=number, raw=part, text=tables.text_of(blocks), blocks=blocks)


def _blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    position = 0
    while position < len(lines):
        found, taken = _special(lines, position)
        if taken == 0:
            paragraph.append(lines[position])
            position += 1
            if lines[position - 1].strip():
                continue
        yield from text.paragraphs("\n".join(paragraph))
        paragraph = []
        yield from found
        position += taken
    yield from text.paragraphs("\n".join(paragraph))


def _special(lines: list[str], position: int) -> tuple[list[Block], int]:
    """The block that begins at a line and how many lines it takes; ([], 0) for ordinary words."""
    line = lines[position]
    if match := _FENCE.match(line):
        end = next((n for n in range(position + 1, len(lines)) if lines[n].strip().startswith(match[1])), len(lines))
        return [{"t": "pre", "text": "\n".join(lines[position + 1 : end])}], end - position + 1
    if match := _HEADING.match(line):
        return [{"t": "h", "level": len(match[1]), "text": match[2]}], 1
    if match := _ITEM.match(line):
        level = len(match[1].expandtabs(4)) // 2
        return [{"t": "li", "level": min(level, 4), "ordered": match[3] is not None, "text": match[4]}], 1
    if "|" in line and position + 1 < len(lines) and "|" in lines[position + 1] and _RULE.match(lines[position + 1]):
        return _table(lines, position)
    return [], 0


def _table(lines: list[str], position: int) -> tuple[list[Block], int]:
    end = position + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    head = [tables.cell(words, head=True) for words in _cells(lines[position])]
    rows = [[tables.cell(words) for words in _cells(line)] for line in lines[position + 2 : end]]
    return [tables.table([head, *rows])], end - position


def _cells(line: str) -> list[str]:
    return [words.strip() for words in line.strip().strip("|").split("|")]
