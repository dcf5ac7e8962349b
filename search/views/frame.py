"""What the pages of a search share: the box with what was typed, the ways to narrow it, the line that is printed."""

from django.conf import settings
from django.http import HttpRequest

import clock
from search.answers.asked import PARTS, SORTS, Asked


def frame(request: HttpRequest, question: Asked) -> dict[str, object]:
    return {
        "asked": question,
        "sorts": list(SORTS.items()),
        "parts": list(PARTS.items()),
        "address": settings.BASE_URL + request.get_full_path(),
        "now": clock.now(),
    }
