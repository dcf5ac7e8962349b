"""`{% is_unread "document" publication.pk as unread %}`: something that was told of it is not read yet."""

from collections.abc import Collection

from django import template
from django.http import HttpRequest
from django.template import Context

from accounts.models import User
from notices.header import header_of
from notices.models import Notice

register = template.Library()
_KEPT = "_what_is_unread"
_MOST = 500


@register.simple_tag(takes_context=True)
def is_unread(context: Context, what: str, number: int) -> bool:
    """`what`: document or thread. A thread that is opened by this very request counts as unread still."""
    request: HttpRequest | None = getattr(context, "request", None)
    person = getattr(request, "user", None)
    if request is None or not isinstance(person, User):
        return False
    if what == "thread" and number in header_of(request, person).just_read:
        return True
    return (what, number) in _unread(request, person)


def _unread(request: HttpRequest, person: User) -> frozenset[tuple[str, int]]:
    """Asked once for a page, however many rows stand on it, and not where nothing waits."""
    kept = vars(request)
    if _KEPT not in kept:
        told = header_of(request, person)
        kept[_KEPT] = _asked(person, told.kinds) if told.unread else frozenset()
    found: frozenset[tuple[str, int]] = kept[_KEPT]
    return found


def _asked(person: User, kinds: Collection[str]) -> frozenset[tuple[str, int]]:
    waiting = Notice.objects.visible_to(person, kinds).shown().unread().order_by("-pk")
    columns = ("edition__publication", "publication", "comment__thread__publication", "comment__thread")
    found: set[tuple[str, int]] = set()
    for *documents, thread in waiting.values_list(*columns)[:_MOST]:
        found.update(("document", number) for number in documents if number)
        if thread:
            found.add(("thread", thread))
    return frozenset(found)
