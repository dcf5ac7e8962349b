"""All prefectures as a map and a table, and one prefecture's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

import clock
from accounts.guards import user_of
from accounts.models import Organization, Prefecture, Tenure
from guidelines.rows import rows_of
from library.models import Publication
from profiles.numbers import numbers_by
from profiles.tiles import tiles

_SHOWN = 20


def listing(request: HttpRequest) -> HttpResponse:
    user, today = user_of(request), clock.today()
    numbers = numbers_by(user, "pref")
    found = tiles(user, today=today)
    context = {
        "tiles": found,
        "rows": [(tile, numbers.get(tile.code, 0)) for tile in found],
        "membership": Tenure.objects.membership_on(today),
    }
    return render(request, "profiles/prefectures.html", context)


def detail(request: HttpRequest, code: str) -> HttpResponse:
    if not (code.isascii() and code.isdigit()):
        raise Http404
    prefecture = get_object_or_404(Prefecture, pk=code)
    today = clock.today()
    body = Organization.objects.filter(prefecture=prefecture).first()
    tenure = Tenure.objects.on(today).filter(organization=body).first() if body else None
    visible = Publication.objects.visible_to(request.user).filter(owner=body) if body else Publication.objects.none()
    publications = visible.with_live_edition().order_by("-dated_on", "-id")
    context = {
        "prefecture": prefecture,
        "body": body,
        "tenure": tenure,
        "total": visible.count(),
        "rows": rows_of(publications[:_SHOWN], person=request.user, now=clock.now()),
    }
    return render(request, "profiles/prefecture.html", context)
