"""The log of what happened, to be read and saved, never changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

import clock
from accounts.guards import for_managers, user_of
from accounts.models import User
from audit.models import Event
from audit.verbs import Verb
from discussion.actions.locking import CONFIDENTIAL
from japanese.eras import DateProblem, parse_date
from japanese.widths import clean_line
from library import exports
from secretariat import log_words

HEAD = ["番号", "時刻", "所属", "氏名", "役割", "操作", "対象", "内容", "接続元", "受付番号"]
_ROWS = 50
_DAYS = (("from", "日付（から）", "at__gte", 0), ("to", "日付（まで）", "at__lt", 1))
_NUMBER = re.compile(r"(?:資料)? ?([0-9]{1,18})")


@dataclass
class _Found:
    """The events that fit the conditions of an address, and what was left out of these and why."""

    events: QuerySet[Event]
    notes: list[str] = field(default_factory=list)


def _find(query: QueryDict, *, reader: User) -> _Found:
    """By time, newest first: reads are written into the chain later than they happened.

    Who reported a comment, and that something was confided, is told to the secretariat alone.
    """
    found = _Found(Event.objects.order_by("-at", "-sequence"))
    if not reader.is_secretariat:
        confided = Q(target_kind__in=["thread", "comment", "attachment"], data__has_key=CONFIDENTIAL)
        found.events = found.events.exclude(verb=Verb.REPORT_COMMENT).exclude(confided)
    verb = query.get("verb", "")
    if verb in Verb.values:
        found.events = found.events.filter(verb=verb)
    elif verb:
        found.notes.append("操作の指定が正しくないため外しました")
    if who := clean_line(query.get("who", ""))[:60]:
        named = Q(actor_name__icontains=who) | Q(actor_body__icontains=who)
        found.events = found.events.filter(named | Q(verb__in=log_words.ABOUT_ACCOUNTS, target_label__icontains=who))
    _narrow_by_target(found, clean_line(query.get("target", ""))[:40])
    for name, label, lookup, days in _DAYS:
        _narrow_by_day(found, query.get(name, "").strip()[:40], label, lookup, days)
    return found


def _narrow_by_target(found: _Found, typed: str) -> None:
    if not typed:
        return
    if number := _NUMBER.fullmatch(typed):
        found.events = found.events.filter(log_words.about(int(number[1])))
    else:
        found.notes.append("資料の番号の指定が正しくないため外しました")


def _narrow_by_day(found: _Found, typed: str, label: str, lookup: str, days: int) -> None:
    if not typed:
        return
    try:
        moment = datetime.combine(parse_date(typed), time(), clock.JAPAN) + timedelta(days=days)
    except (DateProblem, OverflowError):
        found.notes.append(f"{label}の指定が正しくないため外しました")
        return
    found.events = found.events.filter(**{lookup: moment})


@for_managers
def listing(request: HttpRequest) -> HttpResponse:
    found = _find(request.GET, reader=user_of(request))
    page = Paginator(found.events, _ROWS).get_page(request.GET.get("page"))
    events = list(page)
    urls = log_words.addresses(events, reader=user_of(request))
    rows = [
        {
            "event": event,
            "person": log_words.person(event),
            "target": log_words.target(event),
            "url": urls.get(log_words.publication_of(event) or 0),
            "change": log_words.change(event),
        }
        for event in events
    ]
    most = settings.LIMITS.export_rows
    context = {
        "page": page,
        "rows": rows,
        "verbs": Verb.choices,
        "notes": found.notes,
        "most_saved": most if page.paginator.count > most else None,
    }
    return render(request, "secretariat/audit.html", context)


@for_managers
def export_csv(request: HttpRequest) -> HttpResponseBase:
    found = _find(request.GET, reader=user_of(request))
    return exports.too_many(request) or exports.as_csv("操作の記録", HEAD, _lines(found.events))


def _lines(events: QuerySet[Event]) -> Iterator[list[str]]:
    most = settings.LIMITS.export_rows
    for number, event in enumerate(events[: most + 1].iterator(chunk_size=500)):
        if number == most:
            said = f"新しい{most:,}件で切りました。続きは、期間で絞って保存してください"
            yield [said, *[""] * (len(HEAD) - 1)]
            return
        is_account = event.verb in log_words.ABOUT_ACCOUNTS
        yield [
            str(event.sequence),
            event.at.astimezone(clock.JAPAN).isoformat(timespec="seconds"),
            "" if is_account else event.actor_body,
            log_words.person(event) if is_account else event.actor_name,
            log_words.role(event.actor_role),
            event.get_verb_display(),
            log_words.target(event),
            log_words.change(event),
            event.address,
            event.request_id,
        ]
