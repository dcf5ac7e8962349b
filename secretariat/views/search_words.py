"""What is searched for, and what is searched for in vain: wordings from three bodies on, never who."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import for_secretariat
from library import exports
from search.desk import log

_MOST_SHOWN = 50
HEAD = ("検索された言葉", "回数", "団体の数", "うち、すべての言葉を含む資料がなかった回数")


@for_secretariat
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    context = {
        "frequent": log.report(is_missed=False, most=_MOST_SHOWN),
        "missed": log.report(is_missed=True, most=_MOST_SHOWN),
        "most": _MOST_SHOWN,
        "least_bodies": log.LEAST_BODIES,
        "days": settings.LIMITS.search_log_days,
        "tab": "words",
    }
    return render(request, "secretariat/search/words.html", context)


@for_secretariat
@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    return exports.too_many(request) or exports.as_csv("検索された言葉", HEAD, _lines())


def _lines() -> Iterator[list[str]]:
    """The same rule as on the page: what was missed by fewer bodies is left empty."""
    most = settings.LIMITS.export_rows
    missed = {row.words: row.times for row in log.report(is_missed=True, most=most)}
    for row in log.report(is_missed=False, most=most):
        yield [row.words, str(row.times), str(row.bodies), str(missed.get(row.words, ""))]
