"""Markdown: headings, lists, tables and code set as such; of marks inside a line only the words stay."""

import re
from collections.abc import Iterator
from pathlib import Path

from extraction.formats import sections, tables, text
from extraction.formats.markdown_points import ITEM, Points
from extraction.pages import Block, Heading, PageContent

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)$")
_RULE = re.compile(r":?-+:?")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_LINE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
# Bounded, so that marks without end cost no time.
_PICTURE = re.compile(r"!\[([^\]\n]{0,300})\]\([^()\n]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{0,500})(?:\s[^()\n]{0,300})?\)")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+)\*\*|__(?=\S)([^_\n]+)__")
_CODE = re.compile(r"`([^`\n]+)`")


def count(path: Path) -> int:
    return text.count(path)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    for number, part in enumerate(text.parts(text.load(path)), start=1):
        if first <= number <= last:
            blocks = [_in_words(block) for block in _blocks(_without_comments(part).split("\n"))]
            yield PageContent(number=number, raw=part, text=tables.text_of(blocks), blocks=blocks)


def outline(path: Path) -> Iterator[Heading]:
    return sections.outline([sections.Section(blocks=page.blocks) for page in read(path, 1, count(path))])


def _without_comments(words: str) -> str:
    kept, position = [], 0
    while (start := words.find("<!--", position)) >= 0 and (end := words.find("-->", start + 4)) >= 0:
        kept.append(words[position:start])
        position = end + 3
    return "".join([*kept, words[position:]])


def _in_words(block: Block) -> Block:
    if block["t"] == "table":
        return tables.table([[entry | {"text": plain(str(entry["text"]))} for entry in row] for row in block["rows"]])
    return block if block["t"] == "pre" else block | {"text": plain(block["text"])}


def plain(line: str) -> str:
    """A line without its marks; the address of a link stands behind it, unless it leads to a place on the same page."""
    line = _PICTURE.sub(lambda match: f"（図：{match[1]}）" if match[1] else "（図）", line)
    line = _LINK.sub(lambda match: match[1] if match[2][:1] in {"", "#"} else f"{match[1]}（{match[2]}）", line)
    line = _STRONG.sub(lambda match: match[1] or match[2], line)
    return _CODE.sub(r"\1", line)


def _blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    points = Points()
    position = 0
    while position < len(lines):
        line = lines[position]
        item = None if _LINE.match(line) else ITEM.match(line)
        found, taken = ([], 1) if item else _special(lines, position)
        if not taken and points.goes_on(line):
            position += 1
            continue
        if taken or not line.strip():
            yield from text.paragraphs("\n".join(paragraph))
            paragraph = []
        if taken or line.strip():
            yield from points.close()
        if item:
            points.begin(item)
        else:
            points.leave(line)
            yield from found
        if not taken:
            paragraph.append(line)
        position += taken or 1
    yield from text.paragraphs("\n".join(paragraph))
    yield from points.close()


def _special(lines: list[str], position: int) -> tuple[list[Block], int]:
    """The block (but a point of a list) that begins at a line and the lines it takes; ([], 0) for ordinary words."""
    line = lines[position]
    if match := _FENCE.match(line):
        end = next((n for n in range(position + 1, len(lines)) if lines[n].strip().startswith(match[1])), len(lines))
        return [{"t": "pre", "text": "\n".join(lines[position + 1 : end])}], end - position + 1
    if _LINE.match(line):
        return [], 1
    if (match := _HEADING.match(line)) and (words := match[2].rstrip().rstrip("#").strip()):
        return [{"t": "h", "level": len(match[1]), "text": words}], 1
    if "|" in line and position + 1 < len(lines) and "|" in lines[position + 1] and _is_rule(lines[position + 1]):
        return _table(lines, position)
    return [], 0


def _is_rule(line: str) -> bool:
    return all(_RULE.fullmatch(words) for words in _cells(line))


def _table(lines: list[str], position: int) -> tuple[list[Block], int]:
    end = position + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    head = [tables.cell(words, head=True) for words in _cells(lines[position])]
    rows = [[tables.cell(words) for words in _cells(line)] for line in lines[position + 2 : end]]
    return [tables.table([head, *rows])], end - position


def _cells(line: str) -> list[str]:
    return [words.strip() for words in line.strip().strip("|").split("|")]
