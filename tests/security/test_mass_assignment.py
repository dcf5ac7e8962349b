"""A form takes its own fields and nothing else: whatever is sent beside them, it does exactly what it does without."""

from collections.abc import Mapping

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

import clock
from tests import factories
from tests.security.forms import FORMS, KEY, Form
from tests.security.site import ROLES, Site, addresses
from tests.security.tables import Rows, changes, frozen

# Made of chance or of the real clock; no field of a form reaches them.
VOLATILE_TABLES = {"django_session", "django_tasks_database_dbtaskresult", "audit_chainhead"}
VOLATILE = {"request_id", "digest", "previous_digest", "message_id", "body", "password", "last_login"}
HOSTILE = {
    "state": "published", "visibility": "3", "role": "administrator", "is_active": "", "gate": "taken", "kind": "pdf",
    "number": "99", "revision": "0", "email": "evil@example.jp", "password": "evil", "is_proxy": "on", "name": "EVIL",
    "is_staff": "1", "is_superuser": "1", "groups": "1", "user_permissions": "1", "expires_at": "2099-01-01",
}  # fmt: skip


def extras(site: Site, form: Mapping[str, object]) -> dict[str, object]:
    """A hostile value for every field of every model that the form does not have: another body, person, state …"""
    found: dict[str, object] = dict(HOSTILE)
    for model in apps.get_models():
        for field in model._meta.get_fields():
            found.setdefault(field.name, site.outsider.pk)
            found.setdefault(getattr(field, "attname", field.name), site.outsider.pk)
    found |= dict.fromkeys(("owner", "organization", "owner_id", "organization_id"), site.outsider.organization_id)
    found |= dict.fromkeys(("user", "by", "actor", "pk", "id", "edition", "publication", "file"), site.outsider.pk)
    found |= {f"file_{site.file}": "0", f"form-0-{'owner'}": site.outsider.organization_id, "is_declared": "1"}
    buttons = {"save", "link", "remove", "files", "next", "once", "oldpassword"}
    return {name: value for name, value in found.items() if name not in form and name not in buttons}


def outcome(site: Site, form: Form, *, with_extras: bool) -> tuple[int, str, Rows]:
    """Status, where it led, and what it changed; taken back afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:  # so that new rows get the same numbers in both runs
            for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(sql)
        values = dict(form.values(site))
        if with_extras:
            values |= extras(site, values)
        address = addresses(site)[form.name]
        client, before = site.client(form.role), frozen(without=VOLATILE_TABLES)
        response = client.post(address, values)
        made = changes(before, frozen(without=VOLATILE_TABLES))
        stable = {
            table: [{key: value for key, value in row.items() if key not in VOLATILE} for row in rows]
            for table, rows in made.items()
        }
        transaction.set_rollback(True)
    return response.status_code, response.headers.get("Location", ""), stable


@pytest.fixture(autouse=True)
def still(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(clock, "now", lambda: now)


ONLY_ASK = {"account_login", "account_reset_password", "manage:index_check"}
"""Leave no row but in the tables that are not compared."""


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_nothing_but_its_own_fields(site: Site, form):
    status, led_to, made = outcome(site, form, with_extras=False)
    assert status in {200, 302}
    assert made or form.name in ONLY_ASK, "a form that does nothing proves nothing"
    assert outcome(site, form, with_extras=True) == (status, led_to, made)


# What somebody may do at these addresses is about themselves, or for whoever holds the letter.
OWN = {
    "account_login", "account_reset_password", "account_change_password", "account_logout", "invitation",
    "account_reset_password_from_key", "guidelines:export_csv", "guidelines:export_xlsx",
    "me:save_view",
    # Who sees a document talks about it, and says what is wrong with what is said of it.
    "comments:open", "comments:reply", "comments:thank", "comments:report", "comments:confide",
    "comments:confide_about",
    "me:feeds", "notices:put_away",
    "me:notices", "notices:follow", "notices:read_all", "notices:stop",
}  # fmt: skip
NOTED = {"audit_reading", "django_session", "posting_ratecounter", "posting_onetimekey"}


@pytest.mark.parametrize("role", ["anonymous", "observer", "outsider"])
def test_ids_of_other_bodies_change_nothing(site: Site, role):
    """Every address as it stands with the officer's things in it, sent with all that would be needed."""
    client, before, did = site.client(role), frozen(without=NOTED), {}
    for name, address in addresses(site).items():
        if name in OWN or (role, name) == ("outsider", "submit:start"):
            continue
        values: dict[str, object] = {"once": KEY, "reason": "x", "remove": site.file}
        for form in FORMS:
            if form.name == name:
                values |= form.values(site)
        did[name] = client.post(address, values).status_code
    assert changes(before, frozen(without=NOTED)) == {}
    assert {did[form.name] for form in FORMS if form.name in did} <= {302, 403, 404}


def test_a_file_of_another_draft_is_not_taken_off(site: Site):
    other = factories.make_draft(site.outsider)
    client, before = site.client("outsider"), frozen(without=NOTED)
    for wanted in (site.file, "-1", "9" * 30, "9" * 5000, "１", "x", ""):
        response = client.post(f"/submit/{other.pk}/files/", {"remove": wanted})
        assert response.status_code == 404, wanted
    assert changes(before, frozen(without=NOTED)) == {}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_gets_a_role_by_asking_for_it(site: Site, role):
    """`?role=administrator` and the like: a person is what the row says."""
    client = site.client(role)
    asked = {"role": "administrator", "user": site.people["administrator"].pk, "is_staff": "1", "as": "administrator"}
    if role in {"secretariat", "administrator"}:
        return
    for address in ("/manage/members/", "/manage/audit/", "/manage/settings/", "/review/"):
        assert client.get(address, asked, headers={"X-User": "1", "X-Role": "administrator"}).status_code in {302, 403}
