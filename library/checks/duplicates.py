"""The same bytes elsewhere, as far as the reader may know of it; nothing is said of the rest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, Window
from django.db.models.functions import DenseRank
from django.urls import reverse

from accounts.models import Organization
from library.kinds import Check, Place
from library.models import Edition, EditionState, File, FileGate, Publication
from library.readers import Person, reader_of

_MOST_TWINS = 3


@dataclass(frozen=True)
class Twin:
    """Another publication with the same bytes: the edition that stands for it, and where its reader opens it."""

    edition: Edition
    address: str

    @property
    def publication(self) -> Publication:
        return self.edition.publication

    @property
    def owner(self) -> Organization:
        return self.publication.owner

    @property
    def state(self) -> str:
        """Said of what is still on its way."""
        return f"（{self.edition.get_state_display()}）" if self.edition.is_open else ""


def twins_of(edition: Edition, files: Iterable[File], reader: Person) -> dict[int, list[Twin]]:
    """The id of each file of an edition → its twins, at most three each; two queries for all of them."""
    files = list(files)
    rank = Window(DenseRank(), partition_by="sha256", order_by="edition__publication")
    same = File.objects.visible_to(reader).taken().filter(_to_be_named(reader), edition__publication__binned_at=None)
    same = same.filter(sha256__in={file.sha256 for file in files if file.sha256})
    same = same.exclude(edition__publication=edition.publication_id)
    rows = same.annotate(rank=rank).filter(rank__lte=_MOST_TWINS).order_by("edition_id")
    found: dict[tuple[str, int], int] = {}
    for sha256, publication, pk, state, live in rows.values_list(
        "sha256", "edition__publication", "edition_id", "edition__state", "edition__publication__live_edition"
    ):
        is_read = state in EditionState.PUBLIC
        if is_read or (sha256, publication) not in found:
            found[sha256, publication] = live if is_read else pk
    editions = Edition.objects.select_related("publication__owner__prefecture").in_bulk(set(found.values()))
    return {
        file.pk: [_twin(editions[found[key]], reader) for key in sorted(found) if key[0] == file.sha256]
        for file in files
    }


def _to_be_named(reader: Person) -> Q:
    """What is live, and what is on its way: for the desk what was handed in, for a body all of its own."""
    live = Q(
        edition__state__in=EditionState.PUBLIC,
        edition__publication__in=Publication.objects.visible_to(reader).values("pk"),
    )
    waiting = (EditionState.SUBMITTED,) if reader_of(reader).sees_desk else EditionState.OPEN
    return live | Q(edition__state__in=waiting)


def _twin(edition: Edition, reader: Person) -> Twin:
    if not edition.is_open:
        return Twin(edition, edition.publication.get_absolute_url())
    if reader_of(reader).sees_desk:
        return Twin(edition, reverse("review:decide", args=[edition.pk]))
    return Twin(edition, edition.get_absolute_url())


def _within(files: Sequence[File], names: Mapping[int, str]) -> Iterator[Place]:
    """The same bytes twice in one edition."""
    first: dict[str, File] = {}
    for file in files:
        if file.gate == FileGate.TAKEN and (earlier := first.setdefault(file.sha256, file)) is not file:
            yield Place(f"この資料の「{names[earlier.pk]}」と同じ内容です", label=names[file.pk])


def duplicates(edition: Edition, files: Sequence[File], names: Mapping[int, str], reader: Person) -> Check:
    known = twins_of(edition, [file for file in files if file.gate == FileGate.TAKEN], reader)
    places = tuple(
        Place(
            f"「{names[file.pk]}」と同じ内容のファイルです{twin.state}",
            label=f"{twin.owner}「{twin.edition}」",
            address=twin.address,
        )
        for file in files
        for twin in known.get(file.pk, [])
    )
    places += tuple(_within(files, names))
    if places:
        return Check("同じ内容のファイルがあります", is_ok=False, places=places)
    return Check("同じ内容のファイル", is_ok=True, detail="見つかりませんでした")
