"""Locks lifted, invitations sent again by those who look after the person; an invitation that is somebody else's."""

import re

import pytest
from django.test import Client

from accounts import actions, attempts
from accounts.models import Invitation, User
from accounts.rules import NotAllowed
from audit.models import Event
from mail.models import Letter
from posting.once import fresh_key
from tests import factories

pytestmark = pytest.mark.django_db
PLACES = ("203.0.113.5", "2001:db8:1:2::5")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sign_in(email: str, password: str, address: str):
    return Client(REMOTE_ADDR=address).post("/login/", {"login": email, "password": password})


def lock(person: User) -> None:
    for place in PLACES:
        for _ in range(5):
            sign_in(person.email, "falsch-und-lang-genug", place)


def path(person: User) -> str:
    return f"/people/{person.pk}/lock/"


@pytest.mark.parametrize("keeper", ["secretariat", "admin", "tochigi2"])
def test_a_lock_is_lifted_everywhere_and_logged(request, tochigi, keeper):
    by = request.getfixturevalue(keeper)
    lock(tochigi)
    assert sign_in(tochigi.email, factories.PASSWORD, PLACES[0]).status_code == 200
    page = client_of(by).get(path(tochigi)).content.decode()
    assert "ロックを解きますか" in page
    answer = client_of(by).post(path(tochigi), follow=True).content.decode()
    assert "のロックを解きました" in answer
    event = Event.objects.get(verb="lift_lock")
    assert (event.actor_id, event.target_id, event.data) == (by.pk, str(tochigi.pk), {"places": 2})
    for place in PLACES:
        assert sign_in(tochigi.email, factories.PASSWORD, place).status_code == 302
    assert "はロックされていません" in client_of(by).get(path(tochigi)).content.decode()


def test_looking_lifts_nothing_and_what_is_not_locked_is_no_event(tochigi, secretariat):
    lock(tochigi)
    client = client_of(secretariat)
    client.get(path(tochigi))
    client.head(path(tochigi))
    assert sign_in(tochigi.email, factories.PASSWORD, PLACES[0]).status_code == 200
    client.post(path(tochigi))
    assert "この人のログインは止まっていません" in client.post(path(tochigi), follow=True).content.decode()
    assert Event.objects.filter(verb="lift_lock").count() == 1


def test_only_those_who_look_after_the_person(tochigi, tochigi2, kagawa, secretariat, admin, observer):
    lock(tochigi)
    lock(admin)
    other = factories.make_user("kagawa2@example.jp", body=kagawa.organization, role="coordinator")
    for by, person, status in (
        (kagawa, tochigi, 403), (observer, tochigi, 403), (tochigi, tochigi, 403), (other, tochigi, 404),
        (secretariat, admin, 404), (tochigi2, admin, 404), (secretariat, secretariat, 404),
    ):  # fmt: skip
        client = client_of(by)
        assert (client.get(path(person)).status_code, client.post(path(person)).status_code) == (status, status)
    gone = client_of(other).get("/people/999999/lock/")
    assert gone.status_code == 404
    assert gone.content == client_of(other).get(path(tochigi)).content
    assert not Event.objects.filter(verb="lift_lock").exists()
    with pytest.raises(NotAllowed):
        actions.lift_lock(tochigi, by=other)


def test_the_lock_of_one_is_not_that_of_another(tochigi, kagawa, secretariat):
    from clock import now

    lock(tochigi)
    assert list(attempts.locks_of(tochigi, now=now())) == ["2001:db8:1:2::", "203.0.113.5"]
    assert attempts.locks_of(kagawa, now=now()) == {}


# --- invitations ----------------------------------------------------------------------------------------------------


def link(letter: Letter) -> str:
    found = re.search(r"/invite/\S+", letter.body)
    assert found
    return found[0]


@pytest.fixture
def invited(tochigi2) -> Invitation:
    actions.invite(
        email="new@example.jp", name="見本 新人", organization=tochigi2.organization, role="officer", by=tochigi2
    )
    return Invitation.objects.get()


@pytest.mark.parametrize(("keeper", "page"), [("secretariat", "/manage/members/"), ("tochigi2", "/me/colleagues/")])
def test_an_invitation_is_sent_again_with_a_new_link_once(request, client, invited, keeper, page):
    keeper_client = client_of(request.getfixturevalue(keeper))
    shown = keeper_client.get(page).content.decode()
    assert "前のリンクは使えなくなります" in shown
    assert f'formaction="/people/invitations/{invited.pk}/resend/"' in shown
    form = shown.split(f'formaction="/people/invitations/{invited.pk}/resend/"')[0].rsplit("<form", 1)[1]
    once = re.search(r'name="once" value="(\w+)"', form)
    assert once
    for _ in range(2):
        response = keeper_client.post(f"/people/invitations/{invited.pk}/resend/", {"once": once[1]})
        assert (response.status_code, response["Location"]) == (302, page)
    first, second = Letter.objects.order_by("pk")
    assert client.get(link(first)).status_code == 404
    assert client.get(link(second)).status_code == 200
    assert Invitation.objects.unanswered().count() == 1


def test_without_its_key_or_right_nothing_is_sent(invited, tochigi2, kagawa, observer):
    other = factories.make_user("kagawa2@example.jp", body=kagawa.organization, role="coordinator")
    address = f"/people/invitations/{invited.pk}/resend/"
    for by, status in ((kagawa, 403), (observer, 403), (other, 404), (tochigi2, 302)):
        assert client_of(by).post(address).status_code == status
    assert Letter.objects.count() == 1


def test_what_was_answered_or_taken_back_is_not_sent_again(invited, tochigi2):
    actions.revoke(invited, by=tochigi2)
    with pytest.raises(NotAllowed, match="もう使われたか取り消されています"):
        actions.resend(invited, by=tochigi2)
    assert Letter.objects.count() == 1


def test_an_invitation_opened_by_somebody_who_is_signed_in_says_so_and_shows_a_way_out(invited, tochigi):
    client, address = client_of(tochigi), link(Letter.objects.get())
    page = " ".join(client.get(address).content.decode().split())
    assert "いまは栃木県 見本 花子としてログインしています" in page
    assert "いまは" not in Client().get(address).content.decode()
    response = client.post("/logout/", {"next": address})
    assert response["Location"] == address
    assert "いまは" not in client.get(address).content.decode()


@pytest.mark.parametrize("is_sent", [True, False])
def test_who_invites_is_told_when_no_mail_server_is_named(client, tochigi2, settings, is_sent):
    settings.SMTP = object() if is_sent else None
    client.force_login(tochigi2)
    values = {"once": fresh_key(), "role": "officer", "name": "見本 新人", "email": "new@example.jp"}
    said = client.post("/me/colleagues/", values, follow=True).content.decode()
    assert "招待しました" in said
    assert ("mail フォルダーに入ります" in said) != is_sent
