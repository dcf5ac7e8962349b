"""The list of results as CSV: the publications in the order of the page, each with the pages that have it."""

from collections.abc import Iterator
from itertools import batched

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from library import exports
from library.kinds import offered_facets
from library.models import Visibility
from search import asked
from search.results import Results
from search.shown import Row, shown
from search.views.in_time import in_time

_NAME = "検索結果"
_AT_ONCE = 100
HEAD = (
    "番号", "団体", "資料の名前", "種類", "版", "公表日", "改定日", "概要", "ファイル", "該当ページの数",
    "おもな該当ページ", "公開範囲", "アドレス",
)  # fmt: skip


@require_safe
@in_time
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """What is found is known before the first line is sent."""
    if refused := exports.too_many(request):
        return refused
    facets = offered_facets()
    found = Results(request.user, asked.read(request.GET, facets), facets)
    return exports.as_csv(_NAME, HEAD, _lines(found, found.ids[: settings.LIMITS.export_rows]))


def _lines(found: Results, ids: list[int]) -> Iterator[list[str]]:
    for some in batched(ids, _AT_ONCE):
        for row in shown(found, some).rows:
            yield _cells(row)


def _cells(row: Row) -> list[str]:
    publication, edition = row.publication, row.edition
    return [
        str(publication.pk),
        publication.owner.name,
        edition.title,
        "、".join(kind.name for kind in row.types),
        edition.name,
        edition.issued_on.isoformat() if edition.issued_on else "",
        edition.revised_on.isoformat() if edition.revised_on else "",
        edition.summary,
        row.files,
        f"{row.pages}以上" if row.is_more else str(row.pages),
        "、".join(f"{hit.file} {hit.name}" for hit in row.hits),
        Visibility(publication.visibility).label,
        settings.BASE_URL + publication.get_absolute_url(),
    ]
