"""What the lists give to 保存した条件: which of them can be saved, how many each has for a reader, and what is new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, QueryDict
from django.utils.module_loading import import_string

import clock
from accounts.models import User
from library import id_sets
from library.id_sets import IdSet
from library.models import Publication, SavedView
from library.models.saved_view import SavedViewQuerySet
from library.readers import Person

type Parameters = list[tuple[str, str]]

PARAMETER = "view"
"""In the address of a list: the saved view that it was opened from."""
_NEWEST = 5


class Finder(Protocol):
    """A list as one reader sees it, under any conditions. None: it could not be found in the time given."""

    def everything(self, query: QueryDict) -> IdSet | None: ...

    def newer(self, query: QueryDict, since: datetime) -> IdSet | None:
        """What was published after `since`."""

    def in_words(self, query: QueryDict) -> str: ...


@dataclass(frozen=True)
class SavedList:
    """A list whose conditions can be saved. `page`: the name of its address; `parameters`: its own and no others."""

    page: str
    label: str
    parameters: Callable[[QueryDict], Parameters]
    finder: Callable[[Person], Finder]


@cache
def lists() -> dict[str, SavedList]:
    """By the name of the address."""
    found = [import_string(path) for path in settings.LIBRARY_SAVED_LISTS]
    return {each.page: each for each in found}


@dataclass(frozen=True)
class Counted:
    """A view with what its reader finds there now; a number that is None was not counted."""

    view: SavedView
    new: int | None
    total: int | None = None
    words: str = ""

    @property
    def label(self) -> str:
        return lists()[self.view.page].label


def views_of(person: User) -> SavedViewQuerySet:
    """Those last saved first."""
    views = SavedView.objects.visible_to(person).filter(page__in=lists())
    return views.as_seen_by(person, today=clock.today()).order_by("-created_at", "-id")


def newest(person: Person) -> datetime | None:
    """When the last of all that this person sees was published."""
    found: datetime | None = Publication.objects.visible_to(person).aggregate(at=Max("updated_at"))["at"]
    return found


class Counter:
    """Counts for one reader. Where nothing was published since a view was seen, nothing is looked for."""

    def __init__(self, person: User, *, newest: datetime | None) -> None:
        self._person, self._newest = person, newest
        self._finders: dict[str, Finder] = {}

    def with_news(self, views: Iterable[SavedView]) -> list[Counted]:
        return [Counted(view, self._new(view)) for view in views]

    def whole(self, views: Iterable[SavedView]) -> list[Counted]:
        """With all numbers, and the conditions in words."""
        return [
            Counted(
                view=view,
                new=self._new(view),
                total=_size(self._finder(view).everything(view.conditions)),
                words=self._finder(view).in_words(view.conditions),
            )
            for view in views
        ]

    def _new(self, view: SavedView) -> int | None:
        since = view.seen_at or view.created_at
        if self._newest is None or self._newest <= since:
            return 0
        return _size(self._finder(view).newer(view.conditions, since))

    def _finder(self, view: SavedView) -> Finder:
        if view.page not in self._finders:
            self._finders[view.page] = lists()[view.page].finder(self._person)
        return self._finders[view.page]


def _size(found: IdSet | None) -> int | None:
    return None if found is None else found.bit_count()


@dataclass(frozen=True)
class Opened:
    """What the page of a list says when it was opened from a view: how many are new there, and the newest of them."""

    view: SavedView
    number: int
    newest: Iterable[Publication]

    @property
    def is_first(self) -> bool:
        """Nobody has looked between: new is what came since it was saved."""
        return self.view.before == self.view.created_at

    @property
    def left(self) -> int:
        return max(0, self.number - _NEWEST)


def opened(request: HttpRequest, page: str, newer: Callable[[datetime], IdSet]) -> Opened | None:
    """None where the address names no view of this page that the reader may see."""
    number, person = request.GET.get(PARAMETER, ""), request.user
    if not (isinstance(person, User) and number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    views = SavedView.objects.visible_to(person).as_seen_by(person, today=clock.today())
    view = views.filter(pk=int(number), page=page).first()
    if view is None or view.before is None:
        return None
    found = newer(view.before)
    rows = Publication.objects.visible_to(person).filter(pk__in=id_sets.ids(found)).with_live_edition()
    return Opened(view, found.bit_count(), rows.order_by("-updated_at", "-id")[:_NEWEST])
