"""Completions of what is being typed into a search box, for the script of the portal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from japanese.widths import clean_text
from search.answers.completions import completions
from search.lookup.time_limit import TookTooLong, time_limit
from search.query import LONGEST

_SECONDS = 1  # who types has gone on by then


@login_not_required
@require_safe
@cache_control(private=True, no_store=True)
def words(request: HttpRequest) -> JsonResponse:
    typed = clean_text(request.GET.get("q", "")[:LONGEST])
    try:
        with time_limit(_SECONDS):
            found = completions(request.user, typed)
    except TookTooLong:
        found = []
    return JsonResponse({"words": found})
