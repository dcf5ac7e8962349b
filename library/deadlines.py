"""期限: the days by which a person has to do something with material, for the calendar; beside やること (`duties`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from library.models import Edition, Publication
from library.office_days import OfficeDays

_MOST = 200


@dataclass(frozen=True)
class Deadline:
    """`key` stays the same as long as it is about the same thing; `url` is a path of ours."""

    key: str
    on: date
    title: str
    url: str


def deadlines_of(person: User, days: OfficeDays) -> Iterator[Deadline]:
    """Two queries at most, soonest first of each sort."""
    if person.is_member or person.is_secretariat:
        yield from _to_look_through(person)
    if person.is_secretariat:
        yield from _to_review(person, days)


def _to_look_through(person: User) -> Iterator[Deadline]:
    mine = Publication.objects.visible_to(person).filter(
        owner=person.organization_id, live_edition__review_by_on__isnull=False
    )
    for publication in mine.select_related("live_edition").order_by("live_edition__review_by_on", "pk")[:_MOST]:
        edition = publication.live_edition
        assert edition is not None
        assert edition.review_by_on is not None
        title = f"「{edition}」の内容を見直す"
        yield Deadline(f"look-through-{edition.pk}", edition.review_by_on, title, publication.get_absolute_url())


def _to_review(person: User, days: OfficeDays) -> Iterator[Deadline]:
    for edition in Edition.objects.visible_to(person).awaiting_review()[:_MOST]:
        assert edition.submitted_at is not None
        url = reverse("review:decide", args=[edition.pk])
        due = days.after(edition.submitted_at, settings.LIMITS.review_days)
        yield Deadline(f"review-{edition.pk}", due, f"「{edition}」を審査する", url)
