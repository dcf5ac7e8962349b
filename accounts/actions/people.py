"""Roles changed, accounts stopped and opened again."""

from datetime import date, datetime

from django.db import transaction

import clock
from accounts.models import Role, User
from accounts.rules import NotAllowed, grantable_roles, may_manage
from audit.record import record
from audit.verbs import Verb

KEEPERS = (Role.SECRETARIAT, Role.ADMINISTRATOR)


@transaction.atomic
def change_role(person: User, *, role: str, by: User, now: datetime | None = None) -> User:
    """Give another role; all sessions of the person end."""
    now = now or clock.now()
    person, by = _lock(person, by=by)
    if role not in grantable_roles(by, person.organization):
        raise NotAllowed("その役割にすることはできません")
    if role == person.role:
        return person
    _refuse_last(person, now=now)
    before, person.role = person.role, role
    person.session_epoch += 1
    person.save(update_fields=["role", "session_epoch"])
    _log(Verb.CHANGE_ROLE, person, by=by, now=now, data={"before": before, "after": role})
    return person


@transaction.atomic
def suspend(person: User, *, by: User, now: datetime | None = None) -> User:
    """Stop the account; it is shut with the commit, in every process."""
    now = now or clock.now()
    person, by = _lock(person, by=by)
    if not person.is_active:
        return person
    _refuse_last(person, now=now)
    person.is_active, person.suspended_at, person.suspended_by = False, now, by
    person.session_epoch += 1
    person.save(update_fields=["is_active", "suspended_at", "suspended_by", "session_epoch"])
    _log(Verb.SUSPEND, person, by=by, now=now)
    return person


@transaction.atomic
def reinstate(person: User, *, by: User, now: datetime | None = None) -> User:
    """Open a stopped account again; the sessions from before stay ended."""
    now = now or clock.now()
    person, by = _lock(person, by=by)
    if person.is_active:
        return person
    person.is_active, person.suspended_at, person.suspended_by = True, None, None
    person.save(update_fields=["is_active", "suspended_at", "suspended_by"])
    _log(Verb.REINSTATE, person, by=by, now=now)
    return person


@transaction.atomic
def end_access(person: User, *, ends_on: date | None, by: User, now: datetime | None = None) -> User:
    """Set, move or take away (None) the last day on which the person is let in; it holds with the next request."""
    now = now or clock.now()
    person, by = _lock(person, by=by)
    before = person.access_ends_on
    if ends_on == before:
        return person
    if ends_on is not None:
        _refuse_last(person, now=now)
    person.access_ends_on = ends_on
    person.save(update_fields=["access_ends_on"])
    data: dict[str, object] = {"before": str(before or ""), "after": str(ends_on or "")}
    _log(Verb.END_ACCESS, person, by=by, now=now, data=data)
    return person


def _lock(person: User, *, by: User) -> tuple[User, User]:
    """The person and the actor as they are now. All keepers of the portal are locked, so two cannot both go last."""
    list(User.objects.filter(role__in=KEEPERS).select_for_update().order_by("pk").values_list("pk", flat=True))
    people = User.objects.select_for_update(of=("self",)).select_related("organization").order_by("pk")
    found = {row.pk: row for row in people.filter(pk__in=[person.pk, by.pk])}
    fresh, actor = found[person.pk], found[by.pk]
    if not (actor.is_active and may_manage(actor, fresh)):
        raise NotAllowed("この人の役割や利用を変えることはできません")
    return fresh, actor


def _refuse_last(person: User, *, now: datetime) -> None:
    """The portal is never left without an administrator or a secretariat who can sign in."""
    if person.role not in KEEPERS:
        return
    others = User.objects.in_good_standing(now.astimezone(clock.JAPAN).date()).filter(role=person.role)
    if not others.exclude(pk=person.pk).exists():
        role = person.get_role_display()
        raise NotAllowed(f"最後の{role}です。先にほかの人を{role}にしてください")


def _log(verb: Verb, person: User, *, by: User, now: datetime, data: dict[str, object] | None = None) -> None:
    record(verb, by=by, target=("user", person.pk, str(person)), data=data, now=now)
