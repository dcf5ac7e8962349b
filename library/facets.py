"""Keeps what lists are narrowed by in step with what is live, inside the transaction of the verb."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from accounts.models import Organization
from audit.models import Event
from audit.verbs import READS
from japanese.fiscal import fiscal_year
from library import id_sets
from library.kinds import entry_of
from library.models import Edition, FacetSet, FacetValue, Publication, PublicationState

type Value = tuple[str, str]

# What decides who sees a publication lies beside its facets, so that counting looks nothing else up.
LEVEL, OWN = "level", "own"


def follow(event: Event) -> None:
    """Follower of the log: whatever changed a publication, its rows are made to agree with it.

    Not after reads: they are told without the publication's lock, and by one who holds the end of the log already.
    """
    if event.target_kind == "publication" and event.verb not in READS:
        refresh(int(event.target_id))


def values_of(edition: Edition) -> Iterator[Value]:
    """(facet, value) of an edition: what every kind has, then what its kind adds."""
    owner = edition.publication.owner
    for slug in edition.types.values_list("slug", flat=True):
        yield "kind", slug
    for slug, parent in edition.themes.values_list("slug", "parent__slug"):
        yield "theme", slug
        if parent:
            yield "theme", parent
    if owner.kind == Organization.Kind.PREFECTURE and owner.prefecture is not None:
        yield "pref", owner.prefecture.code
        yield "region", owner.prefecture.region
    if day := edition.publication.dated_on:
        yield "fy", str(fiscal_year(day))
    yield from entry_of(edition).facet_values(edition)


def readers_of(publication: Publication) -> Iterator[Value]:
    """The level from which on it is seen, and the body that sees its own below that (`models.publication.seen_by`)."""
    yield LEVEL, str(int(publication.visibility))
    if not publication.is_proxy:
        yield OWN, str(publication.owner_id)


@transaction.atomic
def refresh(publication_id: int) -> None:
    """Make the rows and sets of one publication right; does nothing when they are."""
    publication = (
        Publication.objects.select_related("live_edition", "owner__prefecture").filter(pk=publication_id).first()
    )
    old = set(FacetValue.objects.filter(publication=publication_id).values_list("facet", "value"))
    new: set[Value] = set()
    if publication is not None and publication.state == PublicationState.LIVE and publication.live_edition is not None:
        publication.live_edition.publication = publication
        new = {*values_of(publication.live_edition), *readers_of(publication)}
    gone, come = old - new, new - old
    for facet, value in gone:
        FacetValue.objects.filter(publication=publication_id, facet=facet, value=value).delete()
    FacetValue.objects.bulk_create(
        FacetValue(publication_id=publication_id, facet=facet, value=value) for facet, value in sorted(come)
    )
    # Always in the same order: two verbs at once must not wait for each other in a ring.
    for facet, value in sorted(gone | come):
        _mark(publication_id, facet, value, is_member=(facet, value) in come)


def _mark(publication_id: int, facet: str, value: str, *, is_member: bool) -> None:
    piece, place = divmod(publication_id, id_sets.SPAN)
    key: dict[str, Any] = {"facet": facet, "value": value, "piece": piece}
    row = FacetSet.objects.select_for_update().filter(**key).first()
    if row is None:
        FacetSet.objects.get_or_create(**key)
        row = FacetSet.objects.select_for_update().get(**key)
    members, bit = id_sets.unpacked(bytes(row.members)), 1 << place
    row.members = id_sets.packed(members | bit if is_member else members & ~bit)
    row.save(update_fields=["members"])


@transaction.atomic
def rebuild() -> None:
    """Make all sets anew from the narrow rows; for imports by bulk rows, and the cure should the two ever differ."""
    members: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    rows = FacetValue.objects.values_list("facet", "value", "publication")
    for facet, value, publication in rows.iterator(chunk_size=5000):
        piece, place = divmod(publication, id_sets.SPAN)
        members[facet, value, piece].append(place)
    FacetSet.objects.all().delete()
    FacetSet.objects.bulk_create(
        [
            FacetSet(facet=facet, value=value, piece=piece, members=id_sets.packed(id_sets.of(places)))
            for (facet, value, piece), places in sorted(members.items())
        ],
        batch_size=200,
    )
