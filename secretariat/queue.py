"""What waits for the desk, in one list: submissions, comments that were reported or found, unanswered questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

import clock
from accounts.models import User
from discussion.models import Concern
from discussion.questions import waiting_for_the_desk
from discussion.said import beginning_of
from library.models import Edition, Submission
from library.office_days import OfficeDays, office_days
from library.rules import claim_holder

EDITION, REPORT, QUESTION = "edition", "report", "question"
TYPES = {EDITION: "提出", REPORT: "コメント", QUESTION: "返信のない質問"}


@dataclass(frozen=True)
class Row:
    """`chips`: (text, tone) beside the title; `to_check`: of a submission; `grounds`: of a comment."""

    title: str
    url: str
    sorts: list[str]
    body: str
    since: datetime
    due: date
    holder: User | None = None
    chips: list[tuple[str, str]] = field(default_factory=list)
    to_check: int | None = None
    grounds: list[str] = field(default_factory=list)

    @property
    def days(self) -> int:
        return (clock.now() - self.since).days

    @property
    def is_overdue(self) -> bool:
        return self.due < clock.today()


def rows_for(user: User, kind: str = "") -> list[Row]:
    """Oldest first, of all sorts or of one; always as many queries."""
    days = office_days()
    sorts = {EDITION: _editions, REPORT: _comments, QUESTION: _questions}
    rows = [row for sort, rows_of in sorts.items() if kind in {"", sort} for row in rows_of(user, days)]
    return sorted(rows, key=lambda row: row.since)


def _editions(user: User, days: OfficeDays) -> Iterable[Row]:
    editions = Edition.objects.visible_to(user).awaiting_review()
    editions = editions.select_related("publication__owner", "claimed_by", "submitted_by__organization")
    now = clock.now()
    for edition in editions.prefetch_related("types", "submissions"):
        assert edition.submitted_at is not None
        submissions = list(edition.submissions.all())
        chips = [("再提出", "")] if len(submissions) > 1 else []
        yield Row(
            title=str(edition),
            url=reverse("review:decide", args=[edition.pk]),
            sorts=[kind.name for kind in edition.types.all()],
            body=f"{edition.publication.owner.name}{'（代理登録）' if edition.is_proxy else ''}",
            since=edition.submitted_at,
            due=days.after(edition.submitted_at, settings.LIMITS.review_days),
            holder=claim_holder(edition, now=now),
            chips=[*chips, ("改定", "orange")] if edition.number > 1 else chips,
            # As kept with the open submission, whose rows are fetched for the whole queue at once.
            to_check=next((each.to_check for each in submissions if each.outcome == Submission.Outcome.OPEN), None),
        )


def _comments(user: User, days: OfficeDays) -> Iterable[Row]:
    """However many reported it, a comment is one row."""
    concerns = Concern.objects.visible_to(user).open().in_order().select_related("comment__body", "claimed_by")
    now = clock.now()
    for concern in concerns.prefetch_related("reports"):
        number = len(concern.reports.all())
        yield Row(
            title=f"コメント「{beginning_of(concern.comment, 30)}」",
            url=reverse("review:comment", args=[concern.comment_id]),
            sorts=["コメント"],
            body=concern.comment.body.name,
            since=concern.opened_at,
            due=days.after(concern.opened_at, settings.LIMITS.review_days),
            holder=concern.holder(now=now),
            chips=[(f"通報 {number}件", "orange")] if number else [],
            grounds=concern.grounds,
        )


def _questions(user: User, days: OfficeDays) -> Iterable[Row]:
    """They stay while nobody answers; what is due is that somebody did by then."""
    most = settings.LIMITS.answer_days
    for comment in waiting_for_the_desk(user, days).select_related("body"):
        yield Row(
            title=f"質問「{beginning_of(comment, 30)}」",
            url=comment.get_absolute_url(),
            sorts=["質問"],
            body=comment.body.name,
            since=comment.written_at,
            due=days.after(comment.written_at, most),
            grounds=[f"{most}開庁日のあいだ、ほかの団体の返信がありません"],
        )
