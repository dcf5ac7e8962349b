"""What a list can be narrowed by: names of facets, and the values that people may choose with their labels."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Prefecture
from japanese.fiscal import fiscal_label
from japanese.prefectures import REGIONS
from library.models import DocumentType, FacetCount, Theme


@dataclass(frozen=True)
class Facet:
    """`name` is the parameter in the address; `options` are value → label in the order shown."""

    name: str
    label: str
    options: dict[str, str]
    is_open: bool = False


def common() -> Iterator[Facet]:
    """The facets that every kind has. Four queries, whatever the list holds."""
    types = DocumentType.objects.order_by("order", "id").values_list("slug", "name")
    yield Facet("kind", "種類", dict(types), is_open=True)
    yield Facet("theme", "課題・テーマ", dict(_themes()), is_open=True)
    yield Facet("region", "地方", {region: region for region in REGIONS})
    yield Facet("pref", "都道府県", dict(Prefecture.objects.order_by("code").values_list("code", "name")))
    years = FacetCount.objects.filter(facet="fy").values_list("value", flat=True).distinct()
    yield Facet("fy", "公表した年度", {year: fiscal_label(int(year)) for year in sorted(years, reverse=True)})


def _themes() -> Iterator[tuple[str, str]]:
    """Children stand under their parents, set in by a blank."""
    rows = list(Theme.objects.order_by("order", "id").values_list("slug", "name", "id", "parent"))
    for slug, name, number, parent in rows:
        if parent is None:
            yield slug, name
            yield from ((child, f"　{child_name}") for child, child_name, _, above in rows if above == number)
