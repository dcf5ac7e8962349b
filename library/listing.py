"""A list of publications as one reader sees it: rows, counts of every facet, pills, empty answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import QueryDict

from library import conditions
from library.facet_options import Facet
from library.filters import filter_for
from library.models import FacetCount, FacetValue, Publication, PublicationState
from library.readers import Person, reader_of

SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "dated": ("公表・改定の新しい順", ("-dated_on", "-id")),
    "updated": ("登録の新しい順", ("-updated_at", "-id")),
    "pref": ("都道府県の順", ("owner__order", "-dated_on", "-id")),
}

type Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Option:
    """One check box of a facet."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class FacetGroup:
    name: str
    label: str
    open: bool
    options: list[Option]


class _KnownCount(Paginator):  # type: ignore[type-arg]
    """A paginator that does not ask the database for a number that is known."""

    def __init__(self, rows: QuerySet[Publication], size: int, total: int) -> None:
        super().__init__(rows, size)
        self.__dict__["count"] = total


class Listing:
    """Everything a list page asks. Each number is asked once, and only when the page shows it."""

    def __init__(self, person: Person, query: QueryDict, groups: Sequence[Facet]) -> None:
        self.person, self.query, self.facets = person, query, groups
        self.reader = reader_of(person)
        self.conditions = conditions.read(query, groups, list(SORTS))
        self._filter = filter_for(groups)

    def _narrowed(self, *, without: str = "") -> QuerySet[Publication]:
        visible = Publication.objects.visible_to(self.person)
        return self._filter(self.conditions.data(without=without), queryset=visible).qs

    @property
    def publications(self) -> QuerySet[Publication]:
        """All rows in order, with what a row shows of its edition and its owner."""
        return self._narrowed().with_live_edition().order_by(*SORTS[self.conditions.sort][1])

    @cached_property
    def total(self) -> int:
        if self.conditions.is_empty:
            return self.counts[""].get("", 0)
        return self._narrowed().count()

    @cached_property
    def page(self) -> "Page[Publication]":
        pages = _KnownCount(self.publications, self.conditions.rows, self.total)
        return pages.get_page(self.conditions.page)

    @cached_property
    def counts(self) -> Counts:
        """Facet → value → how many rows a choice would give beside the other conditions."""
        if self.conditions.is_empty:
            return self._kept_counts()
        chosen = self.conditions.chosen
        found = self._grouped(self._narrowed(), Q() if not chosen else ~Q(facet__in=list(chosen)))
        for name in chosen:
            found |= self._grouped(self._narrowed(without=name), Q(facet=name))
        return found

    def _kept_counts(self) -> Counts:
        rows = FacetCount.objects.filter(visibility__gte=self.reader.level).values_list("facet", "value")
        found: Counts = defaultdict(dict)
        for facet, value, number in rows.annotate(n=Sum("count")):
            found[facet][value] = number
        if self.reader.body is not None and not self.reader.sees_desk:
            for facet, value, number in self._kept_back():
                found[facet][value] = found[facet].get(value, 0) + number
        return found

    def _kept_back(self) -> list[tuple[str, str, int]]:
        """The own body's items below the reader's level, which the kept counts leave out; they are few."""
        rows = FacetValue.objects.filter(
            publication__state=PublicationState.LIVE,
            publication__owner=self.reader.body,
            publication__is_proxy=False,
            publication__visibility__lt=self.reader.level,
        )
        return list(rows.values_list("facet", "value").annotate(n=Count("pk")))

    @staticmethod
    def _grouped(publications: QuerySet[Publication], which: Q) -> Counts:
        found: Counts = defaultdict(dict)
        rows = FacetValue.objects.filter(which, publication__in=publications.order_by().values("pk"))
        for facet, value, number in rows.values_list("facet", "value").annotate(n=Count("pk")):
            found[facet][value] = number
        return found

    @property
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

    def address_without(self, name: str, value: str = "") -> str:
        """The list's address without one condition (or all values of one), at page 1."""
        query = self.query.copy()
        query.pop("page", None)
        kept = [given for given in query.getlist(name) if value and given != value]
        query.setlist(name, kept)
        if not kept:
            query.pop(name, None)
        return f"?{query.urlencode()}"

    @property
    def pills(self) -> list[tuple[str, str]]:
        """(text, address without it) of every condition."""
        made = []
        labels = {facet.name: facet for facet in self.facets}
        for name, values in self.conditions.chosen.items():
            facet = labels[name]
            made += [
                (f"{facet.label}：{facet.options[value].strip()}", self.address_without(name, value))
                for value in values
            ]
        if self.conditions.words:
            made.append((f"言葉：{self.conditions.words}", self.address_without("q")))
        if self.conditions.since:
            made.append((conditions.spoken(self.conditions.since, "から"), self.address_without("from")))
        if self.conditions.until:
            made.append((conditions.spoken(self.conditions.until, "まで"), self.address_without("to")))
        return made

    def ways_out(self) -> list[tuple[str, str]]:
        """For an empty answer: which condition to drop, and how many rows that would give."""
        made = []
        for name in self.conditions.chosen:
            number = self._narrowed(without=name).count()
            label = next(facet.label for facet in self.facets if facet.name == name)
            if number:
                made.append((f"「{label}」の条件を外す（{number}件）", self.address_without(name)))
        everything = Publication.objects.visible_to(self.person).count()
        return [*made, (f"条件をすべて外す（{everything}件）", "?")]
