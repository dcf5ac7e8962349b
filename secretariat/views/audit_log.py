"""The log of what happened, to be read and saved, never changed."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

import clock
from accounts.guards import for_managers
from audit.models import Event
from audit.verbs import Verb
from japanese.eras import DateProblem, parse_date
from japanese.widths import clean_line
from library import exports

HEAD = ["番号", "時刻", "所属", "氏名", "役割", "操作", "対象", "接続元", "受付番号"]
_ROWS = 50


def _events(request: HttpRequest) -> QuerySet[Event]:
    """Newest first, narrowed by verb, words of the person's name or body, and days."""
    events = Event.objects.order_by("-sequence")
    if request.GET.get("verb") in Verb.values:
        events = events.filter(verb=request.GET["verb"])
    if who := clean_line(request.GET.get("who", ""))[:60]:
        events = events.filter(actor_name__icontains=who) | events.filter(actor_body__icontains=who)
    for name, lookup, days in (("from", "at__gte", 0), ("to", "at__lt", 1)):
        try:
            day = parse_date(request.GET.get(name, ""))
        except DateProblem:
            continue
        events = events.filter(**{lookup: datetime.combine(day, time(), clock.JAPAN) + timedelta(days=days)})
    return events


@for_managers
def listing(request: HttpRequest) -> HttpResponse:
    page = Paginator(_events(request), _ROWS).get_page(request.GET.get("page"))
    most = settings.LIMITS.export_rows
    context = {"page": page, "verbs": Verb.choices, "most_saved": most if page.paginator.count > most else None}
    return render(request, "secretariat/audit.html", context)


@for_managers
def export_csv(request: HttpRequest) -> HttpResponseBase:
    return exports.too_many(request) or exports.as_csv("操作の記録", HEAD, _lines(_events(request)))


def _lines(events: QuerySet[Event]) -> Iterator[list[str]]:
    most = settings.LIMITS.export_rows
    for number, event in enumerate(events[: most + 1].iterator(chunk_size=500)):
        if number == most:
            said = f"新しい{most:,}件で切りました。続きは、期間で絞って保存してください"
            yield [said, *[""] * (len(HEAD) - 1)]
            return
        yield [
            str(event.sequence),
            event.at.astimezone(clock.JAPAN).isoformat(timespec="seconds"),
            event.actor_body,
            event.actor_name,
            event.actor_role,
            event.get_verb_display(),
            event.target_label,
            event.address,
            event.request_id,
        ]
