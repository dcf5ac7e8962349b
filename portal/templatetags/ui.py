"""The small parts of every page as template tags: icons, chips, dates, pages, crumbs, facets, the map."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

import clock
from japanese import eras, numbers
from portal import rendering, wording
from portal.icons import ICONS

if TYPE_CHECKING:
    from django.core.paginator import Page

register = template.Library()

TONES = {"", "blue", "green", "purple", "yellow", "orange", "red", "gray", "solid"}
BANNERS = {
    "ok": ("ok", "完了："),
    "error": ("warning", "エラー："),
    "warn": ("warning", "注意："),
    "info": ("info", "お知らせ："),
}
MESSAGE_TONES = {"success": "ok", "error": "error", "warning": "warn"}


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """`{% icon "search" %}`: hidden from screen readers unless it has a label; size "sm" is as high as the text."""
    return _drawing(name, size, format_html('role="img" aria-label="{}"', label)) if label else _silent(name, size)


@cache
def _silent(name: str, size: str) -> SafeString:
    """A page shows a dozen of these, of few sorts."""
    return _drawing(name, size, mark_safe('aria-hidden="true"'))


def _drawing(name: str, size: str, voice: SafeString) -> SafeString:
    shape = mark_safe(ICONS[name])  # noqa: S308  our own drawings
    css = f"ico ico--{size}" if size else "ico"
    return format_html('<svg class="{}" viewBox="0 0 24 24" {} focusable="false">{}</svg>', css, voice, shape)


@register.simple_tag
def chip(text: object, tone: str = "", icon_name: str = "") -> SafeString:
    """`{% chip "公開中" "solid" "check" %}`: tones are `TONES`; the text says the state, the colour only helps."""
    if tone not in TONES:
        raise ValueError(f"no such tone: {tone!r}")
    css = f"chip chip--{tone}" if tone else "chip"
    return format_html('<span class="{}">{}{}</span>', css, icon(icon_name, "sm") if icon_name else "", text)


@register.simple_tag
def time_ja(value: date | datetime | None, style: str = "full") -> SafeString:
    """`{% time_ja edition.published_at "short" %}`: styles are those of `wording.when`; None says 「記入なし」."""
    if value is None:
        return mark_safe('<span class="sub">記入なし</span>')
    stamp = (
        value.astimezone(clock.JAPAN).isoformat(timespec="minutes")
        if isinstance(value, datetime)
        else value.isoformat()
    )
    return format_html('<time datetime="{}">{}</time>', stamp, wording.when(value, style, today=clock.today()))


@register.filter
def is_address(text: str) -> bool:
    """Whether a text is an address that may stand as a link: nothing but http(s), without a space."""
    return text.startswith(("https://", "http://")) and not any(sign.isspace() for sign in text)


@register.filter
def wareki(value: date | datetime) -> str:
    return eras.wareki(wording.day_of(value))


@register.filter
def filesize_ja(value: int) -> str:
    return numbers.filesize(value)


@register.inclusion_tag("ui/contact.html")
def contact_line() -> dict[str, str]:
    """「事務局の連絡先：…」, where the setting names one; also on pages that are drawn without a person."""
    return {"contact": settings.CONTACT}


@register.filter
def grouped(value: int) -> str:
    return numbers.grouped(value)


@register.simple_tag
def bar(value: float, maximum: float) -> SafeString:
    """A bar for a table cell; the number itself stands beside it as text."""
    share = min(max(value / maximum, 0), 1) * 100 if maximum else 0
    rect = format_html('<rect class="bar__now" width="{}%" height="100%"/>', f"{share:.1f}")
    return format_html('<svg class="bar" aria-hidden="true" focusable="false">{}</svg>', rect)


@register.simple_block_tag(end_name="endscrollbox")
def scrollbox(content: str, name: str, css: str = "") -> SafeString:
    """A wide table scrolls in its own box, which the keyboard can reach and which says what it holds."""
    box = '<div class="scroll-x{}" role="region" aria-label="{}" tabindex="0">{}</div>'
    return format_html(box, f" {css}" if css else "", name, content)


@register.simple_tag(takes_context=True)
def querystring_without(context: Context, key: str, value: object = None) -> str:
    """The present query without one condition (all values of `key` if `value` is None), back on page 1."""
    query = _query(context)
    kept = [] if value is None else [old for old in query.getlist(key) if old != str(value)]
    query.setlist(key, kept)
    query.pop("page", None)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: "Page[Any]") -> dict[str, Any]:
    """`{% pager page %}`: 1 … 4 [5] 6 … 20 and 次のページ; nothing when all fits on one page."""
    query = _query(context)

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    last, now = page.paginator.num_pages, page.number
    shown = sorted({1, last, *range(max(now - 1, 1), min(now + 1, last) + 1)})
    steps: list[dict[str, Any]] = []
    for number in shown:
        if steps and number - steps[-1]["number"] == 2:
            steps.append({"number": number - 1, "url": address(number - 1), "gap": False})
        gap = bool(steps) and number - steps[-1]["number"] > 1
        steps.append({"number": number, "url": address(number), "gap": gap})
    return {
        "steps": steps if last > 1 else [],
        "now": now,
        "previous": address(now - 1) if now > 1 else "",
        "next": address(now + 1) if now < last else "",
    }


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """`{% crumbs "資料" list_url "山口県" url "この版" %}`: label and address in turn, the last label is this page."""
    return {"trail": list(zip(parts[:-1:2], parts[1::2], strict=True)), "here": parts[-1]}


@register.inclusion_tag("ui/banner.html")
def banner(tone: str, title: str, body: str = "") -> dict[str, Any]:
    """A box that says one thing; tones: `BANNERS`. The word before the title (完了：) is added here."""
    name, prefix = BANNERS[tone]
    return {"tone": tone, "icon_name": name, "title": f"{prefix}{title}", "body": [body] if body else [], "live": False}


@register.inclusion_tag("ui/banner.html", takes_context=True)
def messages_banner(context: Context) -> dict[str, Any]:
    """What django.contrib.messages has to say, in one box: the first sentence is the title, the rest the text.

    But what is said of a place (`extra_tags`, an address) is said there, where the page has it (`places`).
    """
    places = context.get("places") or ()
    return _box([message for message in _messages(context) if message.extra_tags not in places])


@register.inclusion_tag("ui/banner.html", takes_context=True)
def messages_at(context: Context, place: str) -> dict[str, Any]:
    """What was said of this place; its page names it among `places`."""
    return _box([message for message in _messages(context) if message.extra_tags == place])


def _messages(context: Context) -> list[Message]:
    request: HttpRequest | None = getattr(context, "request", None) or context.get("request")
    return list(get_messages(request)) if request is not None else []


def _box(texts: list[Message]) -> dict[str, Any]:
    if not texts:
        return {"title": ""}
    first, _, rest = str(texts[0].message).partition("。")
    name, prefix = BANNERS[tone := MESSAGE_TONES.get(texts[0].level_tag, "info")]
    body = [text for text in (rest, *(str(message.message) for message in texts[1:])) if text]
    return {"tone": tone, "icon_name": name, "title": f"{prefix}{first}", "body": body, "live": True}


@register.inclusion_tag("ui/tiles.html")
def tile_map(tiles: Iterable[Any]) -> dict[str, Any]:
    """The 47 prefectures in JIS order: `code`, `name`, `short`, `url`, `state` ("member" or "out"), `mine`."""
    tiles = list(tiles)
    members = sum(tile.state == "member" for tile in tiles)
    return {
        "tiles": tiles,
        "members": members,
        "outside": len(tiles) - members,
        "mine": any(tile.mine for tile in tiles),
    }


@register.filter
def error_links(form: rendering.Problems) -> list[tuple[str, str]]:
    return list(rendering.error_links(form))


def _query(context: Context) -> QueryDict:
    request: HttpRequest = context["request"]
    return request.GET.copy()
