"""Invitations: bound to one address, of one use, and silent about who has an account."""

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

import clock
from accounts import actions
from accounts.models import Invitation, Role, User
from accounts.rules import NotAllowed
from audit.models import Event
from mail.models import Letter
from posting.once import fresh_key
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "nagai-aikotoba-no-mihon"
ANSWER = {"name": "見本 新人", "password": NEW, "again": NEW}


def invite(by: User | None, body, role: str = Role.OFFICER, email: str = "new@example.jp", **values) -> str:
    return actions.invite(email=email, name="見本 新人", organization=body, role=role, by=by, **values)


def test_it_holds_for_seven_days_to_the_second(tochigi2, tochigi):
    now = clock.now()
    token = invite(tochigi2, tochigi.organization, now=now)
    with pytest.raises(NotAllowed):
        actions.accept(token, name="x", password=NEW, now=now + timedelta(days=7))
    assert actions.accept(token, name="x", password=NEW, now=now + timedelta(days=7, seconds=-1)).pk


def test_address_body_and_role_are_those_of_the_invitation(client, tochigi2, kagawa):
    token = invite(tochigi2, tochigi2.organization)
    forged = {
        **ANSWER, "email": "evil@example.jp", "role": "administrator", "organization": kagawa.organization_id,
        "is_active": "", "is_superuser": "1", "access_ends_on": "2000-01-01", "session_epoch": "7",
    }  # fmt: skip
    client.post(f"/invite/{token}/", forged)
    person = User.objects.get(email="new@example.jp")
    assert (person.organization_id, person.role, person.is_active) == (tochigi2.organization_id, Role.OFFICER, True)
    assert (person.access_ends_on, person.session_epoch) == (None, 0)
    answered = Invitation.objects.get()
    assert (answered.accepted_at is not None, answered.revoked_at) == (True, None)
    assert not User.objects.filter(email="evil@example.jp").exists()
    assert [event.verb for event in Event.objects.order_by("sequence")] == ["invite", "join"]


