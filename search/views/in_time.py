"""Views that search answer in time, or say that they were cut off: nothing is shown half."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from library.kinds import offered_facets
from search.answers import asked
from search.lookup.time_limit import TookTooLong, time_limit

type View = Callable[[HttpRequest], HttpResponseBase]


def in_time(view: View) -> View:
    """The whole view has the time of a search."""

    @wraps(view)
    def limited(request: HttpRequest) -> HttpResponseBase:
        with time_limit():
            return view(request)

    return says_when_cut_off(limited)


def says_when_cut_off(view: View) -> View:
    """503 with what was typed, so that it can be changed, where a search within the view takes too long."""

    @wraps(view)
    def told(request: HttpRequest) -> HttpResponseBase:
        try:
            return view(request)
        except TookTooLong:
            context = {"asked": asked.read(request.GET, offered_facets()), "parts": list(asked.PARTS.items())}
            return render(request, "search/too_long.html", context, status=503)

    return told
