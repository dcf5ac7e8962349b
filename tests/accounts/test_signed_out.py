"""A session that is gone: where a button leads, what is said, and what an address says that only a button opens."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
NOT_DONE = "切れていたため、操作は行われていません"


def pressed(client: Client, address: str, referer: str | None = None) -> str:
    """The sign-in page to which a button leads without sign-in."""
    headers = {"Referer": referer} if referer else None
    response = client.post(address, headers=headers)
    assert response.status_code == 302
    return response["Location"]


def back(location: str) -> str:
    return parse_qs(urlsplit(location).query)["next"][0]


def test_a_button_leads_back_to_its_page_with_word_that_nothing_was_done(client, secretariat):
    location = pressed(client, "/review/21/claim/", f"{HERE}/review/?page=1")
    page = client.get(location).content.decode()
    assert "いま送った内容は保存されていません" in page
    response = client.post(
        location, {"login": secretariat.email, "password": factories.PASSWORD, "next": back(location)}
    )
    assert response["Location"] == "/review/?page=1"
    assert NOT_DONE in client.get("/review/?page=1").content.decode()
    assert NOT_DONE not in client.get("/review/").content.decode()


@pytest.mark.parametrize(
    "referer",
    [
        None, "", "https://evil.example/review/", "//evil.example/x", "http://testserver:8001/review/", "/review/",
        "javascript:alert(1)", "http://testserver@evil.example/", "\\\\evil.example",
    ],
)  # fmt: skip
def test_any_other_page_is_answered_with_the_home_page(client, referer):
    assert back(pressed(client, "/review/21/claim/", referer)) == "/"


def test_looking_leads_on_to_what_was_to_be_seen(client, secretariat):
    location = client.get("/review/?page=1")["Location"]
    assert back(location) == "/review/?page=1"
    assert "いま送った内容" not in client.get(location).content.decode()
    response = client.post(location, {"login": secretariat.email, "password": factories.PASSWORD})
    assert NOT_DONE not in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("address", ["/review/21/claim/", "/review/999999/claim/", "/manage/members/1/reinstate/"])
def test_an_address_that_only_a_button_opens_answers_with_a_page(client, secretariat, address):
    client.force_login(secretariat)
    response = client.get(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    page = response.content.decode()
    assert "<h1>このアドレスは直接開けません</h1>" in page
    assert address not in page.split("<main")[1]


@pytest.mark.parametrize(
    ("address", "whom"),
    [
        ("/review/", "事務局の人です"),
        ("/manage/members/", "事務局の人とシステム管理者です"),
        ("/me/colleagues/", "県のとりまとめの人です"),
    ],
)
def test_a_refusal_says_who_may_and_whom_to_ask(client, tochigi, address, whom):
    client.force_login(tochigi)
    response = client.get(address)
    assert response.status_code == 403
    main = response.content.decode().split("<main")[1]
    assert f"この機能を使えるのは、{whom}" in main
    assert "いまは栃木県 見本 花子（担当者）としてログインしています" in main
    assert 'href="/contact/"' in main


def test_a_refusal_says_the_same_for_what_exists_and_what_does_not(client, tochigi, kagawa):
    client.force_login(kagawa)
    edition = factories.make_draft(tochigi)
    answers = {client.get(f"/review/{pk}/").content for pk in (edition.pk, 999_999)}
    assert len(answers) == 1


def test_observers_are_told_who_registers(client, observer):
    client.force_login(observer)
    assert "構成団体の担当者・とりまとめと、事務局の人です" in client.get("/submit/").content.decode()
