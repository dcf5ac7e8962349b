"""What a row of the list shows of each publication, gathered with a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from extraction.kinds import BY_NAME
from guidelines.models import Guideline
from japanese.numbers import filesize
from library.models import DocumentType, Edition, File, Publication
from library.readers import Person

NEW_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One publication of the list."""

    publication: Publication
    edition: Edition
    types: list[DocumentType]
    files: str
    facts: list[tuple[str, str]]
    is_new: bool


def files_in_words(files: Sequence[File]) -> str:
    """「PDF 37ページ（1.2MB）」 for one file, 「PDF 2ファイル（1.6MB）」 for several of a kind."""
    if not files:
        return "リンクだけの登録"
    size = filesize(sum(file.size for file in files))
    labels = list(dict.fromkeys(BY_NAME[file.kind].label if file.kind in BY_NAME else "ファイル" for file in files))
    if len(files) > 1:
        return f"{'・'.join(labels)} {len(files)}ファイル（{size}）"
    kind = BY_NAME.get(files[0].kind)
    pages = f" {files[0].page_count}{kind.unit}" if kind and files[0].page_count else ""
    return f"{labels[0]}{pages}（{size}）"


def facts_of(guideline: Guideline | None) -> list[tuple[str, str]]:
    """The three facts that officers compare; empty ones are left out of a row."""
    if guideline is None:
        return []
    facts = [
        ("非公開情報の入力", guideline.get_secret_input_display()),
        ("サービス", "、".join(service.name for service in guideline.services.all())),
        ("導入範囲", guideline.get_scope_display()),
    ]
    return [(label, text) for label, text in facts if text]


def rows_of(publications: Iterable[Publication], *, person: Person, now: datetime) -> list[Row]:
    """Rows in the order given; four queries for any number of publications."""
    publications = list(publications)
    editions = [publication.live_edition for publication in publications if publication.live_edition]
    keys = [edition.pk for edition in editions]
    types = _types(keys)
    files: dict[int, list[File]] = defaultdict(list)
    for file in (
        File.objects.visible_to(person)
        .filter(edition__in=keys)
        .in_order()
        .only("edition_id", "kind", "size", "page_count")
    ):
        files[file.edition_id].append(file)
    facts = {
        guideline.pk: guideline for guideline in Guideline.objects.filter(pk__in=keys).prefetch_related("services")
    }
    return [
        Row(
            publication=publication,
            edition=edition,
            types=types[edition.pk],
            files="" if edition.link_url and not files[edition.pk] else files_in_words(files[edition.pk]),
            facts=facts_of(facts.get(edition.pk)),
            is_new=publication.updated_at is not None and publication.updated_at > now - NEW_FOR,
        )
        for publication, edition in zip(publications, editions, strict=True)
    ]


def _types(keys: Sequence[int]) -> dict[int, list[DocumentType]]:
    found: dict[int, list[DocumentType]] = defaultdict(list)
    links = Edition.types.through.objects.filter(edition__in=keys).select_related("documenttype")
    for link in links.order_by("documenttype__order", "documenttype_id"):
        found[link.edition_id].append(link.documenttype)
    return found
