"""Says at the start what a kind or a saved list lacks: entry, form, or the pages that the spine leads to by name."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from library.kinds import KindEntry
from library.models import Kind

PAGES = {"list": (), "detail": (1,), "edition": (1, 1)}  # name → arguments


@register()
def kinds_are_whole(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    return [Error(problem, id="library.E001") for problem in _problems()]


def _problems() -> Iterator[str]:
    found: dict[str, KindEntry] = {}
    for path in settings.LIBRARY_KINDS:
        try:
            entry = import_string(path)
        except ImportError:
            yield f"LIBRARY_KINDS の {path} を読み込めません"
        else:
            found[entry.kind.value] = entry
    for kind in Kind:
        if kind.value in found:
            yield from _lacking(kind, found[kind.value])
        else:
            yield f"種別「{kind.label}」の登録（KindEntry）が LIBRARY_KINDS にありません"


def _lacking(kind: Kind, entry: KindEntry) -> Iterator[str]:
    try:
        import_string(entry.details_form)
    except ImportError:
        yield f"種別「{kind.label}」の入力画面 {entry.details_form} を読み込めません"
    for name, arguments in PAGES.items():
        try:
            reverse(f"{kind.value}:{name}", args=arguments)
        except NoReverseMatch:
            yield f"種別「{kind.label}」の画面 {kind.value}:{name} がありません"


@register()
def saved_lists_are_there(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    return [Error(problem, id="library.E002") for problem in _problems_of_lists()]


def _problems_of_lists() -> Iterator[str]:
    for path in settings.LIBRARY_SAVED_LISTS:
        try:
            reverse(import_string(path).page)
        except ImportError:
            yield f"LIBRARY_SAVED_LISTS の {path} を読み込めません"
        except NoReverseMatch as problem:
            yield f"LIBRARY_SAVED_LISTS の {path} の画面がありません（{problem}）"
