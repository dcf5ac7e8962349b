"""The page of results."""

from dataclasses import replace

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from discussion.rules import reads_comments
from library import conditions, saved_views
from library.kinds import offered_facets
from library.page_of_rows import RowPaginator
from search.answers import asked, gaps, told
from search.answers.comments import Comments
from search.answers.corrections import corrections
from search.answers.results import Results
from search.answers.saved import newer
from search.answers.shown import shown
from search.answers.within_words import rows_within_words
from search.desk import log, promotions
from search.views.frame import frame
from search.views.in_time import in_time


@login_not_required
@require_safe
@in_time
def results(request: HttpRequest) -> HttpResponse:
    facets = offered_facets()
    question = asked.read(request.GET, facets)
    context = frame(request, question)
    if not question.typed and question.conditions.chosen:  # 県:栃木 alone: all documents under it
        return redirect(reverse("guidelines:list") + conditions.address(question.conditions.parameters()))
    if not question.typed:
        return render(request, "search/start.html", context)
    found = Results(request.user, question, facets)
    size, deepest = question.conditions.rows, settings.LIMITS.deepest_found
    page = RowPaginator(found.ids, size, found.total, deepest).get_page(question.conditions.page)  # type: ignore[arg-type]
    context |= {
        "results": found,
        "comments": Comments(found) if reads_comments(request.user) else None,
        "page": page,
        **_rows(found, list(page.object_list)),
        "widened": told.widened(found),
        "begun": told.begun(found),
        "missing": told.missing(found),
        "corrections": corrections(found) if found.everything.is_partial or not found.everything.publications else [],
        "waiting": gaps.waiting(request.user),
        "place": f"検索結果の{page.number}/{page.paginator.num_pages}ページ（{found.total:,}件）",
        "most_saved": min(found.total, settings.LIMITS.export_rows),
        "opened": saved_views.opened(request, "search:results", newer=lambda since: newer(found, since)),
    }
    context["within_words"] = rows_within_words(found) if page.number == 1 else None
    if not found.total:
        context |= {"ways_out": told.ways_out(found), "news": told.news(request.user)}
    if request.method == "GET" and saved_views.PARAMETER not in request.GET and log.is_new(question):
        is_found = bool(found.everything.publications) and not found.everything.is_partial
        log.note(request.user, question.typed, is_found=is_found)
    return render(request, "search/results.html", context)


def _rows(found: Results, ids: list[int]) -> dict[str, object]:
    """What the secretariat shows first stands above the others, and not once more among them on the same page."""
    is_plain = found.asked.conditions.page == 1 and not found.chosen
    reasons = promotions.promoted(found.person, found.query) if is_plain else {}
    every = shown(found, [*reasons, *(pk for pk in ids if pk not in reasons)])
    return {
        "promoted": [(row, reasons[row.publication.pk]) for row in every.rows if row.publication.pk in reasons],
        "shown": replace(every, rows=[row for row in every.rows if row.publication.pk not in reasons]),
    }
