"""The permanent address of a comment: it leads to the document's page with the thread beside it, or to the thread's."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from discussion.models import Comment, Thread
from discussion.talk import COMMENTS_SHOWN
from discussion.views.doors import open_comment
from library.models import Edition, Publication


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may not see the thread gets 404, and learns no address."""
    return redirect(where(open_comment(request, pk)))


def where(comment: Comment) -> str:
    """The page of the document that the thread is on, its thread, the page of its answers, and the place there.

    Of a confidential thread the page of its own.
    """
    thread = comment.thread
    query: dict[str, object] = {}
    at: Thread | Publication | Edition = thread
    if thread.publication is not None:
        is_live = thread.edition_id in {None, thread.publication.live_edition_id}
        at = thread.publication if is_live or thread.edition is None else thread.edition
        query["thread"] = thread.pk
    if thread.file_id is not None:
        query |= {"file": thread.file_id, "page": thread.page}
    before = thread.comments.filter(number__gt=1, number__lt=comment.number).count()
    if before >= COMMENTS_SHOWN:
        query["comments"] = before // COMMENTS_SHOWN + 1
    asked = f"?{urlencode(query)}" if query else ""
    return f"{at.get_absolute_url()}{asked}#c{comment.pk}"
