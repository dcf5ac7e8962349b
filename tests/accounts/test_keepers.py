"""The portal always keeps an administrator and a secretariat account that can sign in."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from accounts import actions
from accounts.models import Organization, Role, User
from accounts.rules import NotAllowed
from audit.models import Event
from tests import factories


@pytest.mark.django_db
def test_nobody_changes_or_stops_oneself(admin, secretariat, secretariat2, tochigi2):
    for person in (admin, secretariat, tochigi2):
        for act in (
            lambda who: actions.suspend(who, by=who),
            lambda who: actions.change_role(who, role=Role.ADMINISTRATOR, by=who),
            lambda who: actions.change_role(who, role=Role.OFFICER, by=who),
        ):
            with pytest.raises(NotAllowed):
                act(person)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_who_cannot_sign_in_any_more_does_not_count(admin, secretariat, secretariat2):
    secretariat2.access_ends_on = date(2000, 1, 1)
    secretariat2.save()
    with pytest.raises(NotAllowed, match="最後の事務局"):
        actions.suspend(secretariat, by=admin)


@pytest.mark.django_db
def test_the_last_administrator_stays(admin, secretariat, secretariat_body):
    second = factories.make_user("admin2@example.jp", body=secretariat_body, role=Role.ADMINISTRATOR)
    actions.suspend(admin, by=second)
    with pytest.raises(NotAllowed):
        actions.suspend(second, by=admin)  # who is stopped acts no more
    third = factories.make_user("admin3@example.jp", body=secretariat_body, role=Role.ADMINISTRATOR)
    actions.change_role(third, role=Role.SECRETARIAT, by=second)
    with pytest.raises(NotAllowed):
        actions.change_role(second, role=Role.SECRETARIAT, by=third)  # lost the role a moment ago
    assert User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).get() == second


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["stopped", "demoted"])
def test_who_lost_the_right_a_moment_ago_acts_no_more(admin, tochigi, tochigi2, change):
    """What counts is who the actor is when the row is locked, not who they were when the request began."""
    stale = User.objects.get(pk=tochigi2.pk)
    if change == "stopped":
        actions.suspend(tochigi2, by=admin)
    else:
        actions.change_role(tochigi2, role=Role.OFFICER, by=admin)
    with pytest.raises(NotAllowed):
        actions.suspend(tochigi, by=stale)
    with pytest.raises(NotAllowed):
        actions.change_role(tochigi, role=Role.COORDINATOR, by=stale)


@pytest.mark.django_db
def test_the_last_of_the_secretariat_keeps_the_role(admin, secretariat):
    with pytest.raises(NotAllowed, match="最後の事務局"):
        actions.change_role(secretariat, role=Role.ADMINISTRATOR, by=admin)


@pytest.mark.django_db
def test_a_role_fits_the_body(admin, tochigi, observer, secretariat):
    fits = {tochigi: {"officer", "coordinator"}, observer: {"observer"}, secretariat: {"secretariat", "administrator"}}
    factories.make_user("spare@example.jp", body=secretariat.organization, role=Role.SECRETARIAT)
    for person, allowed in fits.items():
        done = set()
        for role in Role.values:
            try:
                actions.change_role(person, role=role, by=admin)
            except NotAllowed:
                continue
            done.add(role)
        assert done == allowed


@pytest.mark.django_db
def test_a_stop_and_its_end_leave_the_old_sessions_shut(client, admin, tochigi):
    client.force_login(tochigi)
    actions.suspend(tochigi, by=admin)
    actions.reinstate(tochigi, by=admin)
    assert client.get("/me/").status_code == 302
    client.force_login(User.objects.get(pk=tochigi.pk))
    assert client.get("/me/").status_code == 200


VERBS: list[Callable[[User, User], object]] = [
    lambda person, by: actions.suspend(person, by=by),
    lambda person, by: actions.change_role(person, role=Role.SECRETARIAT, by=by),
]


@pytest.mark.parametrize("act", VERBS, ids=["suspend", "demote"])
def test_two_administrators_cannot_remove_each_other_at_the_same_moment(transactional_db, act):
    body = factories.make_body(Organization.Kind.SECRETARIAT, "事務局")
    pair = [factories.make_user(f"admin{n}@example.jp", body=body, role=Role.ADMINISTRATOR) for n in range(2)]
    start, refused = threading.Barrier(2), []

    def remove(person: User, by: User) -> None:
        start.wait()
        try:
            act(person, by)
        except NotAllowed:
            refused.append(by)
        connection.close()

    threads = [threading.Thread(target=remove, args=args) for args in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1
