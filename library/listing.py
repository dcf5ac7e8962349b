"""A list of publications as one reader sees it: rows, counts of every facet, pills, empty answers."""

from collections.abc import Sequence
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import QueryDict

from library import conditions, facet_counts
from library.facet_boxes import FacetGroup, Option
from library.facet_counts import Counts
from library.facet_options import Facet
from library.filters import PublicationFilter
from library.models import Publication
from library.page_of_rows import RowPage, RowPaginator
from library.readers import Person, reader_of

SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "dated": ("公表・改定の新しい順", ("-dated_on", "-id")),
    "updated": ("登録の新しい順", ("-updated_at", "-id")),
    "pref": ("都道府県の順", ("owner__order", "-dated_on", "-id")),
}
SIZES = (10, 50)


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
        self.conditions = conditions.read(query, facets, list(SORTS), SIZES)
        self._filter = filters(self.conditions.values(), queryset=Publication.objects.visible_to(person))

    def _narrowed(self, *, without: str = "") -> QuerySet[Publication]:
        return self._filter.narrowed(without=without, sizes=self._sizes)

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """How many rows each chosen facet would leave alone."""
        chosen = self.conditions.chosen
        if len(chosen) < 2:
            return {}
        return {name: sum(self._kept[name].get(value, 0) for value in values) for name, values in chosen.items()}

    @cached_property
    def _kept(self) -> Counts:
        return facet_counts.kept(self.reader)

    @property
    def publications(self) -> QuerySet[Publication]:
        """All rows in order, with what a row shows of its edition and its owner."""
        found = self._narrowed().select_related("live_edition", "owner__prefecture")
        return found.order_by(*SORTS[self.conditions.sort][1])

    @cached_property
    def counts(self) -> Counts:
        """Facet → value → how many rows a choice would give beside the other conditions.

        One query for all facets without a choice, one more for each chosen facet: its own choice does not narrow its
        own numbers.
        """
        if not self.conditions.names():
            return self._kept
        chosen = list(self.conditions.chosen)
        found = facet_counts.grouped(self._narrowed(), ~Q(facet__in=chosen) if chosen else Q())
        for name in chosen:
            if self.conditions.names() == [name]:
                found[name] = self._kept[name]
            else:
                found |= facet_counts.grouped(self._narrowed(without=name), Q(facet=name))
        return found

    @property
    def total(self) -> int:
        return facet_counts.total_of(self.counts)

    @cached_property
    def page(self) -> RowPage:
        found = RowPaginator(self.publications, self.conditions.rows, self.total).get_page(self.conditions.page)
        assert isinstance(found, RowPage)
        return found

    @cached_property
    def groups(self) -> list[FacetGroup]:
        """The facets with their counts; values that nothing has are left out unless they are chosen."""
        made = []
        for facet in self.facets:
            numbers, chosen = self.counts.get(facet.name, {}), self.conditions.chosen.get(facet.name, [])
            options = [
                Option(value, label, numbers.get(value, 0), value in chosen)
                for value, label in facet.options.items()
                if value in chosen or numbers.get(value)
            ]
            if options:
                made.append(FacetGroup(facet.name, facet.label, facet.is_open or bool(chosen), options))
        return made

    @property
    def order_parameters(self) -> list[tuple[str, str]]:
        """Order and size where they are not the usual ones."""
        return [
            *([("sort", self.conditions.sort)] if self.conditions.sort != next(iter(SORTS)) else []),
            *([("rows", str(self.conditions.rows))] if self.conditions.rows != SIZES[0] else []),
        ]

    @property
    def clear_address(self) -> str:
        return conditions.address(self.order_parameters)

    @property
    def query(self) -> str:
        """The list's address without its page, for what saves the whole list."""
        return conditions.address([*self.conditions.parameters(), *self.order_parameters])

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

    def ways_out(self) -> list[tuple[str, str]]:
        """For an empty answer: each condition in the way, with the rows that there are without it, and the address."""
        made = []
        for name, text in self._spoken().items():
            if number := self._narrowed(without=name).count():
                made.append((f"「{text}」を外す（{number:,}件）", self.address_without(name)))
        everything = facet_counts.total_of(self._kept)
        return [*made, (f"条件をすべて外す（{everything:,}件）", self.clear_address)]
