"""The numbers that OpenDocument writes before headings and points of lists."""

from dataclasses import dataclass, field
from typing import Any

from extraction.formats.numbering import written
from extraction.formats.odf import Package, name, repeats

_LEVELS = 10
_NUMBER, _BULLET, _OUTLINE = (
    name(f"text:{kind}") for kind in ("list-level-style-number", "list-level-style-bullet", "outline-level-style")
)
# By the first sign of `style:num-format`: Japanese programs write the row of signs itself.
_HOW = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "１": "decimalFullWidth", "一": "japaneseCounting", "壱": "japaneseCounting", "ア": "aiueo", "イ": "iroha",
    "①": "decimalEnclosedCircle",
}  # fmt: skip
OUTLINE = "\0outline"  # no style of a list is named so


@dataclass(frozen=True)
class _Level:
    how: str
    before: str
    after: str
    start: int
    shown: int


@dataclass
class Lists:
    """Counts through one document; to be asked for each point once, in order."""

    levels: dict[tuple[str, int], _Level]
    _counters: dict[str, list[int]] = field(default_factory=dict)

    def is_ordered(self, style: str, level: int) -> bool:
        return (style, level) in self.levels

    def begin(self, style: str) -> None:
        """Counting begins anew, unless the list says that it goes on."""
        self._counters.pop(style, None)

    def label(self, style: str, level: int) -> str:
        """What stands before the next point of that level, counted from 1; nothing for a bullet."""
        mine = self.levels.get((style, level))
        if mine is None:
            return ""
        counters = self._counters.setdefault(style, [0] * (_LEVELS + 1))
        counters[level] = counters[level] + 1 if counters[level] else mine.start
        counters[level + 1 :] = [0] * (_LEVELS - level)
        numbers = []
        for place in range(max(1, level - mine.shown + 1), level + 1):
            found = self.levels.get((style, place))
            if found is not None:
                numbers.append(written(counters[place] or found.start, found.how))
        return f"{mine.before}{'.'.join(numbers)}{mine.after}".strip()


def lists_of(package: Package) -> Lists:
    levels: dict[tuple[str, int], _Level] = {}
    for style in package.all("text:list-style"):
        _add(levels, style.get(name("style:name"), ""), style)
    for style in package.all("text:outline-style"):
        _add(levels, OUTLINE, style)
    return Lists(levels)


def _add(levels: dict[tuple[str, int], _Level], style_name: str, style: Any) -> None:
    for element in style:
        number = element.get(name("style:num-format"), "")
        if element.tag not in {_NUMBER, _OUTLINE} or not number:
            continue
        level = repeats(element, "text:level", _LEVELS)
        levels[style_name, level] = _Level(
            _HOW.get(number[0], "decimal"),
            element.get(name("style:num-prefix"), ""),
            element.get(name("style:num-suffix"), ""),
            repeats(element, "text:start-value", 100_000),
            repeats(element, "text:display-levels", _LEVELS),
        )
