"""The list of results as CSV and Excel: the publications in the order of the page, each with the pages that have it."""

from collections.abc import Iterator
from itertools import batched

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from library import cells, exports
from library.kinds import offered_facets
from search.answers import asked
from search.answers.results import Results
from search.answers.shown import Row, shown
from search.lookup.time_limit import time_limit
from search.views.in_time import says_when_cut_off

_NAME = "検索結果"
_AT_ONCE = 100
HEAD = (
    *cells.FIRST, "ファイル", "該当ページの数", "おもな該当ページ", "該当する文", "該当ページのアドレス", *cells.LAST
)  # fmt: skip


@require_safe
@says_when_cut_off
def export_csv(request: HttpRequest) -> HttpResponseBase:
    return exports.too_many(request) or exports.as_csv(_NAME, HEAD, _found(request))


@require_safe
@says_when_cut_off
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    return exports.too_many(request) or exports.as_xlsx(request, _NAME, HEAD, _found(request))


def _found(request: HttpRequest) -> Iterator[list[str]]:
    """What is found is known before the first line is sent; to write it takes as long as the list is."""
    facets = offered_facets()
    found = Results(request.user, asked.read(request.GET, facets), facets)
    with time_limit():
        ids = found.ids[: settings.LIMITS.export_rows]
    return _lines(found, ids)


def _lines(found: Results, ids: list[int]) -> Iterator[list[str]]:
    for some in batched(ids, _AT_ONCE):
        for row in shown(found, some).rows:
            yield _cells(row)


def _cells(row: Row) -> list[str]:
    return [
        *cells.first(row.publication, row.edition, row.types),
        row.files,
        f"{row.pages}以上" if row.is_more else str(row.pages),
        # The same places in three cells, line by line.
        "\n".join(f"{hit.file} {hit.name}" for hit in row.hits),
        "\n".join(hit.text.plain for hit in row.hits),
        "\n".join(settings.BASE_URL + hit.address for hit in row.hits),
        *cells.last(row.publication),
    ]
