"""Every wording that a comment had."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import user_of
from discussion.models import Comment
from discussion.said import name_of
from discussion.views.doors import open_comment
from discussion.written import written


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    comment = open_comment(request, pk)
    if not Comment.objects.words_open_to(user_of(request)).filter(pk=pk).exists():
        raise Http404
    former = comment.revisions.order_by("-written_at", "-pk")
    wordings = [
        (comment.edited_at or comment.written_at, written(comment.text)),
        *((each.written_at, written(each.text)) for each in former),
    ]
    files = comment.attachments.in_order()
    context = {"comment": comment, "who": name_of(comment), "wordings": wordings, "files": files}
    return render(request, "discussion/history.html", context)
