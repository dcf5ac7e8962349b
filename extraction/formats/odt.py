"""OpenDocument text: sections by top headings, with lists, tables, text boxes and footnotes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extraction.formats import sections
from extraction.formats.odf import Aside, Package, name, repeats
from extraction.formats.odf_lists import OUTLINE, Lists, lists_of
from extraction.formats.odf_tables import table
from extraction.pages import Block, Heading, PageContent

_P, _H, _LIST, _SECTION = (name(f"text:{kind}") for kind in ("p", "h", "list", "section"))
_TABLE = name("table:table")
_ITEMS = {name("text:list-item"), name("text:list-header")}
_LEFT_OUT = {name("text:tracked-changes"), name("text:table-of-content"), name("office:forms")}
_DEEPEST = 10


def count(path: Path) -> int:
    return len(_sections(path))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    return sections.pages(_sections(path), first, last)


def outline(path: Path) -> Iterator[Heading]:
    return sections.outline(_sections(path))


def _sections(path: Path) -> list[sections.Section]:
    package = Package(path)
    text = _Text(package)
    return sections.cut(text.blocks(package.body), text.notes())


class _Text:
    """One document while it is read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._lists: Lists = lists_of(package)
        self._aside = Aside()

    def notes(self) -> Iterator[Block]:
        """Footnotes and endnotes; to be asked when all blocks are read."""
        for note in self._aside.notes:
            if words := " ".join(self._package.paragraphs(note, Aside())):
                yield {"t": "p", "text": f"（注）{words}"}

    def blocks(self, parent: Any) -> Iterator[Block]:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag in _LEFT_OUT or self._package.is_hidden(child):
                continue
            if tag in {_P, _H}:
                yield from self._paragraph(child)
            elif tag == _LIST:
                yield from self._list(child, "", 1)
            elif tag == _TABLE:
                yield table(child, self._package, self._aside)
            else:
                yield from self.blocks(child)  # sections, indexes, frames on the page itself

    def _paragraph(self, element: Any, label: str = "", point: Block | None = None) -> Iterator[Block]:
        aside = Aside(notes=self._aside.notes)
        words = self._package.words(element, aside)
        if words and element.tag == _H:
            level = repeats(element, "text:outline-level", _DEEPEST)
            label = label or self._heading_label(element, level)
            yield {"t": "h", "level": level, "text": f"{label} {words}".strip()}
        elif words:
            yield {**point, "text": words} if point else {"t": "p", "text": words}
        for frame in aside.frames:
            yield from self.blocks([frame])

    def _heading_label(self, element: Any, level: int) -> str:
        is_plain = element.get(name("text:is-list-header")) == "true"
        return "" if is_plain else self._lists.label(OUTLINE, level)

    def _list(self, element: Any, style: str, level: int) -> Iterator[Block]:
        own = element.get(name("text:style-name"), "")
        style = own or style
        goes_on = element.get(name("text:continue-numbering")) == "true" or element.get(name("text:continue-list"))
        if level == 1 and not goes_on:
            self._lists.begin(style)
        for item in element:
            if item.tag in _ITEMS:
                yield from self._item(item, style, min(level, _DEEPEST))

    def _item(self, item: Any, style: str, level: int) -> Iterator[Block]:
        """Its first paragraph is the point; what follows in it stands below as it is."""
        is_first = item.tag == name("text:list-item")
        for child in item:
            if child.tag == _LIST:
                yield from self._list(child, style, level + 1)
            elif child.tag in {_P, _H} and is_first and not self._package.is_hidden(child):
                is_first = False
                label = self._lists.label(style, level)
                point = {"t": "li", "level": level - 1, "ordered": self._lists.is_ordered(style, level)}
                yield from self._paragraph(child, label, point | {"label": label} if label else point)
            else:
                yield from self.blocks([child])
