"""Bodies as of a day, their tenures, and until when somebody is let in."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clock
from accounts import actions
from accounts.models import Organization, Tenure
from accounts.rules import NotAllowed
from audit.models import Event
from posting.once import fresh_key
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(secretariat) -> Client:
    return signed_in(secretariat)


def send(client: Client, address: str, **fields):
    return client.post(address, {"once": fresh_key(), **fields})


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("令和6年4月30日", "43団体です。<span"),
        ("R6.6.1", "44団体です。<span"),
        ("2024-07-31", "44団体です。 </p>"),
        ("令和6年4月30日", "要確認</span>この日より後に加わった1団体（要確認）を除いた数です。"),
        ("R6.6.1", "要確認</span>加わった日が確かでない団体があるため、要確認です。"),
    ],
)
def test_members_are_counted_as_of_the_day(desk, on, said):
    call_command("load_reference")
    page = words(desk.get("/manage/bodies/", {"on": on}))
    assert said in page
    assert "加入団体（要確認）" in page


def test_roles_are_those_of_the_day(desk):
    body = factories.make_member("35")
    Tenure.objects.filter(organization=body).update(role="leader", ends_on=date(2024, 3, 31))
    before, after = (words(desk.get("/manage/bodies/", {"on": day})) for day in ("2024-03-31", "2024-04-01"))
    assert "リーダー（" in before
    assert "リーダー（" not in after
    assert "在籍なし</span>" in after
    wrong = words(desk.get("/manage/bodies/", {"on": "令和6年4月31日"}))
    assert "4月は30日までです" in wrong
    assert "今日の時点を表示しています" in wrong


def test_the_end_of_an_observer_holds_with_the_next_request(desk, observer):
    browser = signed_in(observer)
    assert browser.get("/guidelines/").context["user"] == observer
    [tenure] = observer.organization.tenures.all()
    address, yesterday = f"/manage/tenures/{tenure.pk}/", clock.today() - timedelta(days=1)
    told = send(desk, address, ends_on=yesterday.isoformat())
    assert told["Location"] == f"/manage/bodies/{observer.organization_id}/"
    assert "までにしました" in words(desk.get(told["Location"]))
    assert browser.get("/me/")["Location"].startswith("/login/")
    send(desk, address, ends_on=clock.today().isoformat())  # extended: the last day still counts
    assert signed_in(observer).get("/me/").status_code == 200
    send(desk, address, ends_on="")
    tenure.refresh_from_db()
    assert tenure.ends_on is None
    ends = [event.data["after"] for event in Event.objects.filter(verb="end_tenure").order_by("sequence")]
    assert ends == [yesterday.isoformat(), clock.today().isoformat(), ""]


def test_the_end_of_one_person_holds_with_the_next_request(desk, observer):
    browser, address = signed_in(observer), f"/manage/members/{observer.pk}/access/"
    assert browser.get("/me/").status_code == 200
    assert send(desk, address, ends_on="令和6年3月31日").status_code == 302
    observer.refresh_from_db()
    assert observer.access_ends_on == date(2024, 3, 31)
    assert browser.get("/me/")["Location"].startswith("/login/")
    assert "令和6年3月31日" in words(desk.get(address))
    send(desk, address, ends_on="")
    assert signed_in(observer).get("/me/").status_code == 200
    [first, second] = Event.objects.filter(verb="end_access").order_by("sequence")
    assert (first.data, second.data) == (
        {"before": "", "after": "2024-03-31"},
        {"before": "2024-03-31", "after": ""},
    )


def test_a_role_that_passes_on(desk):
    body = factories.make_member("35")
    [tenure] = body.tenures.all()
    form = {"role": "leader", "starts_on": "令和8年4月1日", "ends_on": "2027-03-31"}
    assert send(desk, f"/manage/bodies/{body.pk}/", **form).status_code == 302
    send(desk, f"/manage/tenures/{tenure.pk}/", ends_on="2026-03-31")
    for day, role in [(date(2026, 3, 31), "member"), (date(2026, 4, 1), "leader")]:
        assert Tenure.objects.on(day).get(organization=body).role == role
        assert Tenure.objects.membership_on(day).total == 1
    [event] = Event.objects.filter(verb="add_tenure")
    assert (event.target_kind, event.target_id, event.target_label) == ("organization", str(body.pk), "山口県")
    assert event.data == {"role": "leader", "starts_on": "2026-04-01", "ends_on": "2027-03-31"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"role": "leader", "starts_on": ""}, "始まりの日を入れてください"),
        ({"role": "", "starts_on": "2026-04-01"}, "役割を選んでください"),
        ({"role": "observer", "starts_on": "2026-04-01"}, "役割を一覧から選んでください"),
        ({"role": "leader", "starts_on": "2026-04-31"}, "4月は30日までです。始まりの日を確かめてください"),
        ({"role": "leader", "starts_on": "2026-04-01", "ends_on": "2026-03-31"}, "始まりの日（令和8年4月1日）より前"),
        ({"role": "member", "starts_on": "2026-04-01"}, "令和5年9月5日からの同じ役割（構成員）と期間が重なっています"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(desk, fields, said):
    body = factories.make_member("35")
    answer = send(desk, f"/manage/bodies/{body.pk}/", **fields)
    assert answer.status_code == 400
    assert said in words(answer)
    assert body.tenures.count() == 1
    assert not Event.objects.exists()


def test_nobody_is_shut_out_by_the_end_of_the_desk(desk, secretariat, admin):
    [tenure] = secretariat.organization.tenures.all()
    answer = send(desk, f"/manage/tenures/{tenure.pk}/", ends_on="2030-03-31")
    assert "事務局の在籍を終えると、だれも管理できなくなります" in words(answer)
    tenure.refresh_from_db()
    assert tenure.ends_on is None
    alone = signed_in(admin)
    answer = send(alone, f"/manage/members/{secretariat.pk}/access/", ends_on="2024-03-31")
    assert "最後の事務局です" in words(answer)
    assert signed_in(secretariat).get("/me/").status_code == 200


def test_the_secretariat_does_not_end_administrators(desk, admin):
    send(desk, f"/manage/members/{admin.pk}/access/", ends_on="2024-03-31")
    admin.refresh_from_db()
    assert admin.access_ends_on is None


@pytest.mark.parametrize("who", ["tochigi", "tochigi2", "observer"])
def test_it_is_for_managers_only(request, who, tochigi):
    user, [tenure] = request.getfixturevalue(who), tochigi.organization.tenures.all()
    client = signed_in(user)
    places = ["bodies/", f"bodies/{tochigi.organization_id}/", f"tenures/{tenure.pk}/", f"members/{tochigi.pk}/access/"]
    assert {client.get(f"/manage/{place}").status_code for place in places} == {403}
    with pytest.raises(NotAllowed):
        actions.end_tenure(tenure, ends_on=date(2024, 3, 31), by=user)
    with pytest.raises(NotAllowed):
        actions.add_tenure(tochigi.organization, role="leader", starts_on=date(2026, 4, 1), ends_on=None, by=user)


def test_a_tenure_that_nobody_is_named_for_is_not_changed_here(desk):
    call_command("load_reference")
    unnamed = Tenure.objects.get(organization=None)
    assert desk.get(f"/manage/tenures/{unnamed.pk}/").status_code == 404


def test_a_form_without_its_key_keeps_what_was_typed(desk):
    body = factories.make_member("35")
    answer = desk.post(f"/manage/bodies/{body.pk}/", {"role": "leader", "starts_on": "令和8年4月1日"})
    assert answer.status_code == 400
    assert "画面が古くなっていました" in words(answer)
    assert 'value="令和8年4月1日"' in words(answer)


def test_more_bodies_cost_no_more_queries(desk):
    counts = []
    for code in ("01", "02", "03"):
        factories.make_member(code)
        with CaptureQueriesContext(connection) as queries:
            desk.get("/manage/bodies/")
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert Organization.objects.count() == 4
