"""The site's addresses and the floor: a signed-in page of one line (session, person, template)."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portal_patterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

_LINE = Engine().from_string("<!DOCTYPE html><p>{{ user.name }}</p>")


def floor(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_LINE.render(Context({"user": request.user})))


urlpatterns = [path("bench/floor/", floor), *portal_patterns]
