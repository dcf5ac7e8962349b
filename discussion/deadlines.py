"""期限 of comments: by when the desk should have looked at what was reported. Without a word of the comment."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from discussion.models import Concern
from library.deadlines import Deadline
from library.office_days import OfficeDays

_MOST = 200


def deadlines_of(person: User, days: OfficeDays) -> Iterator[Deadline]:
    """One query; nothing for who is not at the desk."""
    if not person.is_secretariat:
        return
    for concern in Concern.objects.visible_to(person).open().in_order()[:_MOST]:
        url = reverse("review:comment", args=[concern.comment_id])
        due = days.after(concern.opened_at, settings.LIMITS.review_days)
        yield Deadline(f"concern-{concern.pk}", due, "通報などのあったコメントを確認する", url)
