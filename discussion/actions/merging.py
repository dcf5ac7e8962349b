"""Two threads about the same thing become one; the addresses of both lead there."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

import clock
from accounts.models import User
from audit.verbs import Verb
from discussion.actions.locking import lock_thread, log
from discussion.audience import audience_of_thread
from discussion.models import MergedThread, Thread
from discussion.rules import why_not_merge
from library.models import Follow
from library.models.follow import Level, loudest
from library.rules import Refused


@transaction.atomic
def merge(thread: Thread, *, by: User, into: Thread, now: datetime | None = None) -> Thread:
    """Behind another one on the same document, where nobody reads who does not read here. That one's state counts."""
    now = now or clock.now()
    in_order = sorted((thread, into), key=lambda each: each.pk)  # two who merge never wait for each other in a ring
    found = {each.pk: lock_thread(each, by=by) for each in in_order}
    left, into = found[thread.pk], found[into.pk]
    if reason := why_not_merge(left, by=by) or why_not_merge(into, by=by):
        raise Refused(reason)
    if left.pk == into.pk or left.publication_id != into.publication_id:
        raise Refused("まとめる先には、同じ資料のほかの話題を選んでください")
    if audience_of_thread(into).is_wider_than(audience_of_thread(left)):
        raise Refused(
            "まとめると、読める人が増えます。先に「話題を動かす」で同じ場所に動かし、読める人を確かめてください"
        )
    if left.size + into.size > settings.LIMITS.comments_per_thread:
        raise Refused("まとめると、1つの話題に書けるコメントの数を超えます")
    behind = into.last_number
    left.comments.update(thread=into, number=F("number") + behind)
    into.last_number += left.last_number
    into.split_off += left.split_off
    into.last_at = max(left.last_at, into.last_at)
    into.save(update_fields=["last_number", "split_off", "last_at"])
    _follow_one(left.pk, into.pk)
    MergedThread.objects.filter(into=left).update(into=into)
    MergedThread.objects.create(number=left.pk, into=into)
    Thread.objects.filter(pk=left.pk).delete()
    log(Verb.MERGE_THREAD, into, by=by, now=now, merged=left.pk, behind=behind)
    return into


def _follow_one(left: int, into: int) -> None:
    """Who followed both hears as much as of the louder."""
    there = dict(Follow.objects.filter(thread=into).values_list("person", "level"))
    both = Follow.objects.filter(thread=left, person__in=there)
    wanted = {
        person: loudest([Level(level), Level(there[person])]) for person, level in both.values_list("person", "level")
    }
    both.delete()
    Follow.objects.filter(thread=left).update(thread=into)
    for level in Level:
        people = [person for person, each in wanted.items() if each == level]
        Follow.objects.filter(thread=into, person__in=people).update(level=level)
