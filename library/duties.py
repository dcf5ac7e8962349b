"""やること: what a body still has to do with its material."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse

from accounts.models import User
from library.models import Edition, EditionState, File, Publication, PublicationState, Reading

_MOST = 20


@dataclass(frozen=True)
class Duty:
    """One line: the state as a chip, what to do and where, why, and until when (or since when, in `since_words`)."""

    state: str
    tone: str
    title: str
    url: str
    detail: str
    due: date | None = None
    since: datetime | None = None
    since_words: str = "から"
    is_overdue: bool = False


def duties_of(user: User, *, today: date) -> list[Duty]:
    """Everything open, most urgent first; a constant number of queries."""
    if not (user.is_member or user.is_secretariat):
        return []
    editions = _open_editions(user)
    return [
        *map(_review, editions[EditionState.SUBMITTED][:_MOST]),
        *map(_returned, editions[EditionState.RETURNED]),
        *_failed(user),
        *_to_review(user, today),
        *map(_draft, reversed(editions[EditionState.DRAFT][-_MOST:])),
    ]


def _open_editions(user: User) -> dict[str, list[Edition]]:
    """State → what waits for this person, oldest first: the body's own drafts, and for the desk all submissions."""
    wanted = Q(publication__owner=user.organization_id, state__in=[EditionState.RETURNED, EditionState.DRAFT])
    if user.is_secretariat:
        wanted |= Q(state=EditionState.SUBMITTED)
    rows = Edition.objects.worked_on_by(user).filter(wanted, binned_at=None)
    found: dict[str, list[Edition]] = defaultdict(list)
    for edition in rows.select_related("publication__owner", "claimed_by").order_by("submitted_at", "saved_at", "id"):
        found[edition.state].append(edition)
    return found


def _returned(edition: Edition) -> Duty:
    url = reverse("submit:details", args=[edition.pk])
    detail = f"事務局から：{edition.decision_reason.splitlines()[0][:80]}"
    return Duty(
        "差し戻し",
        "orange",
        f"「{edition}」を直して出し直す",
        url,
        detail,
        since=edition.decided_at,
        since_words="に差し戻し",
    )


def _draft(edition: Edition) -> Duty:
    url = reverse("submit:files", args=[edition.pk])
    title = f"「{edition}」を書き上げて提出する"
    return Duty("下書き", "", title, url, "途中まで保存しています", since=edition.saved_at)


def _review(edition: Edition) -> Duty:
    detail = f"{edition.publication.owner.name}から届きました"
    if edition.claimed_by:
        detail += f"。担当：{edition.claimed_by.name}"
    url = reverse("review:decide", args=[edition.pk])
    return Duty("審査待ち", "blue", f"「{edition}」を審査する", url, detail, since=edition.submitted_at)


def _failed(user: User) -> Iterator[Duty]:
    """Files that were not read, or only in part: each of the own body's; for the desk those of all bodies in one line.

    Only where somebody still reads or writes: what an old edition lacks is nobody's duty any more.
    """
    files = _unread(user).select_related("edition__publication__owner__prefecture").order_by("uploaded_at", "id")
    if user.is_secretariat:
        for oldest in files.annotate(count=Window(Count("pk")))[:1]:
            title = f"読み取れなかったファイル（{oldest.count}個）を確かめる"
            detail = (
                f"いちばん古いもの：{oldest.edition.publication.owner.name}「{oldest.name}」。{oldest.reading_problem}"
            )
            yield Duty("読み取り", "yellow", title, oldest.edition.get_absolute_url(), detail)
        return
    for file in files.filter(edition__publication__owner=user.organization_id)[:_MOST]:
        detail = f"{file.get_reading_display()}。{file.reading_problem}"
        yield Duty("読み取り", "yellow", f"「{file.name}」を確かめる", file.edition.get_absolute_url(), detail)


def _unread(user: User) -> QuerySet[File]:
    live = Q(edition__state=EditionState.PUBLISHED, edition__publication__state=PublicationState.LIVE)
    on_its_way = Q(edition__state__in=EditionState.OPEN)
    return (
        File.objects.visible_to(user).taken().filter(live | on_its_way, reading__in=[Reading.FAILED, Reading.PARTIAL])
    )


def _to_review(user: User, today: date) -> Iterator[Duty]:
    rows = Publication.objects.visible_to(user).filter(
        owner=user.organization_id, live_edition__review_by_on__lte=today
    )
    for publication in rows.select_related("live_edition").order_by("live_edition__review_by_on")[:_MOST]:
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
