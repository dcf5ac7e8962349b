"""使い方 and the small fixed pages at the foot of every page; open without sign-in, they tell nothing of documents."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.help.articles import ARTICLES, BY_SLUG


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"articles": ARTICLES})


@login_not_required
def article(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in BY_SLUG:
        raise Http404
    found = BY_SLUG[slug]
    return render(request, found.template, {"article": found})


@login_not_required
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "help/terms.html")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "help/accessibility.html")


@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "help/contact.html", {"has_contact": bool(settings.CONTACT)})
