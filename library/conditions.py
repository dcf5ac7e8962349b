"""Reads the conditions of a list from its address: what is fit is kept, what is not is left out and said so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.http import QueryDict

from japanese.eras import DateProblem, parse_date, wareki
from japanese.widths import clean_line
from library.facet_options import Facet

PAGE_SIZES = (10, 50)


@dataclass
class Conditions:
    """The fit conditions of one address. `notes` tell what was left out and why."""

    chosen: dict[str, list[str]] = field(default_factory=dict)
    words: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""
    page: int = 1
    rows: int = PAGE_SIZES[0]
    notes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.chosen or self.words or self.since or self.until)

    def data(self, *, without: str = "") -> dict[str, object]:
        """What the FilterSet takes, optionally without one facet."""
        values: dict[str, object] = {name: v for name, v in self.chosen.items() if name != without}
        return values | {"q": self.words, "since": self.since, "until": self.until}


def read(query: QueryDict, facets: Sequence[Facet], sorts: Sequence[str]) -> Conditions:
    """Parameters that the list does not know are no conditions and pass unsaid."""
    found = Conditions(sort=sorts[0])
    for facet in facets:
        given = query.getlist(facet.name)
        fit = [value for value in dict.fromkeys(given) if value in facet.options]
        if len(fit) < len(set(given)):
            found.notes.append(f"{facet.label}の指定が正しくないため外しました")
        if fit:
            found.chosen[facet.name] = fit
    _words(found, query.get("q", ""))
    found.since = _day(found, query.get("from", ""), "日付（から）")
    found.until = _day(found, query.get("to", ""), "日付（まで）")
    if query.get("sort") in sorts:
        found.sort = query["sort"]
    if query.get("rows") in {str(size) for size in PAGE_SIZES}:
        found.rows = int(query["rows"])
    _page(found, query.get("page", ""))
    return found


def _words(found: Conditions, typed: str) -> None:
    longest = settings.LIMITS.query_characters
    words = clean_line(typed)
    if len(words) > longest:
        found.notes.append(f"探す言葉は{longest}字までです。{longest}字目までで探しました")
    found.words = words[:longest].strip()


def _day(found: Conditions, typed: str, label: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return parse_date(typed)
    except DateProblem:
        found.notes.append(f"{label}の指定が正しくないため外しました")
        return None


def _page(found: Conditions, typed: str) -> None:
    deepest = settings.LIMITS.deepest_page
    if typed.isascii() and typed.isdigit() and int(typed[:9]) >= 1:
        found.page = min(int(typed[:9]), deepest)
        if int(typed[:9]) > deepest:
            found.notes.append(f"一覧で開けるのは{deepest}ページまでです。条件を絞ってください")


def spoken(day: date, direction: str) -> str:
    """「令和6年4月1日から」 on a pill."""
    return f"{wareki(day)}{direction}"