def test_used_revoked_old_and_unknown_links_say_the_same(client, secretariat, kagawa):
    used, revoked, old = (invite(secretariat, kagawa.organization, email=f"{n}@example.jp") for n in range(3))
    actions.accept(used, name="x", password=NEW)
    actions.revoke(Invitation.objects.for_token(revoked).get(), by=secretariat)
    Invitation.objects.for_token(old).update(expires_at=clock.now())
    answers = [client.get(f"/invite/{token}/") for token in (used, revoked, old, "unknown", "x" * 43)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "事務局に連絡してください" in answers[0].content.decode()


def test_mistakes_keep_the_name_and_the_link(client, tochigi2):
    token = invite(tochigi2, tochigi2.organization)
    for wrong, said in [
        ({"name": "\u200b \u3000"}, "氏名を入れてください"),
        ({"name": "長" * 61}, "氏名は60字までです。今は61字です"),
        ({"again": NEW + "x"}, "2つのパスワードが違います"),
        ({"password": "new@example.jp", "again": "new@example.jp"}, "似すぎ"),
    ]:
        page = client.post(f"/invite/{token}/", {**ANSWER, **wrong})
        assert page.status_code == 400
        assert said in page.content.decode()
    assert client.post(f"/invite/{token}/", {**ANSWER, "name": " 見本\t新人\u200b "}).status_code == 302
    assert User.objects.get(email="new@example.jp").name == "見本 新人"


def test_the_letter_says_names_as_they_are(secretariat, kagawa, settings):
    settings.BASE_URL = "https://portal.example.jp"
    actions.invite(
        email="new@example.jp", name="D'Arc & <Söhne>", organization=kagawa.organization, role="officer", by=secretariat
    )
    letter = Letter.objects.get()
    assert "D'Arc & <Söhne> 様（香川県）" in letter.body
    assert re.findall(r"https?://[^/\s]+", letter.body) == ["https://portal.example.jp"]


def screen(client: Client, email: str, **values: object):
    form = {"once": fresh_key(), "role": "officer", "name": "見本 新人", "email": email, **values}
    sent = client.post("/me/colleagues/", form)
    page = client.get("/me/colleagues/").content.decode()
    page = re.sub(r'name="(once|csrfmiddlewaretoken)" value="\w+"|/invitations/\d+/', "", page)
    return sent.status_code, sent.headers.get("Location"), page.replace(email, "ADDRESS")


def test_inviting_tells_a_coordinator_nothing_about_accounts_elsewhere(client, tochigi2, kagawa):
    client.force_login(tochigi2)
    unknown = screen(client, "nobod@example.jp")
    Invitation.objects.all().delete()
    assert screen(client, kagawa.email) == unknown
    assert [letter.to for letter in Letter.objects.order_by("id")] == ["nobod@example.jp", kagawa.email]
    assert "登録済みです" in Letter.objects.last().body
    assert "/invite/" not in Letter.objects.last().body


def test_an_invitation_to_a_known_address_leads_nowhere(tochigi2, kagawa):
    token = invite(tochigi2, tochigi2.organization, email=kagawa.email)
    with pytest.raises(NotAllowed):
        actions.accept(token, name="x", password=NEW)
    kagawa.refresh_from_db()
    assert kagawa.organization.name == "香川県"
    assert kagawa.check_password(factories.PASSWORD)
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("who", ["secretariat", "admin", "tochigi2"])
def test_who_sees_the_account_in_a_list_is_told(request, who, tochigi):
    with pytest.raises(NotAllowed, match="登録済み"):
        invite(request.getfixturevalue(who), tochigi.organization, email=tochigi.email.upper())
    assert not Letter.objects.exists()


def test_a_coordinator_cannot_end_anothers_invitation_by_inviting_the_same_person(
    secretariat, secretariat_body, kagawa
):
    kagawa.role = Role.COORDINATOR
    theirs = invite(secretariat, secretariat_body, Role.SECRETARIAT)
    invite(kagawa, kagawa.organization)
    person = actions.accept(theirs, name="x", password=NEW)
    assert person.role == Role.SECRETARIAT
    assert not Invitation.objects.unanswered().exists()  # the other link has become useless


def test_only_who_may_give_the_role_may_take_the_invitation_back(
    admin, secretariat, secretariat_body, tochigi2, kagawa
):
    invite(admin, secretariat_body, Role.ADMINISTRATOR)
    invite(secretariat, kagawa.organization, email="other@example.jp")
    top, other = Invitation.objects.order_by("id")
    with pytest.raises(NotAllowed):
        actions.revoke(top, by=secretariat)
    with pytest.raises(NotAllowed):
        actions.revoke(other, by=tochigi2)
    actions.revoke(top, by=admin)
    with pytest.raises(NotAllowed):
        actions.revoke(top, by=admin)
    assert Event.objects.filter(verb="revoke_invitation").count() == 1


def test_invitations_are_bounded_by_the_hour(client, settings, tochigi2):
    settings.LIMITS = replace(settings.LIMITS, invitations_per_hour=3)
    client.force_login(tochigi2)
    states = [screen(client, f"n{number}@example.jp")[0] for number in range(5)]
    assert states == [302, 302, 302, 400, 400]
    assert Letter.objects.count() == 3


def test_the_command_line_prints_what_it_does_not_mail(secretariat_body):
    invite(None, secretariat_body, Role.ADMINISTRATOR)
    assert not Letter.objects.exists()
    with pytest.raises(NotAllowed):
        invite(None, secretariat_body, Role.OFFICER)  # the role must fit the body


def test_two_at_once_make_one_account(transactional_db):
    """The same link opened twice: one account, and a calm answer for the other."""
    body = factories.make_member("09")
    token = invite(factories.make_user("c@example.jp", body=body, role=Role.COORDINATOR), body)
    start, answers = threading.Barrier(4), []

    def accept() -> None:
        start.wait()
        answers.append(Client().post(f"/invite/{token}/", ANSWER).status_code)
        connection.close()

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 404, 404, 404]
    assert User.objects.filter(email="new@example.jp").count() == 1
    assert Event.objects.filter(verb="join").count() == 1
