"""What a list can be narrowed by: names of facets, and the values that people may choose with their labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import clock
from extraction.kinds import FORMATS
from japanese.fiscal import fiscal_label, fiscal_year
from japanese.prefectures import PREFECTURES, REGIONS
from library.models import Theme

_FIRST_YEAR = 1989
_SET_IN = "　"  # before a theme that stands under another


@dataclass(frozen=True)
class Facet:
    """`name` is the parameter in the address; `options` are value → label in the order shown."""

    name: str
    label: str
    options: Mapping[str, str]
    is_open: bool = False


def themes() -> Facet:
    """Children stand under their parents, set in by a blank. One query."""
    rows = list(Theme.objects.order_by("order", "id").values_list("slug", "name", "id", "parent"))
    options: dict[str, str] = {}
    for slug, name, number, parent in rows:
        if parent is None:
            options[slug] = name
            options |= {child: f"{_SET_IN}{words}" for child, words, _, above in rows if above == number}
    return Facet("theme", "課題・テーマ", options, is_open=True)


def regions() -> Facet:
    return Facet("region", "地方", {region: region for region in REGIONS})


def prefectures() -> Facet:
    return Facet("pref", "都道府県", {prefecture.code: prefecture.name for prefecture in PREFECTURES})


def file_formats() -> Facet:
    return Facet("format", "ファイルの形式", FORMATS)


def fiscal_years() -> Facet:
    """Every year, whether something is dated in it or not: which values are taken must tell nothing."""
    return Facet("fy", "公表した年度", _years(fiscal_year(clock.today()) + 1))


@cache
def _years(last: int) -> Mapping[str, str]:
    return {str(year): fiscal_label(year) for year in range(last, _FIRST_YEAR - 1, -1)}
