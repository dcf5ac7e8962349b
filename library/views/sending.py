"""How the original bytes of a file leave the portal, whatever it belongs to: whole or in part, and nothing runs."""

from collections.abc import Callable, Iterator
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from extraction.kinds import BY_NAME
from japanese.filenames import download_name
from library.attachment import content_disposition
from library.compression import sent_as_is
from library.models import Kept
from library.ranges import Unsatisfiable, parse_range
from library.storage import vault

INERT = "default-src 'none'; sandbox"


def send_original(request: HttpRequest, file: Kept, *, note: Callable[[], object]) -> HttpResponseBase:
    """For who may have it; `note` says in the log that it was read.

    A whole file is verified on its way out and breaks off when it is damaged.
    """
    if not file.key:
        raise Http404
    sent_as_is(request)
    try:
        part = _wanted(request, file)
    except Unsatisfiable:
        return _dressed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), file)
    body: Iterator[bytes] = iter(())
    if request.method == "GET":
        note()
        body = begun(_bytes(file, part))
    start, end = part or (0, file.size)
    response = StreamingHttpResponse(body, status=206 if part else 200)
    response["Content-Length"] = str(end - start)
    if part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return _dressed(response, file)


def _wanted(request: HttpRequest, file: Kept) -> tuple[int, int] | None:
    """The range asked for, unless it is meant for another state of the file; only GET has ranges."""
    header, condition = request.headers.get("Range", ""), request.headers.get("If-Range", "")
    if request.method != "GET" or not header or condition not in {"", f'"{file.sha256}"'}:
        return None
    return parse_range(header, file.size)


def _bytes(file: Kept, part: tuple[int, int] | None) -> Iterator[bytes]:
    if part is None:
        return vault().read(file.key, sha256=file.sha256)
    return vault().read(file.key, start=part[0], end=part[1])


def begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes with the first piece read: what is lost or damaged outright becomes an error page, no download."""
    first = next(chunks, b"")
    return chain([first], chunks)


def _dressed[R: HttpResponseBase](response: R, file: Kept) -> R:
    """The name, the type of our own list, and nothing that a browser could run."""
    kind = BY_NAME.get(file.kind)
    response["Content-Type"] = kind.media_type if kind else "application/octet-stream"
    name = download_name(file.name, kind.extension) if kind else file.name
    response["Content-Disposition"] = content_disposition(name)
    response["Content-Security-Policy"] = INERT
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{file.sha256}"'
    return response
