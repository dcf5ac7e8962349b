"""A document: read page by page, its facts, its files, its editions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from audit import readings
from audit.verbs import Verb
from guidelines.facts import sheet
from guidelines.reader import ReaderPage
from library.models import Edition, EditionState, File, Publication, Visibility
from library.rules import offers
from library.views.doors import content, open_edition, open_publication


def _frame(request: HttpRequest, publication: Publication, edition: Edition, tab: str) -> dict[str, object]:
    """What stands above every tab; a view of what is not public is noted."""
    person = request.user
    if isinstance(person, User) and publication.visibility < Visibility.PUBLIC:
        label = f"資料{publication.pk} {edition.name}"
        readings.note(Verb.VIEW, by=person, target=("publication", publication.pk, label))
    files = File.objects.visible_to(person).filter(edition=edition).taken()
    return {
        "publication": publication,
        "edition": edition,
        "tab": tab,
        "is_live": publication.live_edition_id == edition.pk,
        "is_old": edition.state == EditionState.SUPERSEDED,
        "types": list(edition.types.order_by("order", "id")),
        "file_count": files.count(),
        "version_count": publication.editions.filter(state__in=EditionState.PUBLIC).count(),
        "readers": Visibility(publication.visibility).readers,
        "offers": list(offers(publication, user=person)) if isinstance(person, User) else [],
    }


def _reading(request: HttpRequest, publication: Publication, edition: Edition) -> HttpResponse:
    reader = ReaderPage(edition, request.user, request.GET.get("file", ""), request.GET.get("page", ""))
    context = _frame(request, publication, edition, "read") | {"reader": reader, "facts": sheet(edition)}
    return render(request, "guidelines/detail.html", context)


@content
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    publication = open_publication(request, pk)
    assert publication.live_edition is not None
    publication.live_edition.publication = publication
    return _reading(request, publication, publication.live_edition)


@content
@require_safe
def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = open_edition(request, pk, number)
    return _reading(request, found.publication, found)


@content
@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    publication = open_publication(request, pk)
    assert publication.live_edition is not None
    return _about(request, publication, publication.live_edition)


@content
@require_safe
def edition_about(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = open_edition(request, pk, number)
    return _about(request, found.publication, found)


def _about(request: HttpRequest, publication: Publication, edition: Edition) -> HttpResponse:
    edition.publication = publication
    context = _frame(request, publication, edition, "about") | {"facts": sheet(edition)}
    return render(request, "guidelines/about.html", context)


@content
@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    publication = open_publication(request, pk)
    assert publication.live_edition is not None
    rows = File.objects.visible_to(request.user).filter(edition=publication.live_edition).taken().in_order()
    context = _frame(request, publication, publication.live_edition, "files") | {"files": list(rows)}
    return render(request, "guidelines/files.html", context)


@content
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    publication = open_publication(request, pk)
    assert publication.live_edition is not None
    editions = publication.editions.filter(state__in=EditionState.PUBLIC).select_related("submitted_by__organization")
    context = _frame(request, publication, publication.live_edition, "versions")
    return render(request, "guidelines/versions.html", context | {"editions": editions.order_by("-number")})
