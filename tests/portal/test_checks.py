"""What a portal must not start with where others can reach it, and that a trial on one's own machine may."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as real
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from portal import checks, durability
from portal.environment import EnvironmentProblem, base_url
from tests import factories

KEY = "k3y-".join("abcdefghijklmnop")
OUTSIDE = {"HOST": "0.0.0.0"}  # noqa: S104  the very thing that is tried
HTTPS = {"HTTPS": True, "ALLOWED_HOSTS": ["portal.example.jp"]}
LOCMEM = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PRODUCTION = [OUTSIDE, HTTPS]


def mailer(name: str) -> dict:
    return {"MAILERS": {"default": {"BACKEND": f"django.core.mail.backends.{name}.EmailBackend"}}}


REFUSED = [
    (OUTSIDE, {"DEMO": True}, "E013"),
    (OUTSIDE, {"RATE_LIMITS": False}, "E014"),
    *(
        (where, {"SECRET_KEY": key}, "E015")
        for where in PRODUCTION
        for key in ("demo", "x" * 80, "django-insecure-" + KEY)
    ),
    *((where, mailer(name), "E016") for where in PRODUCTION for name in ("console", "dummy", "locmem")),
    *((where, {"DEBUG": True}, "E011") for where in PRODUCTION),
    ({}, {"DEBUG": True, "ALLOWED_HOSTS": ["portal.example.jp"]}, "E011"),
    *((where, {"ALLOWED_HOSTS": [host]}, "E010") for where in ({}, *PRODUCTION) for host in ("*", ".example.jp")),
    ({}, {"CACHES": LOCMEM, "WEB_PROCESSES": 2}, "E012"),
]
FINE = [
    {"DEMO": True},
    {"DEMO": True, "HTTPS": True},
    {"RATE_LIMITS": False},
    {"SECRET_KEY": "short"},
    {"DEBUG": True, "ALLOWED_HOSTS": ["127.0.0.1", "localhost"]},
    {"CACHES": LOCMEM, "WEB_PROCESSES": 1},
    {"WEB_PROCESSES": 4},
    mailer("console"),
]  # fmt: skip


@pytest.fixture
def portal(settings, monkeypatch):
    """A portal as it should be; tests change one thing. Its database is that of test_durability.py."""
    monkeypatch.setattr(durability, "lacking", list)
    settings.SECRET_KEY, settings.MAILERS = KEY, mailer("smtp")["MAILERS"]
    settings.ALLOWED_HOSTS = ["127.0.0.1"]  # the test runner's own host is none that a portal would answer to
    settings.DEBUG, settings.DEMO, settings.RATE_LIMITS, settings.HTTPS, settings.HOST = (
        False,
        False,
        True,
        False,
        "127.0.0.1",
    )

    def change(*groups: dict) -> list[str]:
        for group in groups:
            for name, value in group.items():
                setattr(settings, name, value)
        return [message.id.removeprefix("portal.") for message in checks.unsafe_settings(None)]

    return change


@pytest.mark.parametrize(("where", "what", "code"), REFUSED)
def test_it_does_not_start(portal, where, what, code):
    assert portal(where) == []
    assert portal(what) == [code]
    with pytest.raises(ImproperlyConfigured):
        checks.refuse_unsafe()
    with pytest.raises(CommandError):
        call_command("run")


@pytest.mark.parametrize("what", FINE)
def test_a_trial_on_ones_own_machine_starts(portal, what):
    assert portal(what) == []
    checks.refuse_unsafe()


@pytest.mark.parametrize("where", PRODUCTION)
def test_it_does_not_start_while_the_demos_accounts_open_with_the_demos_password(
    portal, where, settings, tochigi, admin
):
    settings.DEMO_PASSWORD = factories.PASSWORD
    portal(where)
    with pytest.raises(ImproperlyConfigured, match=r"tochigi@example\.jp"):
        checks.refuse_unsafe()
    settings.DEMO_PASSWORD = "another-one-of-the-demo"
    checks.refuse_unsafe()


def test_the_deployment_check_names_what_is_only_good_for_a_trial(portal, settings):
    portal(HTTPS)
    assert checks.unfinished_settings(None) == []
    settings.MAILERS, settings.DEMO = {"default": {"BACKEND": "mail.backends.FolderBackend"}}, True
    assert [message.id for message in checks.unfinished_settings(None)] == ["portal.W010", "portal.W011"]


GOOD = [
    "https://portal.example.jp",
    "http://127.0.0.1:8000",
    "http://[::1]:8000/",
    "https://portal-2.lg.example.jp:8443",
]
BAD = [
    "https://*", "https://.example.jp", "ftp://portal.example.jp", "portal.example.jp", "https://", "https://a/b",
    "https://user@portal.example.jp", "https://portal.example.jp?x", "javascript:alert(1)", "https://a b", "https://a\nb",
]  # fmt: skip


@pytest.mark.parametrize("given", GOOD)
def test_an_address_of_the_site(monkeypatch, given):
    monkeypatch.setenv("PORTAL_BASE_URL", given)
    assert base_url(default="") == given.rstrip("/")


@pytest.mark.parametrize("given", BAD)
def test_what_is_no_address_of_a_site_stops_the_start(monkeypatch, given):
    monkeypatch.setenv("PORTAL_BASE_URL", given)
    with pytest.raises(EnvironmentProblem):
        base_url(default="")


def test_the_web_server_by_itself_asks_too(tmp_path: Path):
    environment = {
        **os.environ, "PORTAL_DATA_DIR": str(tmp_path), "PORTAL_HOST": "0.0.0.0", "PORTAL_DEMO": "1",  # noqa: S104
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }  # fmt: skip
    command = [sys.executable, "-c", "import portal.wsgi"]
    done = subprocess.run(command, cwd=real.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "PORTAL_DEMO=0" in done.stderr
