"""Files leave the portal here, and only here: originals, page pictures, page text."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import user_of
from accounts.models import User
from audit import readings
from audit.verbs import Verb
from extraction.kinds import BY_NAME
from japanese.filenames import download_name
from library import actions
from library.models import File, Page, Visibility
from library.ranges import Unsatisfiable, parse_range
from library.rules import Refused
from library.storage import vault
from library.views.doors import content, open_file

_INERT = "default-src 'none'; sandbox"
_PRIVATE = "private, no-cache"  # kept by the browser, but asked about each time: a right that ends, ends at once


@content
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original bytes, as sent; a whole file is verified on its way out."""
    file = open_file(request, pk)
    if not file.key:
        raise Http404
    _note(request, file)
    etag = f'"{file.sha256}"'
    try:
        part = _wanted(request, file, etag)
    except Unsatisfiable:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
        return response
    start, end = part or (0, file.size)
    body: Iterator[bytes] = iter(())
    if request.method != "HEAD":
        body = vault().read(file.key, start=start, end=end) if part else vault().read(file.key, sha256=file.sha256)
    response = StreamingHttpResponse(body, status=206 if part else 200, content_type=_media_type(file))
    response["Content-Length"] = str(end - start)
    if part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    extension = BY_NAME[file.kind].extension if file.kind in BY_NAME else ""
    name = download_name(file.name, extension)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Content-Security-Policy"] = _INERT
    return response


def _wanted(request: HttpRequest, file: File, etag: str) -> tuple[int, int] | None:
    """The range asked for, unless it is meant for another state of the file."""
    header, condition = request.headers.get("Range", ""), request.headers.get("If-Range", "")
    if not header or (condition and condition != etag):
        return None
    return parse_range(header, file.size)


def _media_type(file: File) -> str:
    kind = BY_NAME.get(file.kind)
    return kind.media_type if kind else "application/octet-stream"


def _note(request: HttpRequest, file: File) -> None:
    publication = file.edition.publication
    if isinstance(request.user, User) and (request.user.is_secretariat or publication.visibility < Visibility.PUBLIC):
        label = f"資料{publication.pk} ファイル{file.pk}"
        readings.note(Verb.DOWNLOAD, by=request.user, target=("file", file.pk, label))


def _page(request: HttpRequest, pk: int, number: int) -> Page:
    file = open_file(request, pk)
    page = Page.objects.filter(file=file, number=number).defer("raw", "boxes", "blocks").first()
    if page is None:
        raise Http404
    return page


def _cached(request: HttpRequest, etag: str) -> HttpResponse | None:
    """304 for what the browser has, after `visible_to` was asked."""
    if request.headers.get("If-None-Match") != etag:
        return None
    return _with_caching(HttpResponse(status=304), etag)


def _with_caching(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = _PRIVATE
    return response


def _image(request: HttpRequest, key: str) -> HttpResponse:
    if not key:
        raise Http404
    etag = f'"{key.rpartition("/")[2]}"'
    body = b"" if request.headers.get("If-None-Match") == etag else b"".join(vault().read(key))
    return _cached(request, etag) or _with_caching(HttpResponse(body, content_type="image/webp"), etag)


@content
@require_safe
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _image(request, _page(request, pk, number).picture_key)


@content
@require_safe
def thumbnail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _image(request, _page(request, pk, number).thumbnail_key)


@content
@require_safe
def page_text(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    page = _page(request, pk, number)
    etag = f'"text-{page.pk}"'
    return _cached(request, etag) or _with_caching(
        HttpResponse(page.text, content_type="text/plain; charset=utf-8"), etag
    )


@content
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file again; for its owner and the desk."""
    file = open_file(request, pk)
    if not isinstance(request.user, User):
        raise Http404
    try:
        actions.retry_reading(file, by=user_of(request))
    except Refused as reason:
        messages.error(request, f"{reason}。")
    else:
        messages.success(request, "読み取りをやり直します。少し待って、最新の状態に更新してください。")
    return redirect(file.edition.get_absolute_url())
