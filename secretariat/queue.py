"""What waits for the desk, in one list: submissions, and comments that were reported or found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

import clock
from accounts.models import User
from discussion.models import Concern
from discussion.said import beginning_of
from japanese.holidays import office_days_after
from library.models import Edition, Submission
from library.rules import claim_holder

EDITION, REPORT = "edition", "report"
TYPES = {EDITION: "提出", REPORT: "コメント"}


@dataclass(frozen=True)
class Row:
    """`chips`: (text, tone) beside the title; `to_check`: of a submission; `grounds`: of a comment."""

    title: str
    url: str
    sorts: list[str]
    body: str
    since: datetime
    holder: User | None
    chips: list[tuple[str, str]] = field(default_factory=list)
    to_check: int | None = None
    grounds: list[str] = field(default_factory=list)

    @property
    def days(self) -> int:
        return (clock.now() - self.since).days

    @property
    def due(self) -> date:
        return office_days_after(self.since.astimezone(clock.JAPAN).date(), settings.LIMITS.review_days)

    @property
    def is_overdue(self) -> bool:
        return self.due < clock.today()


def rows_for(user: User, kind: str = "") -> list[Row]:
    """Oldest first, of both sorts or of one; always as many queries."""
    rows = [*(_editions(user) if kind != REPORT else []), *(_comments(user) if kind != EDITION else [])]
    return sorted(rows, key=lambda row: row.since)


def _editions(user: User) -> Iterable[Row]:
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
            holder=claim_holder(edition, now=now),
            chips=[*chips, ("改定", "orange")] if edition.number > 1 else chips,
            # As kept with the open submission, whose rows are fetched for the whole queue at once.
            to_check=next((each.to_check for each in submissions if each.outcome == Submission.Outcome.OPEN), None),
        )


def _comments(user: User) -> Iterable[Row]:
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
            holder=concern.holder(now=now),
            chips=[(f"通報 {number}件", "orange")] if number else [],
            grounds=concern.grounds,
        )
