"""The way in: only the pages that are used, only paths of this site, only names that were listed."""

import re

import pytest
from allauth.account import urls as library_urls
from django.test import Client
from django.urls import get_resolver, reverse

from mail.models import Letter
from tests import factories

pytestmark = pytest.mark.django_db

USED = {
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_change_password",
}  # fmt: skip


def test_no_page_of_the_sign_in_library_is_reachable_that_is_not_used(client, tochigi):
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("account_")}
    assert known == USED
    client.force_login(tochigi)
    paths = [
        "/signup/",
        *(f"/{pattern.pattern}".replace("^", "").replace("$", "") for pattern in library_urls.urlpatterns),
    ]
    unused = [
        path
        for path in paths
        if "(" not in path and path not in {"/login/", "/logout/", "/password/reset/", "/password/reset/done/"}
    ]
    for path in ["/accounts/login/", "/accounts/email/", "/accounts/", *unused]:
        if path != reverse("account_reset_password_from_key_done"):
            assert client.get(path).status_code == 404, path


NOWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "/\\/evil.example",
    "https://evil.example/", "HTTPS://EVIL.EXAMPLE", "hTtP://evil.example", "http:evil.example", "http:///evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x",
    "\thttps://evil.example", "/\t/evil.example", "/\n/evil.example", "/x\r\nSet-Cookie: a=b", "\x00//evil.example",
    "/%0d%0a//evil.example\r\n", "http://127.0.0.1:9999/", "http://localhost/", "http://testserver/me/",
    "http://testserver@evil.example/", "evil.example", "me/", "@evil.example", "..//evil.example",
    "?next=//evil.example", "／／evil.example", "/\u2028/evil.example",
]  # fmt: skip


@pytest.mark.parametrize("target", NOWHERE)
def test_next_leads_nowhere_else(tochigi, target):
    values = {"login": tochigi.email, "password": factories.PASSWORD, "next": target}
    client = Client()
    assert client.post("/login/", values)["Location"] == "/"
    assert client.get("/login/", {"next": target})["Location"] == "/"  # who is signed in already
    assert client.post("/logout/", {"next": target})["Location"] == "/login/"
    shown = Client().get("/login/", {"next": target}).content.decode()
    assert not re.search(r'(href|action|src)="[^"]*evil', shown)


@pytest.mark.parametrize(
    "target", ["/me/drafts/", "/guidelines/?q=%E7%94%9F%E6%88%90&page=2", "/guidelines/?q=生成", "/"]
)
def test_next_leads_back_within_the_site(tochigi, target):
    values = {"login": tochigi.email, "password": factories.PASSWORD, "next": target}
    location = Client().post("/login/", values)["Location"]
    assert location == target.replace("生成", "%E7%94%9F%E6%88%90")


FOREIGN = [
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": "127.0.0.1@evil.example"},
    {"Host": "evil.example:8000"},
    {"Host": ""},
]
IGNORED = [
    {"X-Forwarded-Host": "evil.example"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-Forwarded-Server": "evil.example"},
    {"X-Original-URL": "/manage/members/"},
    {"X-Rewrite-URL": "/manage/members/"},
    {"X-Forwarded-Proto": "https"},
    {"Remote-User": "admin@example.jp"},
    {"X-Remote-User": "admin@example.jp"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_other_hosts_are_not_answered(headers):
    assert Client().get("/login/", headers=headers).status_code == 400


@pytest.mark.parametrize("headers", IGNORED)
def test_headers_that_anybody_can_write_mean_nothing(settings, tochigi, admin, headers):
    settings.BASE_URL = "https://portal.example.jp"
    client = Client()
    assert client.get("/", headers=headers)["Location"] == "/login/?next=/"
    page = client.get("/login/", headers=headers)
    assert page.status_code == 200
    assert "evil" not in page.content.decode()
    client.post("/password/reset/", {"email": tochigi.email}, headers=headers)
    assert re.findall(r"https?://[^/\s]+", Letter.objects.get().body) == ["https://portal.example.jp"]


@pytest.mark.parametrize("path", ["/me/", "/me/settings/security/", "/me/colleagues/", "/manage/members/"])
def test_a_stolen_cookie_is_worth_nothing_after_sign_out(tochigi2, path):
    client, thief = Client(), Client()
    client.post("/login/", {"login": tochigi2.email, "password": factories.PASSWORD})
    for name, morsel in client.cookies.items():
        thief.cookies[name] = morsel.value
    assert thief.get("/me/").status_code == 200
    client.post("/logout/")
    assert thief.get(path).status_code == 302


def test_signing_out_needs_a_post_and_its_token(tochigi):
    client = Client(enforce_csrf_checks=True)
    client.force_login(tochigi)
    assert "ログアウトしますか" in client.get("/logout/").content.decode()
    assert client.post("/logout/").status_code == 403
    assert client.get("/me/").status_code == 200


def test_the_ways_in_read_in_japanese_and_say_what_to_mend(client):
    for path in ("/login/", "/password/reset/", "/login/stopped/", "/password/reset/done/"):
        assert client.get(path).status_code == 200
    empty = client.post("/login/", {"login": "", "password": ""}).content.decode()
    assert "<title>エラー：ログイン" in empty
    for said in ("メールアドレスを入れてください", "パスワードを入れてください"):
        assert empty.count(said) >= 2  # above, and at the field
    odd = client.post("/password/reset/", {"email": "tochigi"}).content.decode()
    assert "メールアドレスの形を確かめてください" in odd
