"""Narrows a list of publications: one FilterSet for all kinds, fed by the facets that a kind names."""

import unicodedata
from collections.abc import Iterable

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from library.facet_options import Facet
from library.models import FacetValue, File, Publication


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Any of the chosen values of one facet."""

    def filter(self, qs: QuerySet[Publication], value: list[str]) -> QuerySet[Publication]:
        if not value:
            return qs
        rows = FacetValue.objects.filter(facet=self.field_name, value__in=value)
        return qs.filter(pk__in=rows.values("publication"))


def find_words(queryset: QuerySet[Publication], _name: str, typed: str) -> QuerySet[Publication]:
    """Every word in title, summary, body's name or a file's name. Inside the files, full-text search looks later."""
    for word in typed.split():
        variants = {word, unicodedata.normalize("NFKC", word)}
        anywhere = Q()
        for variant in variants:
            anywhere |= (
                Q(live_edition__title__icontains=variant)
                | Q(live_edition__summary__icontains=variant)
                | Q(owner__name__icontains=variant)
                | Q(Exists(_files_named(variant)))
            )
        queryset = queryset.filter(anywhere)
    return queryset


def _files_named(word: str) -> QuerySet[File]:
    named = Q(name__icontains=word) | Q(sent_name__icontains=word)
    return File.objects.taken().filter(named, edition=OuterRef("live_edition"), visibility=None)


class PublicationFilter(django_filters.FilterSet):
    """`q`, `since`, `until` for all; the facets are added by `filter_for`."""

    q = django_filters.CharFilter(method=find_words)
    since = django_filters.DateFilter(field_name="dated_on", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="dated_on", lookup_expr="lte")

    class Meta:
        model = Publication
        fields: list[str] = []


def filter_for(facets: Iterable[Facet]) -> type[PublicationFilter]:
    """A FilterSet with one filter for each facet."""
    added = {facet.name: FacetFilter(field_name=facet.name, choices=list(facet.options.items())) for facet in facets}
    return type("FacetedFilter", (PublicationFilter,), added)
