"""A document: read page by page, its facts, its files, its editions."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from discussion.rules import reads_comments
from discussion.talk import Spot, Talk
from guidelines import elsewhere
from guidelines.facts import sheet
from guidelines.frame import Frame
from guidelines.hits import Hits, in_one_line
from guidelines.paper import chosen
from guidelines.printed import printed, printed_page
from guidelines.reader import ReaderPage
from guidelines.turning import Turning
from library.models import Edition, Kind, Publication
from library.opened import note
from library.views.doors import content, open_edition, open_publication
from search.answers.document_state import state_of


def _live(request: HttpRequest, pk: int, tab: str) -> Frame:
    """The frame around the live edition; what may not be seen is not found."""
    publication = open_publication(request, pk, Kind.DOCUMENT)
    assert publication.live_edition is not None
    return _frame(request, publication, publication.live_edition, tab)


def _numbered(request: HttpRequest, pk: int, number: int, tab: str) -> Frame:
    """The frame around one edition, also an old one or one on its way."""
    edition = open_edition(request, pk, number, Kind.DOCUMENT)
    return _frame(request, edition.publication, edition, tab)


def _frame(request: HttpRequest, publication: Publication, edition: Edition, tab: str) -> Frame:
    edition.publication = publication
    frame = Frame(request.user, publication, edition, tab)
    frame.note_view()
    return frame


def _shown(request: HttpRequest, tab: str, **context: object) -> HttpResponse:
    context.setdefault("printed", printed(request.get_full_path()))
    return render(request, f"guidelines/{tab}.html", context)


def _reading(request: HttpRequest, frame: Frame) -> HttpResponse:
    file, page = request.GET.get("file", ""), request.GET.get("page", "")
    hits = _hits(request, frame)
    is_cut_off = hits is not None and hits.is_cut_off
    if is_cut_off:
        hits = None
    is_open = request.GET.get("text") == "open"
    reader = ReaderPage(frame.edition, frame.files, file, page, opens_text=is_open, hits=hits)
    reader = chosen(reader, request.GET.get("view", ""))
    talk = _talk(request, frame, reader)
    note(
        request,
        publication=frame.publication.pk,
        edition=frame.edition.pk,
        comments=talk.unfolded if talk else (),
    )
    context = {
        "document": frame,
        "reader": reader,
        "turning": Turning(reader) if hits and reader.file and not reader.view else None,
        "unsearched": "" if hits or is_cut_off else _words(request),
        "is_cut_off": is_cut_off,
        "elsewhere": elsewhere.find(frame.publication, request.user, file, page) if reader.is_elsewhere else None,
        "talk": talk,
        "places": talk.places if talk else (),
        "facts": [fact for fact in sheet(frame.edition, frame.types, request.user) if fact.is_known],
    }
    return _shown(request, "detail", printed=printed_page(reader), **context)


def _talk(request: HttpRequest, frame: Frame, reader: ReaderPage) -> Talk | None:
    """Beside what is live, or was, for those who read comments; a draft is not talked about."""
    user = request.user
    if not reads_comments(user) or not (frame.is_searched or frame.is_old):
        return None
    spot = Spot(reader.file, reader.number, reader.spot_name) if reader.file and not reader.view else None
    return Talk(user, frame.publication, spot, request.GET)


def _words(request: HttpRequest) -> str:
    """Typed to look within the document, or brought along from a search."""
    return in_one_line(request.GET.get("in", "") or request.GET.get("q", ""))


def _hits(request: HttpRequest, frame: Frame) -> Hits | None:
    words = _words(request)
    if not (words and frame.is_searched):
        return None
    is_exact, is_listed = request.GET.get("exact") == "1", bool(request.GET.get("in", "").strip())
    return Hits(request.user, frame.edition, frame.files, words, is_exact=is_exact, is_listed=is_listed)


def _about(request: HttpRequest, frame: Frame) -> HttpResponse:
    facts = sheet(frame.edition, frame.types, request.user)
    return _shown(request, "about", document=frame, facts=facts)


@content
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    return _reading(request, _live(request, pk, "read"))


@content
@require_safe
def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _reading(request, _numbered(request, pk, number, "read"))


@content
@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    return _about(request, _live(request, pk, "about"))


@content
@require_safe
def edition_about(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _about(request, _numbered(request, pk, number, "about"))


@content
@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    frame = _live(request, pk, "files")
    searched = state_of(frame.edition, request.user) if frame.works_on_it and frame.is_searched else None
    return _shown(request, "files", document=frame, searched=searched)


@content
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, "versions", document=_live(request, pk, "versions"), base_url=settings.BASE_URL)
