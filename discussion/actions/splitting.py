"""Answers that went their own way become a thread of their own."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

import clock
from accounts.models import User
from audit.verbs import Verb
from discussion.actions.locking import lock_thread, log
from discussion.models import Comment, Thread
from discussion.rules import why_not_split
from library.models import Follow
from library.rules import Refused


@transaction.atomic
def split(
    thread: Thread, *, by: User, answers: Collection[int], is_question: bool = False, now: datetime | None = None
) -> Comment:
    """In the same place, read by the same people, closed or slow as this one. Returns what opens the new thread.

    What goes keeps its row, and so its address and all that hangs on it; what stays keeps its number.
    """
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_split(thread, by=by):
        raise Refused(reason)
    gone = list(thread.comments.filter(pk__in=answers, number__gt=1).order_by("number"))
    if not gone or len(gone) != len(set(answers)):
        raise Refused("選んだ返信が、この話題にはもうありません。もう一度選んでください")
    new = Thread.objects.create(
        publication=thread.publication,
        edition=thread.edition,
        file=thread.file,
        page=thread.page,
        is_question=is_question,
        opened_at=gone[0].written_at,
        last_at=max(comment.written_at for comment in gone),
        last_number=len(gone),
        **{name: getattr(thread, name) for name in ("locked_at", "locked_by", "slowed_at", "slowed_by")},
    )
    for number, comment in enumerate(gone, start=1):
        comment.thread, comment.number = new, number
    Comment.objects.bulk_update(gone, ["thread", "number"])
    thread.split_off += len(gone)
    thread.last_at = thread.comments.aggregate(at=Max("written_at"))["at"]
    thread.save(update_fields=["split_off", "last_at"])
    _follow_both(thread, new)
    log(Verb.SPLIT_THREAD, new, by=by, now=now, split_from=thread.pk, answers=len(gone))
    return gone[0]


def _follow_both(old: Thread, new: Thread) -> None:
    """Who follows the old thread hears of the new one as much, and as little, and of what is not told yet, too."""
    told = Follow.objects.filter(thread=old.pk).values_list("person", "level", "followed_at")
    Follow.objects.bulk_create(
        Follow(person_id=person, thread=new.pk, level=level, followed_at=at) for person, level, at in told
    )
