"""Reads the conditions of a list from its address: what is fit is kept, what is not is left out and said so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from japanese.eras import DateProblem, parse_date, wareki
from japanese.widths import clean_line
from library.facet_options import Facet

MOST_WORDS = 10


@dataclass
class Conditions:
    """The fit conditions of one address. `notes` tell what was left out and why."""

    chosen: dict[str, list[str]] = field(default_factory=dict)
    words: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""
    rows: int = 0
    page: int = 1
    notes: list[str] = field(default_factory=list)

    @property
    def days_are_crossed(self) -> bool:
        return bool(self.since and self.until and self.since > self.until)

    def names(self) -> list[str]:
        """The conditions that are set, by the names of their filters."""
        others = {"q": self.words, "since": self.since, "until": self.until}
        return [*self.chosen, *(name for name, value in others.items() if value)]

    def values(self) -> dict[str, object]:
        """What the FilterSet takes."""
        return {**self.chosen, "q": self.words, "since": self.since, "until": self.until}

    def parameters(self) -> list[tuple[str, str]]:
        """The conditions as they stand in an address, without order, size and page."""
        pairs = [(name, value) for name, values in self.chosen.items() for value in values]
        days = (("from", self.since), ("to", self.until))
        return [
            *pairs,
            *([("q", self.words)] if self.words else []),
            *((name, day.isoformat()) for name, day in days if day),
        ]


CROSSED = "公表・改定の日の「から」が「まで」より後の日になっているため、合う資料がありません"
PARAMETER_OF = {"since": "from", "until": "to"}


def read(
    query: QueryDict, facets: Sequence[Facet], sorts: Sequence[str], sizes: Sequence[int], deepest: int | None = None
) -> Conditions:
    """The first of `sorts` and `sizes` is the usual one. Parameters that the list does not know pass unsaid.

    `deepest`: the last page that is turned to.
    """
    found = Conditions(sort=sorts[0], rows=sizes[0])
    for facet in facets:
        given = query.getlist(facet.name)
        fit = [value for value in dict.fromkeys(given) if value in facet.options]
        if len(fit) < len(set(given)):
            found.notes.append(f"{facet.label}の指定が正しくないため外しました")
        if fit:
            found.chosen[facet.name] = fit
    _words(found, _last(query, "q"))
    found.since = _day(found, _last(query, "from"), "日付（から）")
    found.until = _day(found, _last(query, "to"), "日付（まで）")
    if found.days_are_crossed:
        found.notes.append(CROSSED)
    if _last(query, "sort") in sorts:
        found.sort = _last(query, "sort")
    if _last(query, "rows") in {str(size) for size in sizes}:
        found.rows = int(_last(query, "rows"))
    _page(found, _last(query, "page"), deepest or settings.LIMITS.deepest_page)
    return found


def address(parameters: Sequence[tuple[str, str]]) -> str:
    """「?theme=secrecy&pref=09」."""
    return f"?{urlencode(parameters)}"


def spoken(day: date, direction: str) -> str:
    """「公表・改定の日：令和6年4月1日から」."""
    return f"公表・改定の日：{wareki(day)}{direction}"


def _last(query: QueryDict, name: str) -> str:
    values = query.getlist(name)
    return str(values[-1]) if values else ""


def _words(found: Conditions, typed: str) -> None:
    longest = settings.LIMITS.query_characters
    words = clean_line(typed)
    if len(words) > longest:
        found.notes.append(f"探す言葉は{longest}字までです。はじめの{longest}字で探しました")
    pieces = words[:longest].split()
    if len(pieces) > MOST_WORDS:
        found.notes.append(f"探す言葉は{MOST_WORDS}個までです。はじめの{MOST_WORDS}個で探しました")
    found.words = " ".join(pieces[:MOST_WORDS])


def _day(found: Conditions, typed: str, label: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return parse_date(typed[:40])
    except DateProblem:
        found.notes.append(f"{label}の指定が正しくないため外しました")
        return None


def _page(found: Conditions, typed: str, deepest: int) -> None:
    number = int(typed[:9]) if typed.isascii() and typed.isdigit() else 1
    if number > deepest:
        found.notes.append(f"一覧で開けるのは{deepest}ページまでです。条件を絞ってください")
    found.page = max(1, min(number, deepest))
