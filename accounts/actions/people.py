"""Roles changed, accounts stopped and opened again."""

from datetime import datetime

from django.db import transaction

import clock
from accounts.models import Role, User
from accounts.rules import NotAllowed, grantable_roles, may_manage
from audit.record import record
from audit.verbs import Verb


def _lock(person: User, *, by: User) -> User:
    """The person as they are now; the keepers of the portal are locked with them, so two cannot both go last."""
    keepers = User.objects.filter(role__in=[Role.SECRETARIAT, Role.ADMINISTRATOR], is_active=True)
    list(keepers.select_for_update().order_by("pk").values_list("pk", flat=True))
    fresh = User.objects.select_for_update(of=("self",)).select_related("organization").get(pk=person.pk)
    if not may_manage(by, fresh):
        raise NotAllowed("この人の役割や利用を変えることはできません")
    return fresh


def _refuse_last(person: User) -> None:
    if person.role not in {Role.SECRETARIAT, Role.ADMINISTRATOR}:
        return
    others = User.objects.filter(role=person.role, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise NotAllowed(
            f"最後の{person.get_role_display()}です。先にほかの人を{person.get_role_display()}にしてください"
        )


@transaction.atomic
def change_role(person: User, *, role: str, by: User, now: datetime | None = None) -> User:
    """Give another role; all sessions of the person end."""
    person = _lock(person, by=by)
    if role not in grantable_roles(by, person.organization):
        raise NotAllowed("その役割にすることはできません")
    if role == person.role:
        return person
    _refuse_last(person)
    before, person.role = person.role, role
    person.session_epoch += 1
    person.save(update_fields=["role", "session_epoch"])
    _log(Verb.CHANGE_ROLE, person, by=by, now=now, data={"before": before, "after": role})
    return person


@transaction.atomic
def suspend(person: User, *, by: User, now: datetime | None = None) -> User:
    """Stop the account; it is shut with the commit, in every process."""
    now = now or clock.now()
    person = _lock(person, by=by)
    if not person.is_active:
        return person
    _refuse_last(person)
    person.is_active, person.suspended_at, person.suspended_by = False, now, by
    person.session_epoch += 1
    person.save(update_fields=["is_active", "suspended_at", "suspended_by", "session_epoch"])
    _log(Verb.SUSPEND, person, by=by, now=now)
    return person


@transaction.atomic
def reinstate(person: User, *, by: User, now: datetime | None = None) -> User:
    """Open a stopped account again."""
    person = _lock(person, by=by)
    if person.is_active:
        return person
    person.is_active, person.suspended_at, person.suspended_by = True, None, None
    person.save(update_fields=["is_active", "suspended_at", "suspended_by"])
    _log(Verb.REINSTATE, person, by=by, now=now)
    return person


def _log(verb: Verb, person: User, *, by: User, now: datetime | None, data: dict[str, object] | None = None) -> None:
    record(verb, by=by, target=("user", person.pk, str(person)), data=data or {}, now=now or clock.now())
