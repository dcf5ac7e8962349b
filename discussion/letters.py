"""Letters about reports: none carries a word of a comment, of a report, or who reported."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

import clock
from accounts.models import Role, User
from discussion.models import Comment, Concern, Outcome, Report
from mail import outbox
from mail.models import Letter


def tell_desk(report: Report, *, now: datetime) -> None:
    """To the secretariat, once for each comment that waits; not to who reports it, nor to whose comment it is."""
    context = {"comment": report.concern.comment_id, "reason": report.get_reason_display()}
    people = User.objects.in_good_standing(timezone.localdate(now)).filter(role=Role.SECRETARIAT)
    for person in people.exclude(pk__in=[report.reporter_id, report.concern.comment.writer_id]).order_by("pk"):
        about, stop_url = str(report.concern.comment_id), _stop_address(person)
        outbox.write("report", to=person.email, context=context, about=about, stop_url=stop_url, now=now)


def tell_reporters(concern: Concern, *, now: datetime) -> None:
    """What became of it."""
    context = {"comment": concern.comment_id, "told": Outcome(concern.outcome).told}
    for report in concern.reports.select_related("reporter").order_by("pk"):
        about, stop_url = str(concern.comment_id), _stop_address(report.reporter)
        outbox.write(
            "report_outcome", to=report.reporter.email, context=context, about=about, stop_url=stop_url, now=now
        )


def _stop_address(person: User) -> str:
    address: str = import_string(settings.MAIL_STOP_ADDRESS)(person)
    return address


def may_decide(letter: Letter) -> bool:
    """Whether its receiver still works at the desk, and the comment waits there, when the letter goes out."""
    person = _receiver(letter)
    return person is not None and Concern.objects.visible_to(person).open().filter(comment=int(letter.about)).exists()


def may_hear(letter: Letter) -> bool:
    """Whether its receiver still reads the thread, when the letter goes out."""
    person = _receiver(letter)
    return person is not None and Comment.objects.visible_to(person).filter(pk=int(letter.about)).exists()


def _receiver(letter: Letter) -> User | None:
    people = User.objects.in_good_standing(timezone.localdate(clock.now()))
    return people.filter(email=letter.to).first()
