"""What a row of the list shows of each publication, gathered with a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guidelines import vocabulary as vocabularies
from guidelines.models import Guideline
from guidelines.vocabulary import Vocabulary
from library.in_words import days_of, files_in_words
from library.models import DocumentType, Edition, FacetValue, File, Publication
from library.readers import Person

NEW_FOR = timedelta(days=30)
_SHOWN_FACETS = ("kind", "secret", "scope", "svc", "training")

type Values = Mapping[str, Sequence[str]]  # facet → values


@dataclass(frozen=True)
class Row:
    """One publication of the list. `training` is for what saves the list; the page has no room for it."""

    publication: Publication
    edition: Edition
    types: list[DocumentType]
    files: str
    facts: list[tuple[str, str]]
    training: str
    is_new: bool
    is_revised: bool

    @property
    def days(self) -> list[tuple[date, str]]:
        return days_of(self.edition)

    @property
    def labels(self) -> list[str]:
        """What it is: its types and its files."""
        return [*(kind.name for kind in self.types), *([self.files] if self.files else [])]


def rows_of(
    publications: Iterable[Publication], *, person: Person, now: datetime, vocabulary: Vocabulary | None = None
) -> list[Row]:
    """Rows in the order given; two queries for any number of publications, two more without a vocabulary."""
    live = [(publication, publication.live_edition) for publication in publications if publication.live_edition]
    if not live:
        return []
    vocabulary = vocabulary or vocabularies.load()
    values = _values([publication.pk for publication, _ in live])
    files = _files([edition.pk for _, edition in live], person)
    return [
        Row(
            publication=publication,
            edition=edition,
            types=[row for slug, row in vocabulary.types.items() if slug in values[publication.pk]["kind"]],
            files=files_in_words(files[edition.pk]) or ("リンクだけの登録" if edition.link_url else ""),
            facts=_facts(values[publication.pk], vocabulary),
            training=_label(Guideline.Training, values[publication.pk]["training"]),
            is_new=publication.published_at is not None and publication.published_at > now - NEW_FOR,
            is_revised=edition.number > 1,
        )
        for publication, edition in live
    ]


def _values(publications: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """The facet rows say what the live editions say, and they lie together."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = FacetValue.objects.filter(publication__in=publications, facet__in=_SHOWN_FACETS)
    for publication, facet, value in rows.values_list("publication", "facet", "value"):
        found[publication][facet].append(value)
    return found


def _files(editions: Sequence[int], person: Person) -> dict[int, list[File]]:
    found: dict[int, list[File]] = defaultdict(list)
    visible = File.objects.visible_to(person).taken().filter(edition__in=editions).in_order()
    for file in visible.only("edition_id", "kind", "size", "page_count"):
        found[file.edition_id].append(file)
    return found


def _facts(values: Values, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """The three facts that officers compare; empty ones are left out of a row."""
    facts = [
        ("非公開情報の入力", _label(Guideline.SecretInput, values["secret"])),
        ("サービス", "、".join(name for slug, name in vocabulary.services.items() if slug in values["svc"])),
        ("導入範囲", _label(Guideline.Scope, values["scope"])),
    ]
    return [(label, text) for label, text in facts if text]


def _label(
    choices: type[Guideline.SecretInput] | type[Guideline.Scope] | type[Guideline.Training], found: Sequence[str]
) -> str:
    return str(choices(found[0]).label) if found else ""
