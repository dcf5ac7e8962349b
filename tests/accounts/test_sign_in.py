"""Signing in through the front door: right, wrong, locked, stopped."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import actions
from accounts.models import User
from audit.models import Event
from mail.models import Letter
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "ホーム"


def sign_in(client: Client, email: str, password: str = factories.PASSWORD, **extra):
    return client.post("/login/", {"login": email, "password": password}, **extra)


def test_the_right_password_opens_the_door_and_is_logged(client, tochigi):
    response = sign_in(client, tochigi.email)
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert HOME in client.get("/").content.decode()
    assert Event.objects.get().verb == "sign_in"


def test_wrong_password_and_unknown_account_answer_alike(client, tochigi):
    answers = []
    for email in (tochigi.email, "nobody@example.jp"):
        response = sign_in(Client(), email, "falsch-und-lang-genug")
        text = response.content.decode().replace(email, "ADDRESS")
        answers.append((response.status_code, re.sub(r'value="\w{64}"', "TOKEN", text)))
    assert answers[0] == answers[1]
    assert "5回続けて違うと15分間ログインできません" in answers[0][1]


def test_five_wrong_passwords_lock_account_and_place(client, tochigi, kagawa):
    for _ in range(5):
        sign_in(client, tochigi.email, "falsch-und-lang-genug")
    assert "15分間ログインできません（" in sign_in(client, tochigi.email).content.decode()
    assert "続けて違ったため" in sign_in(client, tochigi.email).content.decode()
    # Another account from the same place, and the same account from another place, are not locked.
    assert sign_in(Client(), kagawa.email).status_code == 302
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), tochigi.email).status_code == 302


def test_a_forged_address_does_not_escape_the_lock(client, tochigi):
    for number in range(6):
        response = sign_in(
            client, tochigi.email, "falsch-und-lang-genug", headers={"X-Forwarded-For": f"198.51.100.{number}"}
        )
    assert "続けて違ったため" in response.content.decode()


def test_two_hundred_colleagues_come_in_from_one_address(db):
    body = factories.make_member("09")
    people = [factories.make_user(f"p{number}@example.jp", body=body) for number in range(200)]
    assert {sign_in(Client(), person.email).status_code for person in people} == {302}


def test_a_stopped_account_is_told_so_only_with_the_right_password(client, tochigi, admin):
    actions.suspend(tochigi, by=admin)
    assert sign_in(client, tochigi.email)["Location"] == "/login/stopped/"
    assert "利用が停止されているか" in client.get("/login/stopped/").content.decode()
    assert client.get("/").status_code == 302
    wrong = sign_in(Client(), tochigi.email, "falsch-und-lang-genug")
    assert wrong.status_code == 200
    assert "停止" not in wrong.content.decode().split("<main")[1]


def test_an_ended_tenure_shuts_the_door(client):
    former = factories.make_user("former@example.jp", body=factories.make_member("08", ends_on=date(2024, 3, 31)))
    assert sign_in(client, former.email)["Location"] == "/login/stopped/"


@pytest.mark.parametrize("end", ["suspend", "role", "password"])
def test_sessions_end_with_suspension_role_change_and_password_change(client, tochigi, admin, end):
    sign_in(client, tochigi.email)
    assert client.get("/").status_code == 200
    if end == "suspend":
        actions.suspend(tochigi, by=admin)
    elif end == "role":
        actions.change_role(tochigi, role="coordinator", by=admin)
    else:
        tochigi.set_password("ein-ganz-anderes-langes-wort")
        tochigi.save()
    assert client.get("/").status_code == 302


def test_signing_out_ends_the_session_on_the_server(client, tochigi):
    sign_in(client, tochigi.email)
    stolen = Client()
    stolen.cookies = client.cookies
    client.post("/logout/")
    assert stolen.get("/").status_code == 302
    assert Session.objects.count() <= 1


def test_looking_at_sign_out_signs_nobody_out(client, tochigi):
    sign_in(client, tochigi.email)
    assert client.get("/logout/").status_code == 200
    assert client.get("/").status_code == 200


def test_the_session_changes_at_sign_in(client, tochigi):
    client.get("/login/")
    before = client.session.session_key
    sign_in(client, tochigi.email)
    assert client.session.session_key != before


NEXT = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "\thttps://evil.example",
    "HTTPS://EVIL.example",
]


@pytest.mark.parametrize("target", NEXT)
def test_sign_in_leads_nowhere_else(tochigi, target):
    client = Client()
    response = client.post("/login/", {"login": tochigi.email, "password": factories.PASSWORD, "next": target})
    assert response["Location"] == "/"


def test_sign_in_leads_back_to_where_one_wanted_to_go(client, tochigi):
    assert client.get("/me/drafts/")["Location"] == "/login/?next=/me/drafts/"
    response = client.post("/login/", {"login": tochigi.email, "password": factories.PASSWORD, "next": "/me/drafts/"})
    assert response["Location"] == "/me/drafts/"


def test_reset_answers_alike_and_writes_a_letter_either_way(tochigi):
    answers = [Client().post("/password/reset/", {"email": email}) for email in (tochigi.email, "nobody@example.jp")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/password/reset/done/")}
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["nobody@example.jp", tochigi.email]


def test_reset_letters_are_bounded(tochigi, settings):
    for _ in range(8):
        assert Client().post("/password/reset/", {"email": tochigi.email}).status_code == 302
    assert Letter.objects.count() == settings.LIMITS.resets_per_hour


def test_the_letters_link_sets_a_new_password_once(client, tochigi, settings):
    settings.BASE_URL = "https://portal.example.jp"
    client.post("/password/reset/", {"email": tochigi.email}, headers={"Host": "127.0.0.1"})
    link = re.search(r"https://portal\.example\.jp(/\S+)", Letter.objects.get().body)[1]
    for _ in range(3):
        form = client.get(link, follow=True)
    assert "新しいパスワード" in form.content.decode()
    new = "nagai-aikotoba-no-mihon"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(Client(), tochigi.email, new).status_code == 302
    assert "このリンクは使えません" in Client().get(link, follow=True).content.decode()


def test_only_known_hosts_are_answered(client):
    assert client.get("/login/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/login/").status_code == 200


def test_sign_up_is_closed(client):
    assert client.get("/signup/").status_code == 404
    assert client.post("/signup/", {"email": "x@example.jp", "password1": "lang-genug-und-mehr"}).status_code == 404
    assert not User.objects.filter(email="x@example.jp").exists()
