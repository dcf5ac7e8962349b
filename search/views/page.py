"""The page of results."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
from library.kinds import offered_facets
from library.page_of_rows import RowPaginator
from search import asked, gaps, told
from search.asked import PARTS, SORTS, Asked
from search.results import Results
from search.shown import shown
from search.views.in_time import in_time
from search.within_words import rows_within_words


@login_not_required
@require_safe
@in_time
def results(request: HttpRequest) -> HttpResponse:
    facets = offered_facets()
    question = asked.read(request.GET, facets)
    context = _frame(request, question)
    if not question.typed:
        return render(request, "search/start.html", context)
    found = Results(request.user, question, facets)
    size, deepest = question.conditions.rows, settings.LIMITS.deepest_found
    page = RowPaginator(found.ids, size, found.total, deepest).get_page(question.conditions.page)  # type: ignore[arg-type]
    context |= {
        "results": found,
        "page": page,
        "shown": shown(found, list(page.object_list)),
        "widened": told.widened(found),
        "missing": told.missing(found),
        "waiting": gaps.waiting(request.user),
        "place": f"検索結果の{page.number}/{page.paginator.num_pages}ページ（{found.total:,}件）",
        "most_saved": min(found.total, settings.LIMITS.export_rows),
    }
    context["within_words"] = rows_within_words(found) if page.number == 1 else None
    if not found.total:
        context |= {"ways_out": told.ways_out(found), "news": told.news(request.user)}
    return render(request, "search/results.html", context)


def _frame(request: HttpRequest, question: Asked) -> dict[str, object]:
    return {
        "asked": question,
        "sorts": list(SORTS.items()),
        "parts": list(PARTS.items()),
        "address": settings.BASE_URL + request.get_full_path(),
        "now": clock.now(),
    }
