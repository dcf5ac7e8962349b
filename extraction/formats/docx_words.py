"""The words of a paragraph of Word as they are shown: without hidden, deleted and moved text."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_P, _R, _TABLE, _BOX = qn("w:p"), qn("w:r"), qn("w:tbl"), qn("w:txbxContent")
_TEXTS = {qn("w:t"), f"{_MATH}t"}
# Word writes each text box twice, once for old programs; readings stand above the words that they belong to.
_UNSAID = {f"{_COMPATIBILITY}Fallback", *(qn(name) for name in ("w:del", "w:moveFrom", "w:rt", "w:pPr", "w:rPr"))}
_BREAKS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
_HYPHEN, _SYMBOL = qn("w:noBreakHyphen"), qn("w:sym")
# Of the fonts of signs, those that forms are filled with.
_SIGNS = {"F06F": "□", "F0A8": "□", "F0A3": "□", "F0FE": "☑", "F052": "☑", "F0FC": "✓", "F06C": "●", "F0A1": "○"}
_OFF = {"0", "false", "off"}


class Words:
    """`hidden` are the styles that hide what has them."""

    def __init__(self, document: Any) -> None:
        styles = document.styles.element.findall(qn("w:style"))
        self._hidden = {style.get(qn("w:styleId"), "") for style in styles if _is_on(style.find(qn("w:rPr")))}

    def of(self, paragraph: Any) -> str:
        """Of one paragraph, without what stands in its text boxes."""
        if self._is_hidden(paragraph.find(qn("w:pPr")), "w:pStyle"):
            return ""
        return "".join(self._pieces(paragraph)).strip()

    def boxes(self, paragraph: Any) -> Iterator[Any]:
        """The text boxes that hang on a paragraph, each once."""
        for child in paragraph:
            if child.tag == _BOX:
                yield child
            elif isinstance(child.tag, str) and child.tag not in _UNSAID:
                yield from self.boxes(child)

    def within(self, element: Any) -> Iterator[str]:
        """The words of each paragraph in a cell or a box; the rows of a table in it are lines."""
        for child in element:
            if child.tag == _P:
                if words := self.of(child):
                    yield words
                for box in self.boxes(child):
                    yield from self.within(box)
            elif child.tag == _TABLE:
                for row in child.iter(qn("w:tr")):
                    yield "\t".join(" ".join(self.within(cell)) for cell in row.findall(qn("w:tc")))
            elif isinstance(child.tag, str) and child.tag not in _UNSAID:
                yield from self.within(child)

    def _pieces(self, parent: Any) -> Iterator[str]:
        for node in parent:
            tag = node.tag
            if not isinstance(tag, str) or tag in _UNSAID or tag == _BOX:
                continue
            if tag in _TEXTS:
                yield node.text or ""
            elif tag in _BREAKS:
                yield _BREAKS[tag]
            elif tag == _HYPHEN:
                yield "-"
            elif tag == _SYMBOL:
                yield _SIGNS.get(node.get(qn("w:char"), "").upper(), "")
            elif tag != _R or not self._is_hidden(node.find(qn("w:rPr")), "w:rStyle"):
                yield from self._pieces(node)

    def _is_hidden(self, properties: Any, style_name: str) -> bool:
        """By the run's own word, else by its style. The mark at a paragraph's end says nothing of its words."""
        if properties is None:
            return False
        own = properties.find(qn("w:vanish"))
        if own is not None:
            return own.get(qn("w:val"), "1") not in _OFF
        style = properties.find(qn(style_name))
        return style is not None and style.get(qn("w:val")) in self._hidden


def _is_on(properties: Any) -> bool:
    vanish = None if properties is None else properties.find(qn("w:vanish"))
    return vanish is not None and vanish.get(qn("w:val"), "1") not in _OFF
