"""Letters about reports: none carries a word of a comment, of a report, or who reported."""

from datetime import datetime

from django.utils import timezone

import clock
from accounts.models import Role, User
from discussion.models import Comment, Concern, Outcome, Report
from mail import outbox
from mail.models import Letter


def tell_desk(report: Report, *, now: datetime) -> None:
    """To the secretariat, once for each comment that waits; who reports it from there need not be told."""
    context = {"comment": report.concern.comment_id, "reason": report.get_reason_display()}
    people = User.objects.in_good_standing(timezone.localdate(now)).filter(role=Role.SECRETARIAT)
    for person in people.exclude(pk=report.reporter_id).order_by("pk"):
        outbox.write("report", to=person.email, context=context, now=now)


def tell_reporters(concern: Concern, *, now: datetime) -> None:
    """What became of it."""
    context = {"comment": concern.comment_id, "told": Outcome(concern.outcome).told}
    for report in concern.reports.select_related("reporter").order_by("pk"):
        outbox.write(
            "report_outcome", to=report.reporter.email, context=context, about=str(concern.comment_id), now=now
        )


def may_hear(letter: Letter) -> bool:
    """Whether its receiver still reads the thread, when the letter goes out."""
    people = User.objects.in_good_standing(timezone.localdate(clock.now()))
    person = people.filter(email=letter.to).first()
    return person is not None and Comment.objects.visible_to(person).filter(pk=int(letter.about)).exists()
