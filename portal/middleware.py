"""What every response carries, and what no request may exceed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from japanese.numbers import filesize
from portal.incoming import NamesAsSent
from portal.views import healthz

type Handler = Callable[[HttpRequest], HttpResponseBase]

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_CHUNK = 64 * 1024
_LONGEST_NUMBER = 18


def response_headers(get_response: Handler) -> Handler:
    """Outermost, so that static files, redirects and error pages carry them too; a view may set its own first."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault(
                "Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
            )
        return response

    return middleware


def health(get_response: Handler) -> Handler:
    """Before the host's name is judged and HTTPS demanded: whoever asks from within has neither."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info == reverse("healthz") and request.method in {"GET", "HEAD"}:
            return healthz(request)
        return get_response(request)

    return middleware


def request_size(get_response: Handler) -> Handler:
    """Refuses what is too long before anything reads it; a part is drained so that the browser shows the page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if len(request.get_full_path()) > settings.LIMITS.url_bytes:
            return HttpResponse("アドレスが長すぎます", status=414, content_type="text/plain; charset=utf-8")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or len(length) > _LONGEST_NUMBER:
            return HttpResponse("長さが読み取れません", status=400, content_type="text/plain; charset=utf-8")
        if int(length) <= settings.LIMITS.request_bytes:
            request.multipart_parser_class = NamesAsSent  # type: ignore[assignment]  # the stubs take it for an instance
            return get_response(request)
        _drain(request, min(int(length), settings.LIMITS.drain_bytes))
        limit, sent = filesize(settings.LIMITS.request_bytes), filesize(int(length))
        response = render(request, "errors/413.html", {"limit": limit, "sent": sent}, status=413)
        response["Connection"] = "close"
        return response

    return middleware


def _drain(request: HttpRequest, most: int) -> None:
    stream = request.META["wsgi.input"]
    while most > 0:
        chunk = stream.read(min(_CHUNK, most))
        if not chunk:
            return
        most -= len(chunk)
