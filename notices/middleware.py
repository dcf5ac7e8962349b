"""Who opens a document or a thread has read what was told of it."""

from collections.abc import Callable, Mapping

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from library.models import Kind
from notices.header import open_page

_PAGES = {f"{kind}:{page}" for kind in Kind.values for page in ("detail", "edition")}
_CONFIDENTIAL = "comments:confidential"


class ReadMarks:
    """Before the page is made, so that its own header counts without them. What does not open is not marked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, named: Mapping[str, object]
    ) -> None:
        match, person = request.resolver_match, request.user
        if request.method != "GET" or match is None or not isinstance(person, User):
            return
        if match.view_name in _PAGES:
            opened = _of_document(request, _number(named))
        elif match.view_name == _CONFIDENTIAL:
            opened = Q(comment__thread=_number(named))
        else:
            return
        open_page(request, person, opened)


def _number(named: Mapping[str, object]) -> int:
    """No more digits than the databases know."""
    return int(str(named["pk"])[:18])


def _of_document(request: HttpRequest, publication: int) -> Q:
    """And of the thread that is read beside it."""
    of_it = Q(edition__publication=publication) | Q(publication=publication)
    thread = request.GET.get("thread", "")
    if thread.isascii() and thread.isdigit() and len(thread) < 19:
        of_it |= Q(comment__thread=int(thread))
    return of_it
