"""How the index stands to what is live, asked cheaply: for the desk's pages and the system check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef

from library.models import Publication
from search.indexing import freshness, index
from search.models import Generation, Indexed

_LATE = timedelta(minutes=30)


@dataclass(frozen=True)
class Standing:
    """`behind`: live editions that are to be looked through; `never_since`: since when one of them never was."""

    read: Generation | None
    growing: Generation | None
    live: int
    behind: int
    left_of_growing: int
    pages: int
    never_since: datetime | None

    @property
    def is_outdated(self) -> bool:
        return self.read is not None and index.is_outdated(self.read)

    @property
    def done_of_growing(self) -> int:
        return self.live - self.left_of_growing

    def is_late(self, *, now: datetime) -> bool:
        return self.never_since is not None and self.never_since < now - _LATE


def standing() -> Standing:
    """Makes nothing, also where there is no index yet."""
    live = Publication.objects.live().aggregate(number=Count("pk"), since=Min("updated_at"))
    builds = list(Generation.objects.order_by("-pk"))
    read = next((each for each in builds if each.finished_at), None)
    if read is None:
        return Standing(None, None, live["number"], live["number"], 0, 0, live["since"])
    growing = next((each for each in builds if not each.finished_at and each.pk > read.pk), None)
    known = Indexed.objects.filter(generation=read, edition=OuterRef("pk"), pages_read__isnull=False)
    behind = freshness.behind(read).aggregate(
        number=Count("pk"), since=Min("publication__updated_at", filter=~Exists(known))
    )
    pages, _, _ = read.extents.sums()
    left = freshness.behind(growing).count() if growing else 0
    return Standing(read, growing, live["number"], behind["number"], left, pages, behind["since"])


def problems(found: Standing, *, now: datetime) -> Iterator[str]:
    """Sentences for who keeps the portal running."""
    if found.live and found.read is None:
        yield "公開中の資料がありますが、検索の索引がありません。ワーカーが動いていれば、数分で作られます"
        return
    if found.is_outdated:
        yield "検索の索引が、いまの言葉の分け方か辞書で作られていません。ワーカーが作り直すまで、前のもので検索します"
    if found.is_late(now=now):
        yield f"公開から{_LATE.seconds // 60}分たっても検索できない資料があります（索引を待つ資料は{found.behind:,}件）"
