"""The list of documents, on screen, as CSV and as Excel."""

from collections.abc import Iterator
from itertools import batched

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
from guidelines import vocabulary as vocabularies
from guidelines.facets import document_facets
from guidelines.filters import DocumentFilter
from guidelines.printed import printed
from guidelines.rows import Row, rows_of
from guidelines.saved import newer
from guidelines.vocabulary import Vocabulary
from library import cells, exports, saved_views
from library.listing import SORTS, Listing, sizes
from library.readers import Person

_NAME = "ガイドライン・資料の一覧"
_FACTS = ("非公開情報の入力", "サービス", "導入範囲")
HEAD = (*cells.FIRST, *_FACTS, "学習させない設定", "ファイル", *cells.LAST)


def _listing(request: HttpRequest, vocabulary: Vocabulary) -> Listing:
    return Listing(request.user, request.GET, document_facets(vocabulary), DocumentFilter)


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    vocabulary = vocabularies.load()
    found = _listing(request, vocabulary)
    rows = found.page.object_list if found.total else []
    context = {
        "listing": found,
        "rows": rows_of(rows, person=request.user, now=clock.now(), vocabulary=vocabulary),
        "sorts": [(name, label) for name, (label, _) in SORTS.items()],
        "sizes": sizes(),
        "ways_out": [] if found.total or not found.conditions.names() else found.ways_out(),
        "printed": printed(request.path + found.query_of_page.removesuffix("?"), _place(found)),
        "most_saved": min(found.total, settings.LIMITS.export_rows),
        "opened": saved_views.opened(request, "guidelines:list", newer=lambda since: newer(request.user, found, since)),
    }
    return render(request, "guidelines/list.html", context)


def _place(found: Listing) -> str:
    pages = found.page.paginator.num_pages
    return f"一覧の{found.page.number}/{pages}ページ（{found.total:,}件）"


@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    return exports.too_many(request) or exports.as_csv(_NAME, HEAD, _lines(request))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    return exports.too_many(request) or exports.as_xlsx(request, _NAME, HEAD, _lines(request))


def _lines(request: HttpRequest) -> Iterator[list[str]]:
    """The list's own rows, in its own order; what is wrong with the question is said before the first is sent."""
    vocabulary = vocabularies.load()
    return _cells_of(_listing(request, vocabulary), request.user, vocabulary)


def _cells_of(found: Listing, person: Person, vocabulary: Vocabulary) -> Iterator[list[str]]:
    """Some hundred at a time."""
    publications = found.publications[: settings.LIMITS.export_rows]
    for some in batched(publications.iterator(chunk_size=exports.AT_ONCE), exports.AT_ONCE):
        for row in rows_of(some, person=person, now=clock.now(), vocabulary=vocabulary):
            yield _cells(row)


def _cells(row: Row) -> list[str]:
    facts = dict(row.facts)
    return [
        *cells.first(row.publication, row.edition, row.types),
        *(facts.get(name, "") for name in _FACTS),
        row.training,
        row.files,
        *cells.last(row.publication),
    ]
