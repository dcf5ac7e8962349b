"""All themes as a tree, and one theme's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

import clock
from guidelines.rows import rows_of
from library.models import FacetValue, Publication, Theme
from profiles.numbers import numbers_by

_SHOWN = 20


def listing(request: HttpRequest) -> HttpResponse:
    numbers = numbers_by(request.user, "theme")
    themes = list(Theme.objects.order_by("order", "id"))
    tree = [
        (theme, numbers.get(theme.slug, 0), [(c, numbers.get(c.slug, 0)) for c in themes if c.parent_id == theme.pk])
        for theme in themes
        if theme.parent_id is None
    ]
    return render(request, "profiles/themes.html", {"tree": tree})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.select_related("parent"), slug=slug)
    values = FacetValue.objects.filter(facet="theme", value=theme.slug)
    visible = Publication.objects.visible_to(request.user).filter(pk__in=values.values("publication"))
    publications = visible.with_live_edition().order_by("-dated_on", "-id")
    context = {
        "theme": theme,
        "children": theme.children.order_by("order", "id"),
        "total": visible.count(),
        "rows": rows_of(publications[:_SHOWN], person=request.user, now=clock.now()),
    }
    return render(request, "profiles/theme.html", context)
