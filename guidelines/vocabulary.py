"""The names of document types and services, read once for a page: facets and rows show them by their short names."""

from dataclasses import dataclass

from guidelines.models import Service
from library.models import DocumentType


@dataclass(frozen=True)
class Vocabulary:
    """By short name, in the order of the secretariat."""

    types: dict[str, DocumentType]
    services: dict[str, str]


def load() -> Vocabulary:
    """Two queries."""
    return Vocabulary(_types(), dict(Service.objects.order_by("order", "id").values_list("slug", "name")))


def load_types() -> Vocabulary:
    """For rows whose facts are not shown. One query."""
    return Vocabulary(_types(), {})


def _types() -> dict[str, DocumentType]:
    return {row.slug: row for row in DocumentType.objects.order_by("order", "id")}
