"""やること: what a body still has to do with its material."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from accounts.models import User
from library.models import Edition, EditionState, File, Publication, Reading


@dataclass(frozen=True)
class Duty:
    """One line: the state as a chip, what to do and where, why, and until when (or since when)."""

    state: str
    tone: str
    title: str
    url: str
    detail: str
    due: date | None = None
    since: datetime | None = None
    is_overdue: bool = False


def duties_of(user: User, *, today: date) -> list[Duty]:
    """Everything open, most urgent first; a constant number of queries."""
    if user.is_secretariat:
        return [*_reviews(user), *_own(user, today)]
    return list(_own(user, today)) if user.is_member else []


def _own(user: User, today: date) -> Iterator[Duty]:
    mine = Edition.objects.worked_on_by(user).filter(publication__owner=user.organization_id)
    for edition in mine.filter(state=EditionState.RETURNED).order_by("decided_at"):
        url = reverse("submit:details", args=[edition.pk])
        reason = edition.decision_reason.splitlines()[0][:80]
        yield Duty(
            "差し戻し",
            "orange",
            f"「{edition}」を直して出し直す",
            url,
            f"事務局から：{reason}",
            since=edition.decided_at,
        )
    yield from _failed(user)
    yield from _to_review(user, today)
    for edition in mine.filter(state=EditionState.DRAFT).order_by("-saved_at")[:20]:
        url = reverse("submit:files", args=[edition.pk])
        yield Duty(
            "下書き", "", f"「{edition}」を書き上げて提出する", url, "途中まで保存しています", since=edition.saved_at
        )


def _failed(user: User) -> Iterator[Duty]:
    files = File.objects.visible_to(user).filter(
        edition__publication__owner=user.organization_id, reading__in=[Reading.FAILED, Reading.PARTIAL], gate="taken"
    )
    for file in files.select_related("edition__publication").order_by("uploaded_at")[:20]:
        detail = f"{file.get_reading_display()}。{file.reading_problem}"
        yield Duty("読み取り", "yellow", f"「{file.name}」を確かめる", file.edition.get_absolute_url(), detail)


def _to_review(user: User, today: date) -> Iterator[Duty]:
    rows = Publication.objects.visible_to(user).filter(
        owner=user.organization_id, live_edition__review_by_on__lte=today
    )
    for publication in rows.select_related("live_edition").order_by("live_edition__review_by_on")[:20]:
        edition = publication.live_edition
        assert edition is not None
        yield Duty(
            "見直し",
            "yellow",
            f"「{edition}」の内容を見直す",
            publication.get_absolute_url(),
            "見直しの予定の日を過ぎています",
            due=edition.review_by_on,
            is_overdue=True,
        )


def _reviews(user: User) -> Iterator[Duty]:
    queue = Edition.objects.visible_to(user).awaiting_review().select_related("publication__owner", "claimed_by")
    for edition in queue[:20]:
        detail = f"{edition.publication.owner.name}から届きました"
        if edition.claimed_by:
            detail += f"。担当：{edition.claimed_by.name}"
        url = reverse("review:decide", args=[edition.pk])
        yield Duty("審査待ち", "blue", f"「{edition}」を審査する", url, detail, since=edition.submitted_at)
