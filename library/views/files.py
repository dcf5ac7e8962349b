"""Files leave the portal here, and only here: originals, page pictures, page text."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import user_of
from accounts.models import User
from audit import readings
from audit.verbs import Verb
from extraction.kinds import BY_NAME
from japanese.filenames import download_name
from library import actions
from library.attachment import content_disposition
from library.compression import sent_as_is
from library.models import EditionState, File, Page, PaperPage, Visibility
from library.packing import packed
from library.ranges import Unsatisfiable, parse_range
from library.rules import Refused
from library.storage import vault
from library.views.doors import content, open_file, open_files

_INERT = "default-src 'none'; sandbox"
_PRIVATE = "private, no-cache"  # kept by the browser, but asked about each time: a right that ends, ends at once


@content
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original bytes, as sent; a whole file is verified on its way out and breaks off when it is damaged."""
    file = open_file(request, pk)
    if not file.key:
        raise Http404
    sent_as_is(request)
    try:
        part = _wanted(request, file)
    except Unsatisfiable:
        return _dressed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), file)
    body: Iterator[bytes] = iter(())
    if request.method == "GET":
        _note(request, file)
        body = _begun(_bytes(file, part))
    start, end = part or (0, file.size)
    response = StreamingHttpResponse(body, status=206 if part else 200)
    response["Content-Length"] = str(end - start)
    if part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return _dressed(response, file)


@content
@require_safe
def bundle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All files of an edition that this reader may see, in one ZIP."""
    files = open_files(request, pk)
    sent_as_is(request)
    body: Iterator[bytes] = iter(())
    if request.method == "GET":
        for file in files:
            _note(request, file)
        body = _begun(packed(files))
    response = StreamingHttpResponse(body, content_type="application/zip")
    response["Content-Disposition"] = content_disposition(download_name(f"{files[0].edition}.zip", ".zip"))
    response["Content-Security-Policy"] = _INERT
    return response


def _wanted(request: HttpRequest, file: File) -> tuple[int, int] | None:
    """The range asked for, unless it is meant for another state of the file; only GET has ranges."""
    header, condition = request.headers.get("Range", ""), request.headers.get("If-Range", "")
    if request.method != "GET" or not header or condition not in {"", f'"{file.sha256}"'}:
        return None
    return parse_range(header, file.size)


def _bytes(file: File, part: tuple[int, int] | None) -> Iterator[bytes]:
    if part is None:
        return vault().read(file.key, sha256=file.sha256)
    return vault().read(file.key, start=part[0], end=part[1])


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes with the first piece read: what is lost or damaged outright becomes an error page, no download."""
    first = next(chunks, b"")
    return chain([first], chunks)


def _dressed[R: HttpResponseBase](response: R, file: File) -> R:
    """The name, the type of our own list, and nothing that a browser could run."""
    kind = BY_NAME.get(file.kind)
    response["Content-Type"] = kind.media_type if kind else "application/octet-stream"
    name = download_name(file.name, kind.extension) if kind else file.name
    response["Content-Disposition"] = content_disposition(name)
    response["Content-Security-Policy"] = _INERT
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{file.sha256}"'
    return response


def _note(request: HttpRequest, file: File) -> None:
    """A download of what is not public is noted, once per person, file and hour."""
    publication = file.edition.publication
    is_public = publication.visibility == Visibility.PUBLIC and file.edition.state in EditionState.PUBLIC
    if isinstance(request.user, User) and not (is_public and file.visibility is None):
        label = f"資料{publication.pk} ファイル{file.pk}"
        readings.note(Verb.DOWNLOAD, by=request.user, target=("file", file.pk, label))


def _page(request: HttpRequest, pk: int, number: int) -> Page:
    file = open_file(request, pk)
    page = Page.objects.filter(file=file, number=number).defer("raw", "boxes", "blocks").first()
    if page is None:
        raise Http404
    return page


def _conditional(request: HttpRequest, etag: str, body: Iterator[bytes], media_type: str) -> HttpResponse:
    """304 for what the browser has, after `visible_to` was asked; the body is read only when it is sent."""
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(b"".join(body), content_type=media_type)
    response["ETag"] = etag
    response["Cache-Control"] = _PRIVATE
    return response


def _image(request: HttpRequest, key: str) -> HttpResponse:
    """A picture by its key, which is never used for another one; 404 while it is not drawn."""
    if not key:
        raise Http404
    sent_as_is(request)
    return _conditional(request, f'"{key.rpartition("/")[2]}"', vault().read(key), "image/webp")


@content
@require_safe
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _image(request, _page(request, pk, number).picture_key)


@content
@require_safe
def thumbnail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _image(request, _page(request, pk, number).thumbnail_key)


def _paper(request: HttpRequest, pk: int, number: int) -> PaperPage:
    page = PaperPage.objects.filter(paper=open_file(request, pk).pk, number=number).first()
    if page is None:
        raise Http404
    return page


@content
@require_safe
def paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page as LibreOffice prints it."""
    return _image(request, _paper(request, pk, number).picture_key)


@content
@require_safe
def paper_thumbnail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _image(request, _paper(request, pk, number).thumbnail_key)


@content
@require_safe
def page_text(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    words = _page(request, pk, number).text.encode()
    etag = f'"{blake2b(words, digest_size=16).hexdigest()}"'
    return _conditional(request, etag, iter([words]), "text/plain; charset=utf-8")


@content
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file again, or make its printed pages again; for its owner and the desk."""
    file = open_file(request, pk)
    if not isinstance(request.user, User):
        raise Http404
    is_paper = request.POST.get("what") == "paper"
    try:
        (actions.retry_printing if is_paper else actions.retry_reading)(file, by=user_of(request))
    except Refused as reason:
        messages.error(request, f"{reason}。")
    else:
        what = "印刷イメージを作り直します" if is_paper else "読み取りをやり直します"
        messages.success(request, f"{what}。少し待って、最新の状態に更新してください。")
    return redirect(f"{_reading_page(file)}?file={file.pk}")


def _reading_page(file: File) -> str:
    """Where the file is read: the document's own address for its live edition."""
    publication = file.edition.publication
    is_live = publication.live_edition_id == file.edition_id
    return publication.get_absolute_url() if is_live else file.edition.get_absolute_url()
