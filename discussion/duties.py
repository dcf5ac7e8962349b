"""やること about comments: what one was asked to mend. What waits for the desk stands in its queue, with its number."""

from django.urls import reverse

from accounts.models import User
from discussion.models import Concern
from library.duties import Duty

_MOST = 20


def duties_of(user: User) -> list[Duty]:
    """One query; none at the desk, whose home page has as many as it may: there it stands on the comment itself."""
    if user.is_secretariat:
        return []
    asked = Concern.objects.asked_of(user).order_by("decided_at", "pk")
    return [_asked(concern) for concern in asked[:_MOST]]


def _asked(concern: Concern) -> Duty:
    url = reverse("comments:edit", args=[concern.comment_id])
    detail = f"事務局から：{concern.said.splitlines()[0][:80]}"
    return Duty("コメント", "orange", "コメントを直す", url, detail, since=concern.decided_at, since_words="に連絡")
