"""The map of 47 tiles: the way to each prefecture, marked by membership."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import Organization, User
from japanese.prefectures import PREFECTURES


@dataclass(frozen=True)
class Tile:
    code: str
    name: str
    short: str
    url: str
    state: str
    mine: bool


def tiles(person: User, *, today: date) -> list[Tile]:
    """In JIS order; `state` is member or out (構成外). One query."""
    members = set(Organization.objects.members_on(today).values_list("prefecture", flat=True))
    own = person.organization.prefecture_id
    return [
        Tile(
            code=prefecture.code,
            name=prefecture.name,
            short=prefecture.tile,
            url=reverse("profiles:prefecture", args=[prefecture.code]),
            state="member" if prefecture.code in members else "out",
            mine=prefecture.code == own,
        )
        for prefecture in PREFECTURES
    ]
