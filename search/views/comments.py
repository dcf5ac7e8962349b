"""The comments that are found, beside the page of documents. Who has not signed in is asked to: nothing is counted."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from library.kinds import offered_facets
from library.page_of_rows import RowPaginator
from search.answers import asked, told
from search.answers.comments import Comments
from search.answers.results import Results
from search.views.frame import frame
from search.views.in_time import in_time


@require_safe
@in_time
def results(request: HttpRequest) -> HttpResponse:
    facets = offered_facets()
    question = replace(asked.read(request.GET, facets), page="search:comments")
    if not question.typed:
        return redirect("search:results")
    found = Results(request.user, question, facets)
    comments = Comments(found)
    size, deepest = question.conditions.rows, settings.LIMITS.deepest_found
    page = RowPaginator(comments.ids, size, comments.total, deepest).get_page(question.conditions.page)  # type: ignore[arg-type]
    context = frame(request, question) | {
        "results": found,
        "comments": comments,
        "page": page,
        "widened": told.widened(found, standing=comments.standing),
        "said": comments.shown(list(page.object_list)),
        "place": f"検索結果のコメントの{page.number}/{page.paginator.num_pages}ページ（{comments.total:,}件）",
    }
    return render(request, "search/comments.html", context)
