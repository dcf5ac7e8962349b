"""The pages on which people are managed: who sees whom, what can be pressed, and that names stay names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from accounts import actions
from accounts.models import Invitation, Role, User
from posting.once import fresh_key
from tests import factories

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"[:60]


def page(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def main(html: str) -> str:
    return html.split("<main")[1].split("</main>", maxsplit=1)[0]


FUNCTIONS = [
    ("get", "/manage/members/"),
    ("get", "/manage/members/invite/"),
    ("get", "/manage/members/{0}/"),
    ("get", "/manage/members/{0}/suspend/"),
    ("post", "/manage/members/{0}/suspend/"),
    ("post", "/manage/members/{0}/reinstate/"),
    ("post", "/manage/members/{0}/"),
    ("post", "/manage/members/invite/"),
    ("post", "/manage/invitations/1/revoke/"),
]
OWN = [
    ("get", "/me/colleagues/"),
    ("get", "/me/colleagues/{0}/"),
    ("get", "/me/colleagues/{0}/suspend/"),
    ("post", "/me/colleagues/{0}/suspend/"),
    ("post", "/me/colleagues/{0}/reinstate/"),
    ("post", "/me/colleagues/{0}/"),
    ("post", "/me/colleagues/"),
    ("post", "/me/colleagues/invitations/1/revoke/"),
]


@pytest.mark.parametrize(
    ("who", "doors"),
    [(who, FUNCTIONS) for who in ("tochigi", "tochigi2", "observer")]
    + [(who, OWN) for who in ("tochigi", "observer", "secretariat", "admin")],
)
def test_a_function_is_refused_to_whom_it_is_not_meant_for(request, client, who, doors, kagawa):
    client.force_login(request.getfixturevalue(who))
    for method, url in doors:
        values = {"role": "coordinator", "once": fresh_key(), "name": "x", "email": "x@example.jp"}
        response = getattr(client, method)(url.format(kagawa.pk), values if method == "post" else None)
        assert response.status_code == 403, url
    kagawa.refresh_from_db()
    assert (kagawa.is_active, kagawa.role) == (True, Role.OFFICER)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("url", [url for _, url in OWN[1:6]])
def test_people_of_other_bodies_answer_as_if_they_were_not_there(client, tochigi2, kagawa, secretariat, url):
    client.force_login(tochigi2)
    for pk in (kagawa.pk, secretariat.pk, 987_654):
        for method in (client.get, client.post):
            assert method(url.format(pk)).status_code in {404, 405}
    kagawa.refresh_from_db()
    assert kagawa.is_active


def test_a_coordinator_can_take_back_only_own_invitations(client, tochigi2, secretariat, kagawa):
    for email, body in (("a@example.jp", tochigi2.organization), ("b@example.jp", kagawa.organization)):
        actions.invite(email=email, name="見本", organization=body, role="officer", by=secretariat)
    own, other = Invitation.objects.order_by("id")
    client.force_login(tochigi2)
    assert client.post(f"/me/colleagues/invitations/{other.pk}/revoke/").status_code == 404
    assert client.post(f"/me/colleagues/invitations/{own.pk}/revoke/").status_code == 302
    assert list(Invitation.objects.unanswered()) == [other]


def test_a_coordinator_raises_nobody_above_coordinator(client, tochigi2, tochigi):
    client.force_login(tochigi2)
    for role in ("secretariat", "administrator", "observer"):
        assert client.post(f"/me/colleagues/{tochigi.pk}/", {"role": role}).status_code == 400
        values = {"once": fresh_key(), "role": role, "name": "x", "email": "x@example.jp"}
        assert client.post("/me/colleagues/", values).status_code == 400
    client.post(f"/me/colleagues/{tochigi.pk}/", {"role": "coordinator"})
    tochigi.refresh_from_db()
    assert tochigi.role == Role.COORDINATOR
    client.post(f"/me/colleagues/{tochigi2.pk}/", {"role": "officer"})
    tochigi2.refresh_from_db()
    assert tochigi2.role == Role.COORDINATOR  # one's own role stays


def test_the_secretariat_does_not_touch_administrators(client, secretariat, secretariat2, admin):
    client.force_login(secretariat)
    assert f"/manage/members/{admin.pk}/" not in page(client, "/manage/members/")
    client.post(f"/manage/members/{admin.pk}/", {"role": "secretariat"})
    client.post(f"/manage/members/{admin.pk}/suspend/")
    client.post(f"/manage/members/{secretariat2.pk}/", {"role": "administrator"})
    admin.refresh_from_db()
    secretariat2.refresh_from_db()
    assert (admin.is_active, admin.role, secretariat2.role) == (True, "administrator", "secretariat")


@pytest.mark.parametrize(
    ("who", "url"), [("tochigi2", "/me/colleagues/{}/suspend/"), ("secretariat", "/manage/members/{}/suspend/")]
)
def test_stopping_asks_first_and_can_be_undone(request, client, who, url, tochigi):
    client.force_login(request.getfixturevalue(who))
    asks = page(client, url.format(tochigi.pk))
    assert "利用を停止しますか" in asks
    assert "btn--danger" in asks
    tochigi.refresh_from_db()
    assert tochigi.is_active
    told = client.post(url.format(tochigi.pk), follow=True).content.decode()
    assert "の利用を停止しました" in told
    assert "停止中" in told
    assert client.get(url.format(tochigi.pk).replace("suspend", "reinstate")).status_code == 405
    client.post(url.format(tochigi.pk).replace("suspend", "reinstate"))
    tochigi.refresh_from_db()
    assert tochigi.is_active


def test_the_list_is_narrowed_by_jis_code(client, secretariat, tochigi, kagawa, observer):
    client.force_login(secretariat)
    actions.invite(
        email="w@example.jp", name="待ち 人", organization=kagawa.organization, role="officer", by=secretariat
    )
    everybody, own, rest = (main(page(client, f"/manage/members/{q}")) for q in ("", "?pref=37", "?pref=92"))
    for name, seen in [("見本 花子", "e"), ("見本 さぬき", "eo"), ("待ち 人", "eo"), ("見本 オブ", "er")]:
        assert [name in html for html in (everybody, own, rest)] == [mark in seen for mark in "eor"], name
    for wrong in ("99", "x", "09'--", "９", "-1"):
        assert "所属の指定が正しくないため外しました" in main(page(client, f"/manage/members/?pref={wrong}"))


def test_the_states_are_told_in_words(client, secretariat, tochigi, kagawa):
    client.force_login(secretariat)
    kagawa.access_ends_on = clock.today() - timedelta(days=1)
    kagawa.save()
    actions.suspend(tochigi, by=secretariat)
    for email in ("late@example.jp", "open@example.jp"):
        actions.invite(email=email, name=email, organization=kagawa.organization, role="officer", by=secretariat)
    Invitation.objects.filter(email="late@example.jp").update(expires_at=clock.now() - timedelta(days=1))
    html = main(page(client, "/manage/members/"))
    assert [html.count(word) for word in ("停止中</span>", "期限切れ</span>", "返事待ち</span>")] == [1, 2, 1]
    late = Invitation.objects.get(email="late@example.jp")
    client.post(f"/manage/invitations/{late.pk}/revoke/", follow=True)  # the page that tells it names it once more
    assert "late@example.jp" not in main(page(client, "/manage/members/"))


def test_a_long_list_turns_pages(client, secretariat):
    body = factories.make_member("01")
    for number in range(51):
        factories.make_user(f"m{number}@example.jp", body=body, name=f"見本 {number:02d}番")
    client.force_login(secretariat)
    first, second = (page(client, f"/manage/members/?pref=01&page={n}") for n in (1, 2))
    assert "<title>メンバーと権限（51人、1/2ページ）" in first
    assert "見本 50番" not in first
    assert "見本 50番" in second
    assert "page=2" in first
    assert "pref=01" in first.split('class="pager"')[1]


@pytest.mark.parametrize(("who", "url"), [("secretariat", "/manage/members/"), ("tochigi2", "/me/colleagues/")])
def test_names_are_inert_on_every_page(request, client, who, url, tochigi, tochigi2, secretariat):
    User.objects.filter(pk=tochigi.pk).update(name=EVIL, section=EVIL)
    actions.invite(email="x@example.jp", name=EVIL, organization=tochigi.organization, role="officer", by=tochigi2)
    client.force_login(request.getfixturevalue(who))
    for address in (url, f"{url}{tochigi.pk}/", f"{url}{tochigi.pk}/suspend/"):
        html = page(client, address)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert" in html
    told = client.post(f"{url}{tochigi.pk}/suspend/", follow=True).content.decode()
    assert "<script>alert" not in told


@pytest.mark.parametrize(("who", "url"), [("secretariat", "/manage/members/"), ("tochigi2", "/me/colleagues/")])
def test_one_row_and_many_cost_the_same(request, client, who, url, tochigi):
    me = request.getfixturevalue(who)
    client.force_login(me)
    body, counts = tochigi.organization, []
    for number in range(3):
        factories.make_user(f"m{number}@example.jp", body=body)
        actions.invite(email=f"i{number}@example.jp", name="x", organization=body, role="officer", by=me)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


@pytest.mark.parametrize(("who", "url"), [("secretariat", "/manage/members/invite/"), ("tochigi2", "/me/colleagues/")])
def test_a_form_without_its_key_invites_nobody_and_keeps_what_was_typed(request, client, who, url, tochigi):
    client.force_login(request.getfixturevalue(who))
    values = {
        "role": "officer",
        "name": "見本 新人",
        "email": "new@example.jp",
        "organization": tochigi.organization_id,
    }
    response = client.post(url, values)
    html = response.content.decode()
    assert response.status_code == 400
    assert "<title>エラー：" in html
    assert "画面が古くなっていました" in html
    assert 'value="見本 新人"' in html
    assert not Invitation.objects.exists()


def test_the_secretariat_invites_into_every_kind_of_body_with_a_fitting_role(client, secretariat, tochigi, observer):
    client.force_login(secretariat)
    form = {"name": "見本 新人", "email": "new@example.jp"}
    cases = [
        (tochigi, "officer", 302), (tochigi, "observer", 400), (tochigi, "secretariat", 400),
        (observer, "observer", 302), (observer, "officer", 400),
        (secretariat, "secretariat", 302), (secretariat, "administrator", 400),
    ]  # fmt: skip
    for person, role, status in cases:
        values = {**form, "once": fresh_key(), "organization": person.organization_id, "role": role}
        assert client.post("/manage/members/invite/", values).status_code == status, (person, role)
