"""Error pages: what happened, what became of the input, what to do; never how the site works inside."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.guards import NotForYou
from audit.context import origin
from japanese.numbers import filesize

HTTP_NOT_ALLOWED = 405


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        limit, sent = settings.LIMITS.fields_bytes, int(request.META.get("CONTENT_LENGTH") or 0)
        context = {"limit": filesize(limit), "sent": filesize(sent), "is_text": True}
        return render(request, "errors/413.html", context, status=413)
    files = settings.LIMITS.files_per_request if isinstance(exception, TooManyFilesSent) else None
    return render(request, "errors/400.html", {"files": files}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who may use the function is told by its guard; what others have to say about a refusal is not for the page."""
    reason = str(exception) if isinstance(exception, NotForYou) else ""
    return render(request, "errors/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The same page whatever the cause, so that it cannot be told whether something exists."""
    return render(request, "errors/404.html", status=404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Without database and session: they may be what failed."""
    receipt = {"receipt": origin.get().request_id}
    if isinstance(sys.exception(), OperationalError | InterfaceError):  # the database is away or too busy
        response = render(None, "errors/503.html", receipt, status=503)
        response["Retry-After"] = "60"
        return response
    return render(None, "errors/500.html", receipt, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return render(request, "errors/403.html", {"is_stale_form": True}, status=403)


def only_by_button(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A page for 405: addresses that only a button opens are typed in, reloaded, or come back to after signing in."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != HTTP_NOT_ALLOWED:
            return response
        page = render(request, "errors/405.html", status=HTTP_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page

    return middleware
