"""Files leave the portal here, and only here: originals, page pictures, page text."""

from collections.abc import Iterator
from hashlib import blake2b

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import user_of
from accounts.models import User
from audit import readings
from audit.verbs import Verb
from japanese.filenames import download_name
from library import actions
from library.attachment import content_disposition
from library.compression import sent_as_is
from library.models import EditionState, File, Page, PaperPage, Visibility
from library.packing import packed
from library.rules import Refused
from library.storage import vault
from library.views.doors import content, open_file, open_files
from library.views.sending import INERT, begun, send_original

_PRIVATE = "private, no-cache"  # kept by the browser, but asked about each time: a right that ends, ends at once


@content
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original bytes, as sent."""
    file = open_file(request, pk)
    return send_original(request, file, note=lambda: _note(request, file))


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
        body = begun(packed(files))
    response = StreamingHttpResponse(body, content_type="application/zip")
    response["Content-Disposition"] = content_disposition(download_name(f"{files[0].edition}.zip", ".zip"))
    response["Content-Security-Policy"] = INERT
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
