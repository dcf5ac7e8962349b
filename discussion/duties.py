"""やること about comments: what one was asked to mend; for the desk, what waits for it."""

from django.urls import reverse

from accounts.models import User
from discussion.models import Concern
from library.duties import Duty

_MOST = 20


def duties_of(user: User) -> list[Duty]:
    """Oldest first; a constant number of queries."""
    asked = Concern.objects.asked_of(user).order_by("decided_at", "pk")
    duties = [_asked(concern) for concern in asked[:_MOST]]
    if user.is_secretariat:
        waiting = Concern.objects.visible_to(user).open().in_order()
        duties += map(_to_look_at, waiting.select_related("comment__body").prefetch_related("reports")[:_MOST])
    return duties


def _asked(concern: Concern) -> Duty:
    url = reverse("comments:edit", args=[concern.comment_id])
    detail = f"事務局から：{concern.said.splitlines()[0][:80]}"
    return Duty("コメント", "orange", "コメントを直す", url, detail, since=concern.decided_at, since_words="に連絡")


def _to_look_at(concern: Concern) -> Duty:
    title = f"{concern.comment.body.name}のコメントを確認する"
    url = reverse("review:comment", args=[concern.comment_id])
    return Duty("コメント", "yellow", title, url, "、".join(concern.grounds), since=concern.opened_at)
