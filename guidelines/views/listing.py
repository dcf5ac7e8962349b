"""The list of documents, on screen, as CSV and as Excel."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
from guidelines.facets import document_facets
from guidelines.rows import Row, rows_of
from library import exports
from library.conditions import PAGE_SIZES
from library.listing import SORTS, Listing
from library.models import Publication, Visibility

HEAD = [
    "番号", "団体", "題名", "種類", "版", "公表日", "改定日", "概要",
    "非公開情報の入力", "サービス", "導入範囲", "ファイル", "公開範囲",
]  # fmt: skip
_AT_ONCE = 500


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    found = Listing(request.user, request.GET, document_facets())
    page: Page[Publication] = found.page
    context = {
        "listing": found,
        "page": page,
        "rows": rows_of(page.object_list, person=request.user, now=clock.now()),
        "sorts": [(name, label) for name, (label, _) in SORTS.items()],
        "sizes": PAGE_SIZES,
        "ways_out": found.ways_out() if not found.total and not found.conditions.is_empty else [],
    }
    return render(request, "guidelines/list.html", context)


@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    return exports.too_many(request) or exports.as_csv("ガイドライン・資料の一覧", HEAD, _lines(request))


@require_safe
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    return exports.too_many(request) or exports.as_xlsx("ガイドライン・資料の一覧", HEAD, _lines(request))


def _lines(request: HttpRequest) -> Iterator[list[str]]:
    """The list's own rows, in its own order, some hundred at a time."""
    publications = Listing(request.user, request.GET, document_facets()).publications
    for start in range(0, settings.LIMITS.export_rows, _AT_ONCE):
        rows = rows_of(publications[start : start + _AT_ONCE], person=request.user, now=clock.now())
        yield from (_cells(row) for row in rows)
        if len(rows) < _AT_ONCE:
            return


def _cells(row: Row) -> list[str]:
    edition, facts = row.edition, dict(row.facts)
    return [
        str(row.publication.pk),
        row.publication.owner.name,
        edition.title,
        "、".join(kind.name for kind in row.types),
        edition.name,
        edition.issued_on.isoformat() if edition.issued_on else "",
        edition.revised_on.isoformat() if edition.revised_on else "",
        edition.summary,
        *(facts.get(name, "") for name in ("非公開情報の入力", "サービス", "導入範囲")),
        row.files,
        Visibility(row.publication.visibility).label,
    ]
