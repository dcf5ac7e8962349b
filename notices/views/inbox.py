"""お知らせ: what one was told, by day; each opens what it tells of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
from accounts.guards import user_of
from library.models import EditionState
from library.page_of_rows import RowPaginator
from notices import actions
from notices.models import Kind, Notice
from notices.sentences import sentence

_ROWS = 30
_FOLDED = frozenset({Kind.COMMENT, Kind.ANSWER, Kind.CONFIDED})


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    mine = Notice.objects.visible_to(request.user).shown()
    found = mine.with_targets().order_by("-made_at", "-pk")
    page = RowPaginator(found, _ROWS, mine.count()).get_page(request.GET.get("page", ""))
    by_day = groupby(page.object_list, key=lambda notice: notice.made_at.astimezone(clock.JAPAN).date())
    days = [(day, _folded(notices)) for day, notices in by_day]
    return render(request, "notices/inbox.html", {"page": page, "days": days})


@dataclass(frozen=True)
class Row:
    """What was said in one thread on one day, else a single notice; it opens the oldest of them that was not read."""

    notices: list[Notice]

    @property
    def notice(self) -> Notice:
        return next((each for each in reversed(self.notices) if each.read_at is None), self.notices[0])

    @property
    def sentence(self) -> str:
        return sentence(self.notice)

    @property
    def made_at(self) -> datetime:
        return self.notice.made_at

    @property
    def others(self) -> int:
        return len(self.notices) - 1


def _folded(notices: Iterable[Notice]) -> list[Row]:
    """Those of one day, the latest first."""
    rows: dict[object, Row] = {}
    for notice in notices:
        which = notice.gathered_by if notice.kind in _FOLDED else notice.pk
        rows.setdefault((notice.kind, which), Row([])).notices.append(notice)
    return list(rows.values())


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_read(Notice.objects.visible_to(request.user))
    messages.success(request, "すべて既読にしました。")
    return redirect("notices:inbox")


@require_safe
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaves the read mark (not where only the head is asked for), and leads to what it tells of."""
    mine = Notice.objects.visible_to(user_of(request))
    notice = get_object_or_404(mine.with_targets(), pk=pk)
    if request.method == "GET":
        actions.mark_read(mine.filter(pk=pk))
    return redirect(_address(notice))


def _address(notice: Notice) -> str:
    """Of what is not public yet, and what the desk is reminded of, the page that says what is to be done with it."""
    if notice.kind == Kind.DUE:
        name, number = ("decide", notice.edition_id) if notice.comment_id is None else ("comment", notice.comment_id)
        return reverse(f"review:{name}", args=[number])
    if notice.comment is not None:
        return notice.comment.get_absolute_url()
    if notice.publication is not None:
        return notice.publication.get_absolute_url()
    edition = notice.edition
    assert edition is not None
    if edition.state not in EditionState.PUBLIC:
        return reverse("me:drafts")
    is_live = edition.publication.live_edition_id == edition.pk
    return edition.publication.get_absolute_url() if is_live else edition.get_absolute_url()
