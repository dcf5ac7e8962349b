"""`{% follow "theme" theme.pk theme.name %}`: the button by which a thing is followed, and followed no longer."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from accounts.models import User
from library.models import Follow
from library.models.follow import Level
from notices.follows import FIRST_LEVEL

register = template.Library()
_KEPT = "_levels_of_follows"


@register.inclusion_tag("notices/follow.html", takes_context=True)
def follow(context: Context, what: str, number: int, name: str, owner: int | None = None) -> dict[str, Any]:
    """`owner`: the body whose people hear of it without following. Nothing for who has not signed in."""
    request: HttpRequest | None = getattr(context, "request", None)
    person = getattr(request, "user", None)
    if request is None or not isinstance(person, User):
        return {}
    level = _levels(request, person).get((what, number))
    is_own = owner == person.organization_id and (person.is_member or person.is_secretariat)
    is_followed = level not in {None, Level.MUTED} or (level is None and is_own)
    wanted = "" if is_followed else FIRST_LEVEL[what].value
    if is_own:
        wanted = Level.MUTED.value if is_followed else ""
    verb = ("知らせるのをやめる" if is_followed else "新しい資料が出たら知らせる") if what == "view" else ""
    return {
        "what": what,
        "number": number,
        "name": name,
        "level": wanted,
        "is_followed": is_followed,
        "verb": verb or ("フォローをやめる" if is_followed else "フォローする"),
        "is_drawn": True,
    }


def _levels(request: HttpRequest, person: User) -> dict[tuple[str, int], str]:
    """Asked once for a page, however many threads stand on it."""
    kept = vars(request)
    if _KEPT not in kept:
        kept[_KEPT] = {each.target: each.level for each in Follow.objects.filter(person=person)}
    found: dict[tuple[str, int], str] = kept[_KEPT]
    return found
