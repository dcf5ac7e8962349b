"""What the desk is reminded of."""

from collections.abc import Iterator

from django.conf import settings

import clock
from accounts.models import Role, User
from audit.models import Event
from discussion.models import Concern
from library.models import Edition
from notices.models import Kind
from notices.tellings.telling import Telling


def of_what_is_due(event: Event) -> Iterator[Telling]:
    """Nothing where it was decided meanwhile."""
    number, is_comment = int(event.target_id), event.target_kind == "comment"
    if is_comment:
        for concern in Concern.objects.open().filter(comment=number).select_related("comment"):
            people = _responsible(concern.claimed_by_id, own=concern.comment.writer_id)
            yield Telling(Kind.DUE, "comment", number, people)
    else:
        waiting = Edition.objects.awaiting_review().filter(publication=number, number=event.data["edition"])
        for edition in waiting:
            people = _responsible(edition.claimed_by_id, own=edition.submitted_by_id)
            yield Telling(Kind.DUE, "edition", edition.pk, people)


def _responsible(claimed_by: int | None, *, own: int | None) -> set[int]:
    """Who took it on last, though the claim has faded; else all of the secretariat who may decide on it."""
    desk = User.objects.in_good_standing(clock.today()).filter(role=Role.SECRETARIAT)
    people = {*desk.values_list("pk", flat=True)}
    if claimed_by in people:
        return {claimed_by}
    return people - {own} if settings.LIMITS.four_eyes else people
