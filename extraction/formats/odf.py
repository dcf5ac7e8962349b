"""OpenDocument: the parts of the package, what is hidden in it, and the words of a paragraph."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extraction.formats.safe_xml import root_of

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = {
    "office": f"{_ODF}office:1.0",
    "style": f"{_ODF}style:1.0",
    "text": f"{_ODF}text:1.0",
    "table": f"{_ODF}table:1.0",
    "draw": f"{_ODF}drawing:1.0",
    "presentation": f"{_ODF}presentation:1.0",
    "svg": f"{_ODF}svg-compatible:1.0",
}
_MOST_BLANKS = 1000


def name(short: str) -> str:
    """`text:p` as lxml writes it."""
    prefix, local = short.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"


_UNSAID = {
    name(short)
    for short in (
        "office:annotation", "office:annotation-end", "text:tracked-changes", "text:ruby-text", "text:hidden-text",
        "text:hidden-paragraph", "text:script", "text:note-citation", "text:table-of-content", "svg:title", "svg:desc",
        "presentation:notes",
    )
}  # fmt: skip
_NOTE = name("text:note")
_BREAKS = {name("text:tab"): "\t", name("text:line-break"): "\n"}
_BLANKS = name("text:s")
_BLOCKS = {name("text:p"), name("text:h")}
_STYLE_NAMES = tuple(name(short) for short in ("text:style-name", "draw:style-name", "table:style-name"))
_HIDING = (
    (name("style:text-properties"), name("text:display"), {"none"}),
    (name("style:section-properties"), name("text:display"), {"none"}),
    (name("style:table-properties"), name("table:display"), {"false"}),
    (name("style:drawing-page-properties"), name("presentation:visibility"), {"hidden"}),
)


@dataclass
class Aside:
    """What stands beside the words of a paragraph: frames with text of their own, and notes."""

    frames: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)


@dataclass
class Words:
    """Reads paragraphs; `hidden` are the names of the styles that hide what has them."""

    hidden: frozenset[str] = frozenset()

    def is_hidden(self, element: Any) -> bool:
        """By its style, or by its own word."""
        if element.get(name("text:display")) == "none" or element.get(name("text:is-hidden")) == "true":
            return True
        return any(element.get(attribute) in self.hidden for attribute in _STYLE_NAMES)

    def words(self, element: Any, aside: Aside) -> str:
        """What a paragraph says; what stands beside its words is put aside."""
        pieces: list[str] = []
        self._collect(element, pieces, aside)
        return "".join(pieces).strip()

    def _collect(self, element: Any, pieces: list[str], aside: Aside) -> None:
        pieces.append(_squeezed(element.text))
        for child in element:
            self._child(child, pieces, aside)
            pieces.append(_squeezed(child.tail))

    def _child(self, child: Any, pieces: list[str], aside: Aside) -> None:
        tag = child.tag
        if not isinstance(tag, str) or tag in _UNSAID or self.is_hidden(child):
            return
        if tag == _NOTE:
            aside.notes.append(child)
        elif tag == _BLANKS:
            pieces.append(" " * repeats(child, "text:c", _MOST_BLANKS))
        elif tag in _BREAKS:
            pieces.append(_BREAKS[tag])
        elif tag.startswith(f"{{{_SPACES['draw']}}}") and tag != name("draw:a"):
            aside.frames.append(child)
        else:
            self._collect(child, pieces, aside)

    def paragraphs(self, element: Any, aside: Aside) -> Iterator[str]:
        """The words of each paragraph below an element, also of those in lists and in frames."""
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _UNSAID or self.is_hidden(child):
                continue
            if child.tag in _BLOCKS:
                own = Aside(notes=aside.notes)
                if words := self.words(child, own):
                    yield words
                for frame in own.frames:
                    yield from self.paragraphs(frame, aside)
            else:
                yield from self.paragraphs(child, aside)


class Package(Words):
    """The two parts of a document that say something."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.content = _part(archive, "content.xml")
            self.styles = _part(archive, "styles.xml") if "styles.xml" in archive.namelist() else None
        hiding = (style.get(name("style:name"), "") for style in self.all("style:style") if hides(style))
        super().__init__(frozenset(hiding))

    @property
    def body(self) -> Any:
        """What stands in `office:body`: text, spreadsheet or presentation."""
        body = self.content.find(name("office:body"))
        return body[0] if body is not None and len(body) else ()

    def all(self, short: str) -> Iterator[Any]:
        """Every element of that name, of the styles and of the document."""
        for root in (self.styles, self.content):
            if root is not None:
                yield from root.iter(name(short))


def hides(style: Any) -> bool:
    """Whether a style says that what has it is not shown."""
    for element, attribute, values in _HIDING:
        properties = style.find(element)
        if properties is not None and properties.get(attribute) in values:
            return True
    return False


def repeats(element: Any, short: str, most: int) -> int:
    """How often something stands there: 1 where nothing sensible is said."""
    words = element.get(name(short), "1")
    return min(int(words[:9]), most) if words.isascii() and words.isdigit() else 1


def _squeezed(text: str | None) -> str:
    """Blanks and line ends of the XML are one blank; those that are meant have elements of their own."""
    if not text:
        return ""
    for sign in "\n\r\t":
        text = text.replace(sign, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _part(archive: zipfile.ZipFile, part: str) -> Any:
    with archive.open(part) as file:
        return root_of(file)
