"""Settled, opened again, closed, slowed down, marked, thanked for."""

from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from discussion.actions.locking import lock_comment, lock_thread, log
from discussion.models import Comment, Thanks, Thread
from discussion.rules import why_not_lock, why_not_mark, why_not_resolve, why_not_slow, why_not_thank
from library.rules import Refused


@transaction.atomic
def resolve(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    """What was asked is answered. Twice is once."""
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_resolve(thread, by=by):
        raise Refused(reason)
    if thread.resolved_at is None:
        thread.resolved_at, thread.resolved_by = now, by
        thread.save(update_fields=["resolved_at", "resolved_by"])
        log(Verb.RESOLVE, thread, by=by, now=now)
    return thread


@transaction.atomic
def reopen(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_resolve(thread, by=by):
        raise Refused(reason)
    if thread.resolved_at is not None:
        thread.resolved_at = thread.resolved_by = None
        thread.save(update_fields=["resolved_at", "resolved_by"])
        log(Verb.REOPEN, thread, by=by, now=now)
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
def lock(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    """No more answers, but the secretariat's own."""
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_lock(by=by):
        raise Refused(reason)
    if thread.locked_at is None:
        thread.locked_at, thread.locked_by = now, by
        thread.save(update_fields=["locked_at", "locked_by"])
        log(Verb.LOCK, thread, by=by, now=now)
    return thread


@transaction.atomic
def unlock(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_lock(by=by):
        raise Refused(reason)
    if thread.locked_at is not None:
        thread.locked_at = thread.locked_by = None
        thread.save(update_fields=["locked_at", "locked_by"])
        log(Verb.UNLOCK, thread, by=by, now=now)
    return thread


@transaction.atomic
def slow(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    """Each person writes once in some minutes from now on, but the secretariat."""
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_slow(by=by):
        raise Refused(reason)
    if thread.slowed_at is None:
        thread.slowed_at, thread.slowed_by = now, by
        thread.save(update_fields=["slowed_at", "slowed_by"])
        log(Verb.SLOW, thread, by=by, now=now)
    return thread


@transaction.atomic
def unslow(thread: Thread, *, by: User, now: datetime | None = None) -> Thread:
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_slow(by=by):
        raise Refused(reason)
    if thread.slowed_at is not None:
        thread.slowed_at = thread.slowed_by = None
        thread.save(update_fields=["slowed_at", "slowed_by"])
        log(Verb.UNSLOW, thread, by=by, now=now)
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
