"""A list of publications as one reader sees it: rows, counts of every facet, pills, empty answers."""

from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict

from library import conditions, facet_counts, id_sets
from library.facet_boxes import FacetGroup, grouped
from library.facet_counts import Sets
from library.facet_options import Facet
from library.filters import PublicationFilter
from library.id_sets import IdSet
from library.models import Publication
from library.page_of_rows import RowPage, RowPaginator
from library.readers import Person, reader_of

SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "dated": ("公表・改定の新しい順", ("-dated_on", "-id")),
    "updated": ("登録の新しい順", ("-updated_at", "-id")),
    "pref": ("都道府県の順", ("owner__order", "-dated_on", "-id")),
}
_MANY = 50
FEW = 500  # a list up to this long is fetched by its ids
_ASKED = "*"  # stands for words and days among the sets


def sizes() -> tuple[int, int]:
    """How many rows a page may have: as set, or many."""
    return settings.LIMITS.rows_per_page, _MANY


type Counts = dict[str, dict[str, int]]  # facet → value → number


class Listing:
    """Everything a list page asks. Each number is asked once, and only when the page shows it."""

    def __init__(
        self,
        person: Person,
        query: QueryDict,
        facets: Sequence[Facet],
        filters: type[PublicationFilter] = PublicationFilter,
    ) -> None:
        self.facets, self.reader = facets, reader_of(person)
        self.conditions = conditions.read(query, facets, list(SORTS), sizes())
        self._visible, self._filters = Publication.objects.visible_to(person), filters

    @cached_property
    def _filter(self) -> PublicationFilter:
        return self._filters(self.conditions.values(), queryset=self._visible)

    @cached_property
    def _sets(self) -> Sets:
        return facet_counts.load([facet.name for facet in self.facets], self.reader)

    @cached_property
    def _seen(self) -> IdSet:
        return facet_counts.seen(self._sets, self.reader)

    @cached_property
    def _conditions(self) -> dict[str, IdSet]:
        """Each chosen facet as a set; words and days together as one, because only the database can answer them."""
        chosen = self.conditions.chosen
        found = {name: facet_counts.union(self._sets[name], values) for name, values in chosen.items()}
        if others := [name for name in self.conditions.names() if name not in chosen]:
            found[_ASKED] = self._asked(others)
        return found

    def _asked(self, names: Sequence[str]) -> IdSet:
        return id_sets.of(self._filter.narrowed(names).order_by().values_list("pk", flat=True).iterator())

    @cached_property
    def found(self) -> IdSet:
        return facet_counts.meet(self._seen, self._conditions)

    @property
    def publications(self) -> QuerySet[Publication]:
        """All rows in order, with what a row shows of its edition and its owner."""
        found: QuerySet[Publication] = self._visible
        if self.total <= FEW:
            found = found.filter(pk__in=id_sets.ids(self.found))
        elif self.conditions.names():
            found = self._filter.narrowed()
        return found.select_related("live_edition", "owner__prefecture").order_by(*SORTS[self.conditions.sort][1])

    @cached_property
    def counts(self) -> Counts:
        """Facet → value → how many rows a choice would give beside the other conditions.

        A facet's own choice does not narrow its own numbers.
        """
        made = {}
        for facet in self.facets:
            is_chosen = facet.name in self.conditions.chosen
            base = facet_counts.meet(self._seen, self._conditions, without=facet.name) if is_chosen else self.found
            made[facet.name] = facet_counts.numbers(self._sets[facet.name], base)
        return made

    @cached_property
    def total(self) -> int:
        return self.found.bit_count()

    @cached_property
    def page(self) -> RowPage:
        found = RowPaginator(self.publications, self.conditions.rows, self.total).get_page(self.conditions.page)
        assert isinstance(found, RowPage)
        return found

    @cached_property
    def groups(self) -> list[FacetGroup]:
        """The facets with their counts."""
        counts, chosen = self.counts, self.conditions.chosen
        made = (grouped(each, counts.get(each.name, {}), chosen.get(each.name, [])) for each in self.facets)
        return [group for group in made if group]

    @property
    def order_parameters(self) -> list[tuple[str, str]]:
        """Order and size where they are not the usual ones."""
        return [
            *([("sort", self.conditions.sort)] if self.conditions.sort != next(iter(SORTS)) else []),
            *([("rows", str(self.conditions.rows))] if self.conditions.rows != sizes()[0] else []),
        ]

    @property
    def clear_address(self) -> str:
        return conditions.address(self.order_parameters)

    @property
    def query(self) -> str:
        """The list's address without its page, for what saves the whole list."""
        return conditions.address([*self.conditions.parameters(), *self.order_parameters])

    @property
    def query_of_page(self) -> str:
        """The list's address as it is shown: what was not fit is left out."""
        page = [("page", str(self.page.number))] if self.page.number > 1 else []
        return conditions.address([*self.conditions.parameters(), *self.order_parameters, *page])

    def address_without(self, name: str, value: str = "") -> str:
        """The list's address without one condition (or all values of one), at page 1."""
        name = conditions.PARAMETER_OF.get(name, name)
        kept = [
            (key, given) for key, given in self.conditions.parameters() if key != name or (value and given != value)
        ]
        return conditions.address([*kept, *self.order_parameters])

    @cached_property
    def pills(self) -> list[tuple[str, str]]:
        """(text, address without it) of every condition."""
        found = self.conditions
        made = [
            (f"{facet.label}：{facet.options[value].strip()}", self.address_without(facet.name, value))
            for facet in self.facets
            for value in found.chosen.get(facet.name, [])
        ]
        spoken = ((name, text) for name, text in self._spoken().items() if name not in found.chosen)
        return [*made, *((text, self.address_without(name)) for name, text in spoken)]

    def _spoken(self) -> dict[str, str]:
        """Each condition in words, by the name of its filter."""
        found = self.conditions
        words = {facet.name: facet.label for facet in self.facets if facet.name in found.chosen}
        if found.words:
            words["q"] = f"言葉：{found.words}"
        if found.since:
            words["since"] = conditions.spoken(found.since, "から")
        if found.until:
            words["until"] = conditions.spoken(found.until, "まで")
        return words

    @property
    def empty_title(self) -> str:
        """For an empty answer: the words that nothing has, where nothing else stands in the way."""
        only_words = self.conditions.names() == ["q"]
        return f"「{self.conditions.words}」を含む資料はありません" if only_words else "条件に合う資料はありません"

    @property
    def empty_text(self) -> str:
        """The conditions that cannot all be met, and what to do."""
        if self.conditions.days_are_crossed:
            return f"{conditions.CROSSED}。日付を入れ替えるか、外してください。"
        words, named = self.conditions.words, self._named()
        if not named:
            return "言葉を短くする、別の言い方にする、条件を外す、を試してください。"
        met = f"{'のすべて' if len(named) > 1 else ''}に合う資料がありませんでした。"
        sought, advice = (f"「{words}」を含み、", "言葉を短くする、別の言い方にする、") if words else ("", "")
        return f"{sought}{''.join(named)}{met}{advice}条件を外す、を試してください。"

    def _named(self) -> list[str]:
        """Every condition but the words, with its values: 「都道府県：栃木県か香川県」."""
        found, spoken = self.conditions, self._spoken()
        facets = [
            f"「{facet.label}：{'か'.join(facet.options[value].strip() for value in found.chosen[facet.name])}」"
            for facet in self.facets
            if facet.name in found.chosen
        ]
        return [*facets, *(f"「{spoken[name]}」" for name in ("since", "until") if name in spoken)]

    def ways_out(self) -> list[tuple[str, str]]:
        """For an empty answer: each condition in the way, with the rows that there are without it, and the address."""
        made = []
        for name, text in self._spoken().items():
            if number := self._number_without(name):
                made.append((f"「{text}」を外す（{number:,}件）", self.address_without(name)))
        return [*made, (f"条件をすべて外す（{self._seen.bit_count():,}件）", self.clear_address)]

    def _number_without(self, name: str) -> int:
        if name in self.conditions.chosen:
            return facet_counts.meet(self._seen, self._conditions, without=name).bit_count()
        kept = {key: found for key, found in self._conditions.items() if key != _ASKED}
        if others := [other for other in self.conditions.names() if other not in {*kept, name}]:
            kept[_ASKED] = self._asked(others)
        return facet_counts.meet(self._seen, kept).bit_count()
