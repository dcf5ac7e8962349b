"""The check boxes of a facet as HTML.

Written by hand, because a list page shows more than a hundred of them: as a template they would cost more time than
all queries of the page, and twice the bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from library.facet_options import Facet

SHOWN = 10


@dataclass(frozen=True)
class Option:
    """One check box."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class FacetGroup:
    """One facet: `name` is the parameter, `open` whether it begins unfolded."""

    name: str
    label: str
    open: bool
    options: list[Option]

    @property
    def boxes(self) -> SafeString:
        """The first ten and whatever is checked; the others behind 「すべて表示」."""
        rest = [option for option in self.options[SHOWN:] if not option.checked]
        hidden = {option.value for option in rest}
        shown = self._lines(option for option in self.options if option.value not in hidden)
        if not rest:
            return mark_safe(shown)  # noqa: S308  every part is escaped in _lines
        more = f'<details class="fold facet__rest"><summary>すべて表示（{len(self.options)}）</summary>'
        return mark_safe(f"{shown}{more}{self._lines(rest)}</details>")  # noqa: S308  as above

    def _lines(self, options: Iterable[Option]) -> str:
        return "".join(
            f'<div class="check"><input class="check__input" type="checkbox" id="f-{self.name}-{value}" '
            f'name="{self.name}" value="{value}"{" checked" if option.checked else ""}>'
            f'<label for="f-{self.name}-{value}">{escape(option.label)}'
            f'<span class="check__count">{option.count}<span class="vh">件</span></span></label></div>'
            for option in options
            for value in (escape(option.value),)
        )


def grouped(facet: Facet, numbers: Mapping[str, int], chosen: Sequence[str]) -> FacetGroup | None:
    """A facet with its numbers; values that nothing has are left out unless they are chosen. None without any."""
    options = [
        Option(value, label, numbers.get(value, 0), value in chosen)
        for value, label in facet.options.items()
        if value in chosen or numbers.get(value)
    ]
    return FacetGroup(facet.name, facet.label, facet.is_open or bool(chosen), options) if options else None
