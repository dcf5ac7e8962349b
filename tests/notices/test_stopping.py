"""The address that stops the mail of notices: it is for one person and one purpose, and tells nothing (P29)."""

from urllib.parse import quote

import pytest
from django.core.signing import Signer
from django.test import Client

from accounts.models import User
from notices import stopping
from notices.actions import ways_of
from notices.models import Mailing

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(token: str) -> str:
    return f"/notices/stop/{token}/"


def is_stopped(person: User) -> bool:
    return {way.mail for way in ways_of(person).values()} == {Mailing.NONE}


def test_a_mail_program_stops_it_without_cookie_form_or_session(tochigi, kagawa):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path(stopping.token(tochigi)), ONE_CLICK)
    assert answer.status_code == 200
    assert not answer.cookies
    assert is_stopped(tochigi)
    assert not is_stopped(kagawa)


def test_it_is_for_whom_the_letter_was_whoever_is_signed_in(tochigi, kagawa):
    client = Client()
    client.force_login(kagawa)
    client.post(path(stopping.token(tochigi)), ONE_CLICK)
    assert (is_stopped(tochigi), is_stopped(kagawa)) == (True, False)


def test_pressed_again_it_changes_nothing_more(tochigi):
    for _ in range(3):
        assert Client().post(path(stopping.token(tochigi)), ONE_CLICK).status_code == 200
    assert is_stopped(tochigi)


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_nothing_but_pressing_stops_it(tochigi, method):
    answer = getattr(Client(), method)(path(stopping.token(tochigi)))
    assert answer.status_code == (200 if method in {"get", "head"} else 405)
    assert not is_stopped(tochigi)


def test_what_is_forged_answers_like_what_never_was(tochigi):
    number, _, signature = stopping.token(tochigi).partition(":")
    forged = [
        f"{number}:{signature[:-1]}",
        f"{number}:{signature.swapcase()}",
        f"{int(number) + 1}:{signature}",
        f"0{number}:{signature}",
        number,
        f":{signature}",
        Signer(salt="notices.feeds").sign(number),  # signed by us, for something else
        Signer().sign(number),
        Signer(key="another portal's", salt="notices.stopping").sign(number),
        stopping.token(User(pk=999_999)),  # right, of nobody
    ]
    for method in ("get", "post"):
        never = getattr(Client(), method)(path("never"))
        for token in forged:
            answer = getattr(Client(), method)(path(token))
            assert answer.status_code == never.status_code == 404, token
            said = answer.content.replace(f"/stop/{quote(token)}/".encode(), b"/stop/never/")
            assert said == never.content, token
    assert not is_stopped(tochigi)


def test_it_signs_nobody_in_and_says_nothing_of_whose_it_is(tochigi):
    client = Client()
    for answer in (client.get(path(stopping.token(tochigi))), client.post(path(stopping.token(tochigi)))):
        page = answer.content.decode()
        assert tochigi.name not in page
        assert tochigi.email not in page
        assert tochigi.organization.name not in page
    assert client.get("/notices/").status_code == 302
