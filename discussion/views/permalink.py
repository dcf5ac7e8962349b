"""The permanent address of a comment: it leads to the document's page with the thread beside it, or to the thread's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from discussion.models import Comment
from discussion.talk import COMMENTS_SHOWN
from discussion.views.doors import open_comment


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may not see the thread gets 404, and learns no address."""
    return redirect(where(open_comment(request, pk)))


def where(comment: Comment) -> str:
    """Its thread, the page of its answers, and the place there."""
    before = comment.thread.comments.filter(number__gt=1, number__lt=comment.number).count()
    page = {"comments": before // COMMENTS_SHOWN + 1} if before >= COMMENTS_SHOWN else {}
    return f"{comment.thread.address(**page)}#c{comment.pk}"
