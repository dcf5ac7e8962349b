"""My page: drafts and their fate, the bin, what is to be done."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

import clock
from accounts.guards import for_contributors, user_of
from library.models import Edition, EditionState, Publication, PublicationState
from library.rules import Offer, offers
from portal.duties import duties_of

_GROUPS = [
    (EditionState.RETURNED, "差し戻し", "差し戻された資料はありません"),
    (EditionState.DRAFT, "下書き", "下書きはありません"),
    (EditionState.SUBMITTED, "審査中", "審査を待っている資料はありません"),
    (EditionState.DECLINED, "公開しないことになった資料", "公開しないことになった資料はありません"),
]


@dataclass(frozen=True)
class Group:
    title: str
    empty: str
    rows: list[tuple[Edition, list[Offer]]]


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "me/home.html")


def tasks(request: HttpRequest) -> HttpResponse:
    return render(request, "me/tasks.html", {"duties": duties_of(user_of(request), today=clock.today())})


@for_contributors
def drafts(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    mine = Edition.objects.worked_on_by(user).filter(Q(publication__owner=user.organization_id) | Q(is_proxy=True))
    found: dict[str, list[Edition]] = defaultdict(list)
    unpublished = mine.exclude(state__in=EditionState.PUBLIC).select_related(
        "publication__owner", "decided_by", "submitted_by"
    )
    for edition in unpublished.order_by("-saved_at")[:200]:
        found[edition.state].append(edition)
    groups = [
        Group(title, empty, [(e, list(offers(e.publication, user=user, edition=e))) for e in found[state]])
        for state, title, empty in _GROUPS
    ]
    return render(request, "me/drafts.html", {"groups": groups, "published": _published(request)})


def _published(request: HttpRequest) -> list[tuple[Publication, list[Offer]]]:
    user = user_of(request)
    rows = Publication.objects.worked_on_by(user).filter(owner=user.organization_id, binned_at=None)
    rows = rows.exclude(state=PublicationState.UNPUBLISHED).select_related("live_edition", "owner")
    return [(row, list(offers(row, user=user))) for row in rows.order_by("-updated_at")[:200]]


@for_contributors
def bin_(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    editions = Edition.objects.handled_by(user).filter(binned_at__isnull=False)
    editions = editions.select_related("publication__owner", "binned_by")
    publications = Publication.objects.worked_on_by(user).filter(binned_at__isnull=False)
    context = {
        "editions": editions.order_by("-binned_at"),
        "publications": publications.select_related("live_edition", "owner", "binned_by").order_by("-binned_at"),
    }
    return render(request, "me/bin.html", context)
