"""All prefectures as a map and a table, and one prefecture's page."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

import clock
from accounts.guards import user_of
from accounts.models import Organization, Prefecture, Tenure
from guidelines.rows import rows_of
from japanese.eras import DateProblem, parse_date
from library.models import Publication
from profiles.numbers import numbers_by
from profiles.tiles import tiles

_SHOWN = 20


def listing(request: HttpRequest) -> HttpResponse:
    """Membership as of `on` (today unless it is given); the numbers of documents are those of now."""
    user, (day, problem) = user_of(request), _day(request.GET.get("on", ""))
    numbers = numbers_by(user, "pref")
    found = tiles(user, today=day)
    context = {
        "tiles": found,
        "rows": [(tile, numbers.get(tile.code, 0)) for tile in found],
        "membership": Tenure.objects.membership_on(day),
        "is_today": day == clock.today(),
        "problem": problem,
    }
    return render(request, "profiles/prefectures.html", context)


def _day(typed: str) -> tuple[date, str]:
    """The day that is asked for, and what is wrong with it."""
    try:
        return (parse_date(typed[:40]) if typed.strip() else clock.today()), ""
    except DateProblem:
        return clock.today(), "日付の指定が正しくないため、今日の構成を表示しています"


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
