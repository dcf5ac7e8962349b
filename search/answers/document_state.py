"""Whether a document can be found, for those who work on it: looked through, waiting, in part, failed."""

from dataclasses import dataclass, field

from library.models import Edition, Reading
from library.readers import Person
from search.answers import failures, gaps
from search.answers.shown import files_with_words, unread
from search.indexing import index
from search.models import SearchRow


@dataclass(frozen=True)
class DocumentState:
    """`reasons`: sentences on what of it cannot be found."""

    label: str
    tone: str
    reasons: list[str] = field(default_factory=list)


def state_of(edition: Edition, person: Person) -> DocumentState:
    """Of a live edition; pages and files are those that this person sees."""
    to = index.generation()
    rows = SearchRow.objects.visible_to(person).filter(generation=to, edition=edition, number__gt=0)
    files = files_with_words(person, [edition.pk])[edition.pk]
    is_behind = gaps.waits(person, edition, to)
    if any(file.reading in {Reading.WAITING, Reading.WORKING} for file in files):
        return DocumentState(f"待機中（読み取り中、いま{rows.count():,}ページ）", "blue")
    if is_behind:
        if _has_failed(edition):
            return DocumentState("失敗", "red", ["索引に入れられませんでした。ワーカーがくり返し試みます"])
        return DocumentState("待機中", "blue", ["数分のうちに、中の言葉で見つかるようになります"])
    if reasons := unread(files):
        return DocumentState(f"一部のみ（{rows.count():,}ページ）", "orange", reasons)
    return DocumentState(f"済（{rows.count():,}ページ）", "green")


def _has_failed(edition: Edition) -> bool:
    """Since it was published; what failed before was another edition, or is long put right."""
    since = edition.publication.updated_at
    return since is not None and any(failures.failed([edition.publication_id], since=since))
