"""The register of kinds: what the spine asks of each, named in settings because a low app may not import a high one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from library.facet_options import Facet
from library.models import Edition, Kind


class Severity(IntEnum):
    """Problems are shown in this order."""

    ALARM = 1  # what must not get out
    PROBLEM = 2
    NOTICE = 3  # worth knowing, and seldom a fault


@dataclass(frozen=True)
class Place:
    """One line below a check: what is there, and where; the label is a link when it has an address.

    `more`: what it sums up, line by line; `folds`: these are many, and are shown when they are asked for.
    """

    text: str
    label: str = ""
    address: str = ""
    more: "tuple[Place, ...]" = ()
    folds: bool = False


@dataclass(frozen=True)
class Check:
    """One automatic check of an edition: what was looked at, what was found, and where."""

    title: str
    is_ok: bool
    detail: str = ""
    severity: Severity = Severity.PROBLEM
    places: tuple[Place, ...] = ()
    unread_file: int | None = None  # its reading may be tried again


@dataclass(frozen=True)
class KindEntry:
    """Everything that differs from kind to kind."""

    kind: Kind
    details_form: str
    checks: Callable[[Edition], Iterable[Check]]
    words: Callable[[Edition], Iterable[str]]
    diff_fields: Callable[[Edition], Iterable[tuple[str, str]]]
    facet_values: Callable[[Edition], Iterable[tuple[str, str]]]
    facets: Callable[[], Iterable[Facet]]
    save_details: Callable[[Edition, Mapping[str, Any]], None]
    copy_details: Callable[[Edition, Edition], None]


@cache
def entries() -> dict[str, KindEntry]:
    """All kinds by their value."""
    found = [import_string(path) for path in settings.LIBRARY_KINDS]
    return {entry.kind.value: entry for entry in found}


def offered_facets() -> list[Facet]:
    """Those of all kinds, each once."""
    found: dict[str, Facet] = {}
    for entry in entries().values():
        for facet in entry.facets():
            found.setdefault(facet.name, facet)
    return list(found.values())


def entry_of(edition: Edition) -> KindEntry:
    return entries()[edition.publication.kind]
