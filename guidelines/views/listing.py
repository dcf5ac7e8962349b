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
from library import exports, saved_views
from library.listing import SORTS, Listing, sizes
from library.models import Visibility
from library.readers import Person

_NAME = "ガイドライン・資料の一覧"
_FACTS = ("非公開情報の入力", "サービス", "導入範囲")
HEAD = (
    "番号", "団体", "資料の名前", "種類", "版", "公表日", "改定日", "概要",
    *_FACTS, "学習させない設定", "ファイル", "公開範囲", "アドレス",
)  # fmt: skip


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
    publication, edition, facts = row.publication, row.edition, dict(row.facts)
    return [
        str(publication.pk),
        publication.owner.name,
        edition.title,
        "、".join(kind.name for kind in row.types),
        edition.name,
        edition.issued_on.isoformat() if edition.issued_on else "",
        edition.revised_on.isoformat() if edition.revised_on else "",
        edition.summary,
        *(facts.get(name, "") for name in _FACTS),
        row.training,
        row.files,
        Visibility(publication.visibility).label,
        settings.BASE_URL + publication.get_absolute_url(),
    ]
