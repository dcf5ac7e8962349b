"""Reported; taken on by somebody of the desk, and let go."""

from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from discussion.actions.concerns import open_concern
from discussion.actions.locking import lock_comment, log
from discussion.letters import tell_desk
from discussion.models import Comment, Concern, Report
from discussion.rules import why_not_moderate, why_not_report
from library.rules import Refused


@transaction.atomic
def report(comment: Comment, *, by: User, reason: str, words: str = "", now: datetime | None = None) -> Report:
    """Ask the desk to look. The desk hears of the first report by mail; the others stand beside it."""
    now = now or clock.now()
    comment = lock_comment(comment, by=by)
    if why_not := why_not_report(comment, by=by):
        raise Refused(why_not)
    concern = open_concern(comment, now=now)
    if concern.reports.filter(reporter=by).exists():
        raise Refused("このコメントは、すでに通報しています。事務局の確認をお待ちください")
    is_first = not concern.reports.exists()
    made = Report.objects.create(
        concern=concern, reporter=by, body=by.organization, reason=reason, words=words, reported_at=now
    )
    log(Verb.REPORT_COMMENT, comment, by=by, now=now)
    if is_first:
        tell_desk(made, now=now)
    return made


@transaction.atomic
def claim(comment: Comment, *, by: User, now: datetime | None = None) -> None:
    """Say that one is on it; the claim fades by itself."""
    now = now or clock.now()
    comment, concern = _waiting(comment, by=by)
    holder = concern.holder(now=now)
    if holder is not None and holder.pk != by.pk:
        raise Refused(f"いまは{holder}が担当しています")
    concern.claimed_at, concern.claimed_by = now, by
    concern.save(update_fields=["claimed_at", "claimed_by"])
    log(Verb.CLAIM, comment, by=by, now=now)


@transaction.atomic
def release(comment: Comment, *, by: User, now: datetime | None = None) -> None:
    now = now or clock.now()
    comment, concern = _waiting(comment, by=by)
    if concern.claimed_by_id is None:
        raise Refused("担当の人はいません")
    concern.claimed_at = concern.claimed_by = None
    concern.save(update_fields=["claimed_at", "claimed_by"])
    log(Verb.RELEASE, comment, by=by, now=now)


def _waiting(comment: Comment, *, by: User) -> tuple[Comment, Concern]:
    comment = lock_comment(comment, by=by)
    if reason := why_not_moderate(comment, by=by):
        raise Refused(reason)
    concern = comment.concerns.open().select_related("claimed_by__organization").first()
    if concern is None:
        raise Refused("このコメントは、確認を待っていません")
    return comment, concern
