"""Invitations, roles, suspension: who may do what to whom, and what cannot be undone by mistake."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

import clock
from accounts import actions, reference
from accounts.models import Invitation, Organization, Role, Tenure, User
from accounts.rules import NotAllowed
from audit.models import Event
from mail.models import Letter
from posting.once import fresh_key
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "nagai-aikotoba-no-mihon"


def invite(by: User, body: Organization, role: str = Role.OFFICER, email: str = "new@example.jp") -> str:
    return actions.invite(email=email, name="見本 新人", organization=body, role=role, by=by)


def test_an_invitation_is_mailed_looked_at_and_accepted_once(client, secretariat, kagawa):
    invite(secretariat, kagawa.organization)
    link = re.search(r"(/invite/\S+)", Letter.objects.get().body)[1]
    for _ in range(10):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    answer = {"name": "見本 新人", "password": NEW, "again": NEW}
    assert client.post(link, answer)["Location"] == "/login/"
    person = User.objects.get(email="new@example.jp")
    assert (person.organization, person.role) == (kagawa.organization, Role.OFFICER)
    assert client.get(link).status_code == 404
    assert client.post(link, answer).status_code == 404
    assert client.post("/login/", {"login": person.email, "password": NEW}).status_code == 302


def test_the_link_is_kept_as_a_hash_only(secretariat, kagawa):
    token = invite(secretariat, kagawa.organization)
    assert token not in str(Invitation.objects.values())


def test_an_invitation_ends_after_a_week(client, secretariat, kagawa):
    token = invite(secretariat, kagawa.organization)
    Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert client.get(f"/invite/{token}/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.accept(token, name="x", password=NEW)


def test_a_second_invitation_replaces_the_first(secretariat, kagawa):
    first = invite(secretariat, kagawa.organization)
    second = invite(secretariat, kagawa.organization)
    with pytest.raises(NotAllowed):
        actions.accept(first, name="x", password=NEW)
    assert actions.accept(second, name="x", password=NEW).pk


@pytest.mark.parametrize(
    "password", ["kurz", "1234567890123", "tochigi12345", "栃木県栃木県2024", "password12345", "x" * 129]
)
def test_weak_passwords_are_refused_with_words(client, secretariat, kagawa, password):
    token = invite(secretariat, kagawa.organization)
    page = client.post(f"/invite/{token}/", {"name": "見本", "password": password, "again": password})
    assert page.status_code == 400
    assert "エラー：" in page.content.decode()
    assert not User.objects.filter(email="new@example.jp").exists()


TOCHIGI = {("tochigi", "officer"), ("tochigi", "coordinator")}
GRANTS = {
    # who invites → (body, role) that are allowed
    "secretariat": {("own", "secretariat"), ("observer", "observer"), *TOCHIGI},
    "admin": {("own", "secretariat"), ("own", "administrator"), ("observer", "observer"), *TOCHIGI},
    "tochigi2": TOCHIGI,
    "tochigi": set(),
    "kagawa": set(),
    "observer": set(),
}  # fmt: skip


@pytest.mark.parametrize("who", GRANTS)
def test_who_may_invite_whom(request, secretariat_body, tochigi, observer, who):
    by = request.getfixturevalue(who)
    bodies = {"own": secretariat_body, "tochigi": tochigi.organization, "observer": observer.organization}
    allowed = set()
    for name, body in bodies.items():
        for role in Role:
            try:
                invite(by, body, role.value, email=f"{name}-{role.value}@example.jp")
            except NotAllowed:
                continue
            allowed.add((name, role.value))
    assert allowed == GRANTS[who]


MANAGES = {
    "secretariat": {"tochigi", "tochigi2", "kagawa", "observer", "secretariat2"},
    "admin": {"tochigi", "tochigi2", "kagawa", "observer", "secretariat", "secretariat2"},
    "tochigi2": {"tochigi"},
    "tochigi": set(),
    "observer": set(),
}


@pytest.mark.parametrize("who", MANAGES)
def test_who_may_stop_whom(request, secretariat, secretariat2, admin, tochigi, tochigi2, kagawa, observer, who):
    by = request.getfixturevalue(who)
    done = set()
    for name in ("tochigi", "tochigi2", "kagawa", "observer", "secretariat", "secretariat2", "admin"):
        person = request.getfixturevalue(name)
        try:
            actions.suspend(person, by=by)
        except NotAllowed:
            continue
        done.add(name)
        actions.reinstate(person, by=by)
    assert done == MANAGES[who]


def test_the_last_secretariat_and_the_last_administrator_stay(secretariat, secretariat2, admin):
    actions.suspend(secretariat2, by=admin)
    with pytest.raises(NotAllowed, match="最後の事務局"):
        actions.suspend(secretariat, by=admin)
    with pytest.raises(NotAllowed, match="最後の事務局"):
        actions.change_role(secretariat, role=Role.ADMINISTRATOR, by=admin)


def test_every_change_of_people_is_one_event(admin, tochigi):
    actions.change_role(tochigi, role=Role.COORDINATOR, by=admin)
    actions.suspend(tochigi, by=admin)
    actions.suspend(tochigi, by=admin)
    actions.reinstate(tochigi, by=admin)
    events = list(Event.objects.order_by("sequence").values_list("verb", flat=True))
    assert events == ["change_role", "suspend", "reinstate"]
    assert Event.objects.get(verb="change_role").data == {"before": "officer", "after": "coordinator"}


def test_a_coordinator_manages_colleagues_on_screen(client, tochigi2, tochigi, kagawa):
    client.force_login(tochigi2)
    page = client.get("/me/colleagues/").content.decode()
    assert "見本 花子" in page
    assert "見本 さぬき" not in page
    values = {"once": fresh_key(), "role": "officer", "name": "見本 新人", "email": "new@example.jp"}
    for _ in range(2):
        assert client.post("/me/colleagues/", values).status_code == 302
    assert Invitation.objects.count() == 1
    assert client.post(f"/me/colleagues/{kagawa.pk}/suspend/").status_code == 404
    client.post(f"/me/colleagues/{tochigi.pk}/suspend/")
    tochigi.refresh_from_db()
    assert not tochigi.is_active


def test_a_forged_field_changes_nothing(client, tochigi2, tochigi, kagawa):
    client.force_login(tochigi2)
    values = {
        "once": fresh_key(), "role": "officer", "name": "x", "email": "new@example.jp",
        "organization": kagawa.organization_id, "is_active": "0", "session_epoch": "9",
    }  # fmt: skip
    client.post("/me/colleagues/", values)
    assert Invitation.objects.get().organization == tochigi2.organization
    client.post(f"/me/colleagues/{tochigi.pk}/", {"role": "secretariat", "email": "x@example.jp"})
    tochigi.refresh_from_db()
    assert (tochigi.role, tochigi.email) == (Role.OFFICER, "tochigi@example.jp")


@pytest.mark.parametrize(
    ("who", "status"), [("secretariat", 200), ("admin", 200), ("tochigi2", 403), ("tochigi", 403), ("observer", 403)]
)
def test_the_members_page_is_for_managers(client, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/manage/members/").status_code == status
    assert client.get("/manage/members/invite/").status_code == status


def test_the_members_page_costs_the_same_for_many(client, secretariat, django_assert_num_queries):
    client.force_login(secretariat)
    client.get("/manage/members/")
    counts = []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for code in ("01", "02", "03"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/manage/members/")
        counts.append(len(queries))
        factories.make_user(f"m{code}@example.jp", body=factories.make_member(code))
    assert len(set(counts)) == 1


def test_membership_as_of_a_date():
    reference.load()
    reference.load()
    days = {"2024-04-30": (43, True, False), "2024-06-15": (44, False, True), "2024-07-31": (44, False, False)}
    for day, (total, has_joiner, unconfirmed) in days.items():
        found = Tenure.objects.membership_on(clock.date.fromisoformat(day))
        assert (found.total, bool(found.unnamed_joiners), found.is_unconfirmed) == (total, has_joiner, unconfirmed), day
    assert Organization.objects.filter(kind="prefecture").count() == 44
    leaders = Tenure.objects.exclude(role__in=["member", "observer", "secretariat"]).order_by("organization__order")
    assert [(row.organization.name, row.role) for row in leaders] == [
        ("北海道", "sub_leader"), ("千葉県", "sub_leader"), ("山口県", "leader"),
        ("西日本電信電話株式会社（NTT西日本）", "adviser"),
    ]  # fmt: skip


def test_createadmin_prints_a_link_and_refuses_a_known_address(capsys, client):
    call_command("createadmin", "first@example.jp")
    link = capsys.readouterr().out.strip()
    path = re.search(r"/invite/\S+", link)[0]
    assert client.get(path).status_code == 200
    client.post(path, {"name": "最初", "password": NEW, "again": NEW})
    assert User.objects.get(email="first@example.jp").is_administrator
    with pytest.raises(CommandError, match="登録済み"):
        call_command("createadmin", "first@example.jp")
