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
    return Vocabulary(
        types={row.slug: row for row in DocumentType.objects.order_by("order", "id")},
        services=dict(Service.objects.order_by("order", "id").values_list("slug", "name")),
    )
