"""Completions of what is being typed into a search box, for the script of the portal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from japanese.widths import clean_text
from search.completions import completions
from search.query import LONGEST


@login_not_required
@require_safe
@cache_control(private=True, no_store=True)
def words(request: HttpRequest) -> JsonResponse:
    typed = clean_text(request.GET.get("q", "")[:LONGEST])
    return JsonResponse({"words": completions(request.user, typed)})
