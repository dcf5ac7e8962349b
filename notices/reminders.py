"""The desk is reminded of what waits at half of its time and at its end, each once however often this runs."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from audit.actors import SYSTEM
from audit.record import record
from audit.verbs import Verb
from discussion.actions.locking import log
from discussion.models import Concern, Thread
from library.models import Edition, Submission
from library.office_days import OfficeDays, office_days
from library.readers import DESK
from notices.letters import last_morning

HALF, END = 1, 2


def stage_of(since: datetime, day: date, days: OfficeDays, *, whole: int) -> int:
    """What is to be reminded of on `day`; of two at once only the later."""
    if day >= days.after(since, whole):
        return END
    return HALF if day >= days.after(since, (whole + 1) // 2) else 0


def remind(*, now: datetime) -> None:
    """In the morning, not at midnight. Always as many queries, but for what there is to say."""
    day, days, whole = last_morning(now).date(), office_days(), settings.LIMITS.review_days
    submissions = Submission.objects.filter(outcome=Submission.Outcome.OPEN)
    submissions = submissions.filter(edition__in=Edition.objects.awaiting_review())
    for submission in submissions.select_related("edition").order_by("submitted_at", "pk"):
        stage = stage_of(submission.submitted_at, day, days, whole=whole)
        if stage > submission.reminded:
            _remind_of_edition(submission, stage, now)
    concerns = Concern.objects.open().filter(comment__thread__in=Thread.objects.visible_to(DESK))
    for concern in concerns.in_order().select_related("comment__thread"):
        stage = stage_of(concern.opened_at, day, days, whole=whole)
        if stage > concern.reminded:
            _remind_of_comment(concern, stage, now)


@transaction.atomic
def _remind_of_edition(submission: Submission, stage: int, now: datetime) -> None:
    """Of two workers the one that moves the stage on; nothing where it was decided meanwhile."""
    rows = Submission.objects.filter(pk=submission.pk, outcome=Submission.Outcome.OPEN, reminded__lt=stage)
    if rows.update(reminded=stage):
        edition, number = submission.edition, submission.edition.publication_id
        target = ("publication", number, f"資料{number} {edition.name}")
        record(Verb.REMIND, by=SYSTEM, target=target, data={"edition": edition.number}, now=now)


@transaction.atomic
def _remind_of_comment(concern: Concern, stage: int, now: datetime) -> None:
    """Behind the thread, as whoever decides on it; of a thread that is merged away at this moment the next time."""
    comment = concern.comment
    if Thread.objects.select_for_update(of=("self",)).filter(pk=comment.thread_id).first() is None:
        return
    rows = Concern.objects.open().filter(pk=concern.pk, reminded__lt=stage)
    if rows.update(reminded=stage):
        log(Verb.REMIND, comment, by=SYSTEM, now=now)
