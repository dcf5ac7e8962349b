"""The register of kinds: what the spine asks of each, named in settings because a low app may not import a high one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from library.models import Edition, Kind


@dataclass(frozen=True)
class Check:
    """One automatic check of an edition: what was looked at, what was found, and the page that shows it."""

    title: str
    is_ok: bool
    detail: str = ""
    page: int | None = None
    file_id: int | None = None


@dataclass(frozen=True)
class KindEntry:
    """Everything that differs from kind to kind."""

    kind: Kind
    details_form: str
    checks: Callable[[Edition], Iterable[Check]]
    diff_fields: Callable[[Edition], Iterable[tuple[str, str]]]
    facet_values: Callable[[Edition], Iterable[tuple[str, str]]]
    save_details: Callable[[Edition, Mapping[str, Any]], None]
    copy_details: Callable[[Edition, Edition], None]


@cache
def entries() -> dict[str, KindEntry]:
    """All kinds by their value."""
    found = [import_string(path) for path in settings.LIBRARY_KINDS]
    return {entry.kind.value: entry for entry in found}


def entry_of(edition: Edition) -> KindEntry:
    return entries()[edition.publication.kind]
