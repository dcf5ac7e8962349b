"""The desk decides on a comment, reported or not: left, hidden, to be mended, its writer stopped; and takes it back."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

import clock
from accounts.actions import suspend as stop_account
from accounts.models import User
from accounts.rules import NotAllowed
from audit.verbs import Verb
from discussion.actions.concerns import as_seen, close, reopen
from discussion.actions.locking import lock_comment, log
from discussion.letters import tell_reporters
from discussion.models import Comment, CommentState, Outcome
from discussion.rules import (
    DecidedBefore,
    why_not_ask,
    why_not_hide,
    why_not_moderate,
    why_not_show,
    why_not_suspend,
    why_not_take_back,
)
from library.rules import Refused


@transaction.atomic
def leave(comment: Comment, *, by: User, seen: str | None = None, now: datetime | None = None) -> Comment:
    """Nothing is to be done about it."""
    now = now or clock.now()
    comment = lock_for_desk(comment, why_not_moderate, by=by, seen=seen)
    if not comment.concerns.open().exists():
        raise Refused("このコメントは、確認を待っていません")
    close(comment, Outcome.LEFT, by=by, now=now)
    log(Verb.LEAVE_COMMENT, comment, by=by, now=now)
    return comment


@transaction.atomic
def hide(comment: Comment, *, by: User, reason: str, seen: str | None = None, now: datetime | None = None) -> Comment:
    """A stub stands in its place; its writer reads it still, with the reason."""
    now = now or clock.now()
    comment = lock_for_desk(comment, why_not_hide, by=by, seen=seen)
    _hide(comment, Outcome.HIDDEN, by=by, reason=reason, now=now)
    log(Verb.HIDE_COMMENT, comment, by=by, now=now)
    return comment


@transaction.atomic
def suspend(
    comment: Comment, *, by: User, reason: str, seen: str | None = None, now: datetime | None = None
) -> Comment:
    """Hidden, and the account of its writer is stopped: one decision. Each of the two is taken back by itself."""
    now = now or clock.now()
    comment = lock_for_desk(comment, why_not_suspend, by=by, seen=seen)
    _hide(comment, Outcome.SUSPENDED, by=by, reason=reason, now=now)
    try:
        stop_account(comment.writer, by=by, now=now)
    except NotAllowed as why:
        raise Refused(str(why)) from why
    log(Verb.HIDE_COMMENT, comment, by=by, now=now, suspended=True)
    return comment


@transaction.atomic
def ask(comment: Comment, *, by: User, message: str, seen: str | None = None, now: datetime | None = None) -> Comment:
    """The writer is to mend it; the message says what. It comes back to the desk when that is done."""
    now = now or clock.now()
    comment = lock_for_desk(comment, why_not_ask, by=by, seen=seen)
    _check_said(message, "直すところを書いてください")
    close(comment, Outcome.ASKED, by=by, said=message, now=now)
    log(Verb.ASK_TO_MEND, comment, by=by, now=now)
    return comment


@transaction.atomic
def show(comment: Comment, *, by: User, now: datetime | None = None) -> Comment:
    """Take back that it was hidden."""
    now = now or clock.now()
    comment = lock_for_desk(comment, why_not_show, by=by)
    comment.state = CommentState.SHOWN
    comment.save(update_fields=["state"])
    log(Verb.SHOW_COMMENT, comment, by=by, now=now)
    return comment


@transaction.atomic
def take_back(comment: Comment, *, by: User, now: datetime | None = None) -> Comment:
    """It waits again as it did, or, where nothing had brought it before the desk, its writer is asked no more.

    Who had heard of the decision hears of this, too; what had been said to the writer is offered to be said again.
    """
    now = now or clock.now()
    comment = lock_for_desk(comment, why_not_take_back, by=by)
    last = comment.concerns.last_round()
    assert last is not None
    decided = last.outcome
    if last.grounds:
        reopen(last)
        tell_reporters(last, now=now)
    else:
        comment.concerns.to_mend().update(mended_at=now)
    log(Verb.TAKE_BACK, comment, by=by, now=now, taken_back=decided, concern=last.pk)
    return comment


def lock_for_desk(comment: Comment, why_not: Callable[..., str], *, by: User, seen: str | None = None) -> Comment:
    """`seen`: what the page showed; a decision is about that and nothing else. Who was quicker is told before all."""
    comment = lock_comment(comment, by=by)
    if reason := why_not_moderate(comment, by=by):
        raise Refused(reason)
    if seen is not None and seen != (present := as_seen(comment)):
        last = comment.concerns.select_related("decided_by__organization").last_round()
        is_same_round = seen.rpartition("-")[0] == present.rpartition("-")[0]
        if last is not None and last.outcome != Outcome.OPEN and not is_same_round:
            raise DecidedBefore(last)
        raise Refused("画面を開いたあとに、通報が増えたか、コメントが変わりました。今の内容を確かめてください")
    if reason := why_not(comment, by=by):
        raise Refused(reason)
    return comment


def _hide(comment: Comment, outcome: Outcome, *, by: User, reason: str, now: datetime) -> None:
    _check_said(reason, "理由を書いてください")
    comment.state = CommentState.HIDDEN
    comment.save(update_fields=["state"])
    close(comment, outcome, by=by, said=reason, now=now)


def _check_said(words: str, missing: str) -> None:
    if not words.strip():
        raise Refused(missing)
