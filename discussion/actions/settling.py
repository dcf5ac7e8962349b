"""Settled, opened again, closed, slowed down, marked, thanked for."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from discussion.actions.locking import lock_comment, lock_thread, log
from discussion.models import Comment, Thanks, Thread
from discussion.rules import why_not_lock, why_not_mark, why_not_resolve, why_not_slow, why_not_thank
from library.rules import Refused


def resolve(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    """What was asked is answered."""
    return _switch(thread, "resolved", Verb.RESOLVE, why_not_resolve, is_on=True, by=by, now=now)


def reopen(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    return _switch(thread, "resolved", Verb.REOPEN, why_not_resolve, is_on=False, by=by, now=now)


def lock(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    """No more answers, but the secretariat's own."""
    return _switch(thread, "locked", Verb.LOCK, why_not_lock, is_on=True, by=by, now=now)


def unlock(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    return _switch(thread, "locked", Verb.UNLOCK, why_not_lock, is_on=False, by=by, now=now)


def slow(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    """Each person writes once in some minutes from now on, but the secretariat."""
    return _switch(thread, "slowed", Verb.SLOW, why_not_slow, is_on=True, by=by, now=now)


def unslow(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    return _switch(thread, "slowed", Verb.UNSLOW, why_not_slow, is_on=False, by=by, now=now)


@transaction.atomic
def _switch(
    thread: Thread,
    mark: str,
    verb: Verb,
    why_not: Callable[..., str],
    *,
    is_on: bool,
    by: User,
    now: datetime | None,
) -> Thread:
    """When a thread got its mark, and by whom; or that it has none any more. Twice is once, and leaves one event."""
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not(thread, by=by):
        raise Refused(reason)
    when, who = f"{mark}_at", f"{mark}_by"
    if (getattr(thread, when) is not None) != is_on:
        setattr(thread, when, now if is_on else None)
        setattr(thread, who, by if is_on else None)
        thread.save(update_fields=[when, who])
        log(verb, thread, by=by, now=now)
    return thread


@transaction.atomic
def mark_question(thread: Thread, *, is_question: bool, by: User, now: datetime | None = None) -> Thread:
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_mark(thread, by=by):
        raise Refused(reason)
    if thread.is_question != is_question:
        thread.is_question = is_question
        thread.save(update_fields=["is_question"])
        log(Verb.MARK_QUESTION, thread, by=by, now=now, is_question=is_question)
    return thread


@transaction.atomic
def thank(comment: Comment, *, by: User, now: datetime | None = None) -> None:
    """参考になった: once for each body, whoever of it presses."""
    comment = lock_comment(comment, by=by)
    if reason := why_not_thank(comment, by=by):
        raise Refused(reason)
    Thanks.objects.get_or_create(comment=comment, body=by.organization, defaults={"by": by, "at": now or clock.now()})


@transaction.atomic
def unthank(comment: Comment, *, by: User) -> None:
    comment = lock_comment(comment, by=by)
    Thanks.objects.filter(comment=comment, body=by.organization).delete()
