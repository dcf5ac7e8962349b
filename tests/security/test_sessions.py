"""A session ends on the server: a cookie that was copied before is worth nothing afterwards, on any address."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

import clock
from accounts import actions
from accounts.models import Tenure, User
from tests import factories
from tests.security.site import Site, addresses

NEW = "nagai-aikotoba-no-mihon"


def sign_in(client: Client, person: User, password: str = factories.PASSWORD) -> Client:
    assert client.post("/login/", {"login": person.email, "password": password}).status_code == 302
    return client


def thief_of(client: Client) -> Client:
    """Another browser with a copy of the cookies."""
    thief = Client()
    for name, morsel in client.cookies.items():
        thief.cookies[name] = morsel.value
    return thief


def sign_out(client: Client, person: User, admin: User) -> None:
    client.post("/logout/")


def change_password(client: Client, person: User, admin: User) -> None:
    values = {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/me/settings/security/", values).status_code == 302


def change_role(client: Client, person: User, admin: User) -> None:
    actions.change_role(person, role="coordinator", by=admin)


def suspend(client: Client, person: User, admin: User) -> None:
    actions.suspend(person, by=admin)


def suspend_and_reinstate(client: Client, person: User, admin: User) -> None:
    actions.suspend(person, by=admin)
    actions.reinstate(User.objects.get(pk=person.pk), by=admin)


def end_tenure(client: Client, person: User, admin: User) -> None:
    Tenure.objects.filter(organization=person.organization).update(ends_on=clock.today() - timedelta(days=1))


def end_access(client: Client, person: User, admin: User) -> None:
    User.objects.filter(pk=person.pk).update(access_ends_on=clock.today() - timedelta(days=1))


def twelve_hours(client: Client, person: User, admin: User) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


ENDS: list[Callable[[Client, User, User], None]] = [
    sign_out, change_password, change_role, suspend, suspend_and_reinstate, end_tenure, end_access, twelve_hours,
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_stolen_cookie_opens_nothing_afterwards(site: Site, end):
    person = site.people["officer"]
    client = sign_in(Client(), person)
    thief, stranger = thief_of(client), Client()
    assert thief.get("/me/").status_code == 200
    end(client, person, site.people["administrator"])
    for name, address in addresses(site).items():
        if name != "account_logout":
            assert thief.get(address).status_code == stranger.get(address).status_code, name
    assert thief.get("/me/").status_code == 302


def test_a_session_lasts_twelve_hours_however_much_it_is_used(site: Site, settings):
    assert settings.SESSION_COOKIE_AGE == 12 * 3600
    client = sign_in(Client(), site.people["officer"])
    [before] = Session.objects.filter(session_key=client.session.session_key).values_list("expire_date", flat=True)
    for _ in range(3):
        client.get("/me/drafts/")
    [after] = Session.objects.filter(session_key=client.session.session_key).values_list("expire_date", flat=True)
    assert before == after


def test_the_number_is_new_at_each_turn(site: Site):
    """Nobody can give somebody a session beforehand, nor keep one over."""
    person, client, seen = site.people["officer"], Client(), []
    for turn in ("sign in", "sign out", "sign in", "new password"):
        if turn == "sign in":
            client.cookies["portal_session_8000"] = "x" * 32
            sign_in(client, person)
        elif turn == "sign out":
            client.post("/logout/")
        else:
            change_password(client, person, person)
        seen.append(client.session.session_key)
    assert "x" * 32 not in seen
    assert len({key for key in seen if key}) == len([key for key in seen if key])


@pytest.mark.parametrize("https", [False, True])
def test_what_the_browser_is_told_of_the_cookies(site: Site, settings, https):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = https
    if https:
        settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-portal_session", "__Host-portal_csrf"
    client = Client()
    client.get("/login/", secure=https)
    values = {"login": site.people["officer"].email, "password": factories.PASSWORD}
    client.post("/login/", values, secure=https)
    told = {name: client.cookies[name] for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)}
    for morsel in told.values():
        assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "Lax", "/", "")
        assert bool(morsel["secure"]) is https
