"""What can be followed from a page, where it is read, and the list of all that one person follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Organization, User
from discussion.models import Thread
from library.models import Follow, Publication, SavedView, Theme
from library.models.follow import Level

FIRST_LEVEL = {
    "publication": Level.EVERY,
    "thread": Level.EVERY,
    "body": Level.IMPORTANT,
    "theme": Level.IMPORTANT,
    "view": Level.EVERY,
}
"""Of a document and a thread one hears all, of what gathers many of them what is important."""
_NAMES = {"publication": "資料", "body": "都道府県", "theme": "テーマ", "thread": "話題", "view": "保存した条件"}
_GONE = "いまは見られないもの"


@dataclass(frozen=True)
class Row:
    """One thing that is followed; what cannot be seen any more has neither name nor address."""

    what: str
    number: int
    level: Level
    name: str
    address: str

    @property
    def sort(self) -> str:
        return _NAMES[self.what]

    @property
    def has_levels(self) -> bool:
        """Of a saved condition there is only one thing to hear."""
        return self.what != "view"


def targets(what: str, person: User) -> QuerySet[Any]:
    """The things of this sort that a person may follow; KeyError for a sort that there is not."""
    rows: dict[str, Callable[[], QuerySet[Any]]] = {
        "publication": lambda: Publication.objects.visible_to(person).with_live_edition(),
        "body": lambda: Organization.objects.filter(kind=Organization.Kind.PREFECTURE),
        "theme": Theme.objects.all,
        "thread": lambda: Thread.objects.visible_to(person).select_related(
            "publication__live_edition", "edition__publication", "body"
        ),
        "view": lambda: SavedView.objects.visible_to(person),
    }
    return rows[what]()


def follows_of(person: User) -> list[Row]:
    """Always as many queries, in the order of the sorts, then newest first."""
    followed = list(Follow.objects.filter(person=person).order_by("-followed_at", "-pk"))
    names: dict[tuple[str, int], tuple[str, str]] = {}
    for what in FIRST_LEVEL:
        numbers = [each.target[1] for each in followed if each.target[0] == what]
        rows = list(targets(what, person).filter(pk__in=numbers))
        names |= {(what, row.pk): named(what, row) for row in rows}
    order = list(FIRST_LEVEL)
    found = [Row(*each.target, Level(each.level), *names.get(each.target, (_GONE, ""))) for each in followed]
    return sorted(found, key=lambda row: order.index(row.what))


def named(what: str, row: Any) -> tuple[str, str]:
    """What it is called, and where it is read."""
    if what == "publication":
        return f"{row.owner.name}「{row.live_edition}」", row.get_absolute_url()
    if what == "body":
        return row.name, reverse("profiles:prefecture", args=[row.prefecture_id])
    if what in {"theme", "view"}:
        return row.name, row.get_absolute_url()
    name = f"{row.body}と事務局の相談" if row.is_confidential else f"「{row.publication.live_edition}」の話題"
    return name, row.get_absolute_url()
