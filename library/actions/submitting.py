"""Handing in and taking back."""

from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from library import checks
from library.actions.locking import lock_edition, log
from library.completeness import Problem, problems
from library.models import Edition, EditionState, Submission
from library.rules import Refused, check
from library.snapshot import snapshot
from library.workflow import Subject


class Incomplete(Refused):
    """Something required is missing; carries the list."""

    def __init__(self, found: list[Problem]) -> None:
        self.problems = found
        super().__init__("提出する前に、足りないところを直してください")


@transaction.atomic
def submit(edition: Edition, *, by: User, declared: bool, note: str = "", now: datetime | None = None) -> Edition:
    """Hand in for review. From here on the edition does not change; the declaration must be ticked."""
    now = now or clock.now()
    edition = lock_edition(edition)
    check(Subject.EDITION, Verb.SUBMIT, user=by, publication=edition.publication, edition=edition)
    if found := list(problems(edition, declared=declared)):
        raise Incomplete(found)
    edition.state = EditionState.SUBMITTED
    edition.submitted_at, edition.submitted_by = now, by
    edition.decided_at = edition.decided_by = None
    edition.decision_reason = ""
    edition.save()
    Submission.objects.create(
        edition=edition,
        number=edition.submissions.count() + 1,
        submitted_at=now,
        submitted_by=by,
        note=note,
        snapshot=snapshot(edition),
    )
    checks.recount(edition)
    checks.recount_twins(edition)
    log(Verb.SUBMIT, edition, by=by, now=now)
    return edition


@transaction.atomic
def recall(edition: Edition, *, by: User, now: datetime | None = None) -> Edition:
    """Take a submission back to mend it."""
    now = now or clock.now()
    edition = lock_edition(edition)
    check(Subject.EDITION, Verb.RECALL, user=by, publication=edition.publication, edition=edition)
    edition.state = EditionState.DRAFT
    edition.claimed_at = edition.claimed_by = None
    edition.save()
    close_submission(edition, Submission.Outcome.RECALLED, by=by, now=now)
    log(Verb.RECALL, edition, by=by, now=now)
    return edition


def close_submission(
    edition: Edition, outcome: Submission.Outcome, *, by: User, now: datetime, message: str = ""
) -> None:
    """Say what became of the open submission."""
    edition.submissions.filter(outcome=Submission.Outcome.OPEN).update(
        outcome=outcome, message=message, closed_at=now, closed_by=by
    )
    checks.recount_twins(edition)
