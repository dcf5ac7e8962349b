"""Narrows a list of publications: the conditions that all kinds have; a kind adds its own facets to them."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from library.models import FacetValue, File, Publication

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # ASCII → full-width


class ValuesField(forms.Field):
    """Any number of values; `library.conditions` has left only those that exist."""

    widget = forms.MultipleHiddenInput


class FacetFilter(django_filters.Filter):
    """Any of the chosen values of one facet."""

    field_class = ValuesField


class PublicationFilter(django_filters.FilterSet):
    """Values within a facet are alternatives; facets, words and days narrow each other."""

    kind = FacetFilter(label="種類")
    theme = FacetFilter(label="課題・テーマ")
    region = FacetFilter(label="地方")
    pref = FacetFilter(label="都道府県")
    fy = FacetFilter(label="公表した年度")
    format = FacetFilter(label="ファイルの形式")
    q = django_filters.CharFilter(label="言葉", method="find")
    since = django_filters.DateFilter(label="から", field_name="dated_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="まで", field_name="dated_on", lookup_expr="lte")

    class Meta:
        model = Publication
        fields: list[str] = []

    def find(self, queryset: QuerySet[Publication], _name: str, typed: str) -> QuerySet[Publication]:
        return find_words(queryset, typed)

    @cached_property
    def _values(self) -> dict[str, Any]:
        assert self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def narrowed(self, names: Collection[str] | None = None) -> QuerySet[Publication]:
        """The rows under all conditions, or under those named.

        Facets are looked up row by row: a list that is long stops after its first page of rows, and for a list that
        is short the rows are known by their sets.
        """
        found: QuerySet[Publication] = self.queryset
        for name, value in self._values.items():
            if names is not None and name not in names:
                continue
            if isinstance(self.filters[name], FacetFilter):
                rows = FacetValue.objects.filter(publication=OuterRef("pk"), facet=name, value__in=value)
                found = found.filter(Exists(rows))
                if name == "fy":
                    found = found.filter(_within(value))
            else:
                found = self.filters[name].filter(found, value)
        return found


def _within(years: Collection[str]) -> Q:
    """The days of fiscal years: where the rows lie in the order of days, so that nobody walks there from today."""
    numbers = [int(year) for year in years]
    return Q(dated_on__gte=date(min(numbers), 4, 1), dated_on__lt=date(max(numbers) + 1, 4, 1))


def find_words(queryset: QuerySet[Publication], typed: str) -> QuerySet[Publication]:
    """Rows with every word in the title, the summary, the body's name or a file's name, whatever the width of letters.

    What stands inside the files is for full-text search.
    """
    for word in typed.split():
        anywhere, named = Q(), Q()
        for spelling in _spellings(word):
            named |= Q(name__icontains=spelling) | _sent_as(spelling)
            anywhere |= (
                Q(live_edition__title__icontains=spelling)
                | Q(live_edition__summary__icontains=spelling)
                | Q(owner__name__icontains=spelling)
            )
        # Last and once for all spellings: the dearest look, made only for rows that nothing else finds. A file that is
        # kept closer than its publication is not found by its name.
        files = File.objects.taken().filter(named, edition=OuterRef("live_edition"), visibility=None)
        queryset = queryset.filter(anywhere | Q(Exists(files)))
    return queryset


def _sent_as(spelling: str) -> Q:
    """Not by the folders that it came from: of these only its own office knows."""
    behind_folders = rf"{re.escape(spelling)}[^/\\]*$"
    return Q(sent_name__icontains=spelling, sent_name__iregex=behind_folders)


def _spellings(word: str) -> set[str]:
    """The word as typed, in plain width, and with its letters and digits wide, large and small."""
    plain = unicodedata.normalize("NFKC", word)
    return {word, plain, *(form.translate(_WIDE) for form in (plain, plain.upper(), plain.lower()))}
