"""The home page and the front door's small pages."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
from accounts.guards import user_of
from audit.models import ChainHead
from guidelines import vocabulary
from guidelines.rows import rows_of
from library import saved_views
from library.models import Publication, Theme
from portal.duties import duties_of
from profiles.numbers import numbers_by
from profiles.tiles import tiles

_DUTIES, _NEWS, _THEMES, _VIEWS = 5, 6, 4, 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What must I do, what is new, where do I find it."""
    user, today = user_of(request), clock.today()
    duties = duties_of(user, today=today)
    news = Publication.objects.visible_to(user).with_live_edition().order_by("-updated_at", "-id")[:_NEWS]
    rows = rows_of(news, person=user, now=clock.now(), vocabulary=vocabulary.load_types())
    newest = rows[0].publication.updated_at if rows else None
    views = saved_views.views_of(user)[:_VIEWS]
    numbers = numbers_by(user, "theme")
    themes = Theme.objects.filter(parent=None, is_in_use=True).order_by("order", "id")[:_THEMES]
    context = {
        "today": today,
        "duties": duties[:_DUTIES],
        "duty_count": len(duties),
        "views": saved_views.Counter(user, newest=newest).with_news(views),
        "news": rows,
        "tiles": tiles(user, today=today),
        "themes": [(theme, numbers.get(theme.slug, 0)) for theme in themes],
    }
    return render(request, "portal/home.html", context)


@login_not_required
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when the site can serve; without session and person, and without a word more (`middleware.health`)."""
    try:
        ChainHead.objects.exists()  # a table of ours: an empty database answers too
    except DatabaseError:
        return HttpResponse("unavailable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def robots(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
