"""Loads the demo through the very actions that people use, in the weeks before it is loaded."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

import clock
from accounts.models import User
from guidelines.models import Service
from library import actions, uploads
from library.models import DocumentType, Edition, Publication, Theme, Visibility
from portal.demo.documents import SAMPLES, Sample, guideline_pdf
from portal.demo.people import body_of, create_people
from portal.demo.report import SAMPLE
from portal.demo.talk import talk

_WEEKS = timedelta(days=35)  # what the demo's people do takes 19 working days
_AFTER_THE_REPORT = date(2024, 8, 1)
_OFFICE_HOURS = (time(9, 30), time(10, 40), time(13, 20), time(15, 0), time(16, 30))


def load() -> int:
    """People and material into an empty portal; returns the number of publications."""
    people, times = create_people(), _times()
    for sample in SAMPLES:
        _one(sample, people, times)
    talk(people, times)
    return len(SAMPLES)


def _times() -> Iterator[datetime]:
    """One after another, in the office hours of working days, so that nothing waits for years when it is looked at."""
    day = max(_AFTER_THE_REPORT, clock.today() - _WEEKS)
    while True:
        if day.weekday() < 5:
            for hour in _OFFICE_HOURS:
                yield timezone.make_aware(datetime.combine(day, hour))
        day += timedelta(days=1)


def _one(sample: Sample, people: dict[str, User], times: Iterator[datetime]) -> None:
    by = people[sample.by]
    desk = people["secretariat2" if by.is_secretariat else "secretariat"]
    owner = body_of(sample.owner) if sample.owner else by.organization
    edition = actions.start(owner=owner, by=by, now=next(times))
    edition = _write(edition, sample, by=by, now=next(times))
    uploads.receive(edition, sample.files(), by=by, now=next(times))
    if sample.goes == "draft":
        return
    actions.submit(edition, by=by, declared=True, now=next(times))
    if sample.goes == "submitted":
        return
    if sample.goes == "returned":
        reason = "講座の画面を載せている場合は、出典を書いてください。概要に、だれのための資料かを書いてください。"
        actions.send_back(edition, by=desk, reason=reason, now=next(times))
        return
    publication = actions.publish(edition, by=desk, visibility=sample.visibility, now=next(times)).publication
    if sample.goes == "revised":
        _revise(publication, sample, by=by, desk=desk, times=times)
    if sample.goes == "withdrawn":
        _withdraw(publication, by=by, now=next(times))


def _write(edition: Edition, sample: Sample, *, by: User, now: datetime) -> Edition:
    values = {
        "title": sample.title,
        "summary": sample.summary,
        "types": DocumentType.objects.filter(slug__in=sample.types),
        "themes": Theme.objects.filter(slug__in=sample.themes),
        "issued_on": sample.issued_on,
        "requested_visibility": max(sample.visibility, Visibility.SECRETARIAT),
        "section": by.organization.section,
        **sample.more,
        **sample.facts,
    }
    if "services" in sample.facts:
        values["services"] = Service.objects.filter(slug__in=sample.facts["services"])
    return actions.save_details(edition, by=by, revision=edition.revision, values=values, now=now)


def _revise(publication: Publication, sample: Sample, *, by: User, desk: User, times: Iterator[datetime]) -> None:
    edition = actions.start_revision(publication, by=by, now=next(times))
    now = next(times)
    values = {"change_note": "出力の確認の手順を足しました（見本）", "revised_on": now.date()}
    edition = actions.save_details(edition, by=by, revision=edition.revision, values=values, now=now)
    second = guideline_pdf(f"{sample.title} 第2版.pdf", sample.title, ("4 出力の確認の手順", [SAMPLE]))
    uploads.receive(edition, second(), by=by, now=next(times))
    actions.submit(edition, by=by, declared=True, now=next(times))
    actions.publish(edition, by=desk, visibility=sample.visibility, now=next(times))


def _withdraw(publication: Publication, *, by: User, now: datetime) -> None:
    newer = Publication.objects.filter(owner=publication.owner, live_edition__title__startswith="生成AI利活用の手引き")
    actions.withdraw(publication, by=by, reason="新しい手引きに替わりました（見本）", successor=newer.first(), now=now)
