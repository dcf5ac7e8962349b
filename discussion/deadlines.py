"""期限 of comments: by when the desk should have looked at what was reported. Without a word of the comment."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from discussion.models import Concern
from library.deadlines import Deadline, due_of

_MOST = 200


def deadlines_of(person: User) -> Iterator[Deadline]:
    """One query; nothing for who is not at the desk."""
    if not person.is_secretariat:
        return
    for concern in Concern.objects.visible_to(person).open().in_order()[:_MOST]:
        url = reverse("review:comment", args=[concern.comment_id])
        yield Deadline(f"concern-{concern.pk}", due_of(concern.opened_at), "通報などのあったコメントを確認する", url)
