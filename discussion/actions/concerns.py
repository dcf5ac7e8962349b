"""A comment comes before the desk, and goes from there: steps of other verbs, in their transaction."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from discussion.letters import tell_reporters
from discussion.models import Comment, Concern, Outcome


def open_concern(comment: Comment, *, now: datetime) -> Concern:
    """The one that waits, or a new one."""
    return comment.concerns.open().first() or Concern.objects.create(comment=comment, opened_at=now)


def refer(comment: Comment, *, found: Sequence[str], now: datetime) -> None:
    """Put it before the desk for what was found in it; nothing where nothing was."""
    if found:
        concern = open_concern(comment, now=now)
        concern.found = list(dict.fromkeys([*concern.found, *found]))
        concern.save(update_fields=["found"])


def reopen(concern: Concern) -> None:
    """As it was before it was decided, whoever was on it; `said` stays, for who decides next."""
    concern.outcome, concern.decided_at, concern.decided_by = Outcome.OPEN, None, None
    concern.claimed_at = concern.claimed_by = None
    concern.save()


def close(comment: Comment, outcome: Outcome, *, by: User, now: datetime, said: str = "") -> None:
    """End what waits, and what the writer was asked before. Those who reported it hear the outcome."""
    comment.concerns.to_mend().update(mended_at=now)
    concern = open_concern(comment, now=now)
    concern.outcome, concern.said, concern.decided_at, concern.decided_by = outcome, said, now, by
    concern.save(update_fields=["outcome", "said", "decided_at", "decided_by"])
    tell_reporters(concern, now=now)


def as_seen(comment: Comment) -> str:
    """What somebody looked at: the round and what became of it, the reports; the files; and last the wording."""
    concern = comment.concerns.last_round()
    round_seen = f"{concern.pk}-{concern.outcome}-{concern.reports.count()}" if concern else "none"
    files = ".".join(str(file.pk) for file in comment.attachments.present().in_order())
    return f"{round_seen}-{files}-{comment.revisions.count()}"
