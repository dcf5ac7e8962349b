"""Who belongs to the working team, in which role and until when: dated, so that it holds from its day on by itself."""

from datetime import date, datetime

from django.db import transaction

import clock
from accounts.models import Organization, Tenure, User
from accounts.rules import TENURES_OF, NotAllowed
from audit.record import record
from audit.verbs import Verb
from japanese.eras import wareki


@transaction.atomic
def add_tenure(
    body: Organization, *, role: str, starts_on: date, ends_on: date | None, by: User, now: datetime | None = None
) -> Tenure:
    """Give a body a role from a day on, open-ended or to a day. Raises NotAllowed."""
    _lock(body, by=by)
    if role not in TENURES_OF[body.kind]:
        raise NotAllowed(f"{body}に付けられない役割です。役割を選び直してください")
    tenure = Tenure(organization=body, role=role, starts_on=starts_on, ends_on=ends_on)
    _check(tenure)
    tenure.save()
    data = {"role": role, "starts_on": starts_on.isoformat(), "ends_on": _iso(ends_on)}
    _log(Verb.ADD_TENURE, body, data, by=by, now=now)
    return tenure


@transaction.atomic
def end_tenure(tenure: Tenure, *, ends_on: date | None, by: User, now: datetime | None = None) -> Tenure:
    """Set, move or take away (None) the last day of a tenure; the body's people are let in until then."""
    assert tenure.organization is not None
    _lock(tenure.organization, by=by)
    tenure = Tenure.objects.select_related("organization").get(pk=tenure.pk)
    body, before = tenure.organization, tenure.ends_on
    assert body is not None
    if ends_on == before:
        return tenure
    tenure.ends_on = ends_on
    _check(tenure)
    tenure.save(update_fields=["ends_on"])
    if body.kind == Organization.Kind.SECRETARIAT and not body.tenures.filter(ends_on=None).exists():
        raise NotAllowed("事務局の在籍を終えると、だれも管理できなくなります。終わりの日を空けてください")
    data = {"role": tenure.role, "before": _iso(before), "after": _iso(ends_on)}
    _log(Verb.END_TENURE, body, data, by=by, now=now)
    return tenure


def _lock(body: Organization, *, by: User) -> None:
    """One change of a body's tenures at a time; `by` as they are now."""
    Organization.objects.select_for_update().get(pk=body.pk)
    actor = User.objects.get(pk=by.pk)
    if not (actor.is_active and (actor.is_secretariat or actor.is_administrator)):
        raise NotAllowed("在籍を変えられるのは、事務局とシステム管理者です")


def _check(tenure: Tenure) -> None:
    """The days in order, and no two tenures of one role at once."""
    if tenure.ends_on and tenure.ends_on < tenure.starts_on:
        raise NotAllowed(f"終わりの日は、始まりの日（{wareki(tenure.starts_on)}）より前にできません")
    others = Tenure.objects.filter(organization=tenure.organization_id, role=tenure.role).exclude(pk=tenure.pk)
    for other in others.order_by("starts_on", "id"):
        begins_before_end = other.ends_on is None or tenure.starts_on <= other.ends_on
        ends_after_begin = tenure.ends_on is None or tenure.ends_on >= other.starts_on
        if begins_before_end and ends_after_begin:
            role = tenure.get_role_display()
            raise NotAllowed(f"{wareki(other.starts_on)}からの同じ役割（{role}）と期間が重なっています")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _log(verb: Verb, body: Organization, data: dict[str, str], *, by: User, now: datetime | None) -> None:
    record(verb, by=by, target=("organization", body.pk, body.name), data=data, now=now or clock.now())
