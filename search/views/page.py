"""The page of results, and the list of all pages of one publication that have what is sought."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
from library.kinds import offered_facets
from library.page_of_rows import RowPaginator
from search import asked, gaps, inside, told
from search.asked import PARTS, SORTS, Asked
from search.corrections import corrections
from search.results import Results
from search.shown import shown
from search.within_words import rows_within_words

_PAGES_AT_ONCE = 30


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    facets = offered_facets()
    question = asked.read(request.GET, facets)
    context = _frame(request, question)
    if not question.typed:
        return render(request, "search/start.html", context)
    found = Results(request.user, question, facets)
    if question.inside:
        return _within_one(request, found, context)
    page = RowPaginator(found.ids, question.conditions.rows, found.total).get_page(question.conditions.page)  # type: ignore[arg-type]
    context |= {
        "results": found,
        "page": page,
        "shown": shown(found, list(page.object_list)),
        "widened": told.widened(found),
        "begun": told.begun(found),
        "missing": told.missing(found),
        "corrections": corrections(found) if found.everything.is_partial or not found.everything.publications else [],
        "waiting": gaps.waiting(request.user),
        "place": _place(page, found.total, "件"),
        "most_saved": min(found.total, settings.LIMITS.export_rows),
    }
    context["within_words"] = rows_within_words(found) if page.number == 1 else []
    if not found.total:
        context |= {"ways_out": told.ways_out(found), "news": told.news(request.user)}
    return render(request, "search/results.html", context)


def _within_one(request: HttpRequest, found: Results, context: dict[str, object]) -> HttpResponse:
    pages = inside.pages_of(found)
    page = RowPaginator(pages.places, _PAGES_AT_ONCE, len(pages.places)).get_page(found.asked.conditions.page)  # type: ignore[arg-type]
    context |= {
        "results": found,
        "pages": pages,
        "page": page,
        "hits": pages.shown(list(page.object_list)),
        "place": _place(page, len(pages.places), "か所"),
        "back": found.asked.address(**{"in": ""}),
    }
    return render(request, "search/inside.html", context)


def _frame(request: HttpRequest, question: Asked) -> dict[str, object]:
    return {
        "asked": question,
        "sorts": list(SORTS.items()),
        "parts": list(PARTS.items()),
        "address": settings.BASE_URL + request.get_full_path(),
        "now": clock.now(),
    }


def _place(page: "Page[object]", total: int, unit: str) -> str:
    return f"検索結果の{page.number}/{page.paginator.num_pages}ページ（{total:,}{unit}）"
