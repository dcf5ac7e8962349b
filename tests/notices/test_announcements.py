"""全体のお知らせ: on every page within its period, for those it is meant for, until it is put away or changed."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clock
from accounts.models import User
from audit.models import Event
from notices.models import Announcement, PutAway

pytestmark = pytest.mark.django_db
KEY = "k" * 32
STARTS = datetime(2024, 7, 16, 9, 0, tzinfo=clock.JAPAN)
ENDS = STARTS + timedelta(days=2)


def client_of(person: User | None, **options) -> Client:
    client = Client(**options)
    if person is not None:
        client.force_login(person)
    return client


def seen(person: User | None, address: str = "/guidelines/") -> str:
    answer = client_of(person).get(address)
    assert answer.status_code in {200, 404}
    return answer.content.decode()


def announce(title: str = "点検で止まります", *, audience: str = "everyone", **values) -> Announcement:
    period = {"starts_at": clock.now() - timedelta(hours=1), "ends_at": clock.now() + timedelta(days=1)}
    return Announcement.objects.create(title=title, audience=audience, **period | values)


@pytest.mark.parametrize(
    ("moment", "is_shown"),
    [
        (STARTS - timedelta(seconds=1), False),
        (STARTS, True),
        (STARTS + timedelta(seconds=1), True),
        (ENDS - timedelta(seconds=1), True),
        (ENDS, False),
        (ENDS + timedelta(seconds=1), False),
    ],
)
def test_it_is_shown_within_its_period_to_the_second(monkeypatch, moment, is_shown):
    announce(starts_at=STARTS, ends_at=ENDS)
    monkeypatch.setattr(clock, "now", lambda: moment)
    for address in ("/guidelines/", "/login/", "/help/", "/nowhere/", "/notices/announcements/"):
        assert ("点検で止まります" in seen(None, address)) is is_shown, address


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        ("everyone", {"anonymous", "observer", "officer", "secretariat", "administrator"}),
        ("signed_in", {"observer", "officer", "secretariat", "administrator"}),
        ("members", {"officer", "secretariat"}),
    ],
)
def test_it_is_for_those_it_is_meant_for(audience, who, observer, tochigi, secretariat, admin):
    row = announce(audience=audience)
    people = {
        "anonymous": None, "observer": observer, "officer": tochigi, "secretariat": secretariat,
        "administrator": admin,
    }  # fmt: skip
    for page in ("/guidelines/", "/notices/announcements/"):
        assert {role for role, person in people.items() if row.title in seen(person, page)} == who, page
    for role, person in people.items():
        status = client_of(person).post(f"/notices/announcements/{row.pk}/put-away/").status_code
        assert status == (302 if role in who or person is None else 404), role
    assert {put.person for put in PutAway.objects.all()} == {people[role] for role in who} - {None}


def test_one_banner_the_newest_and_a_list_of_all(tochigi):
    announce("前の知らせ", starts_at=STARTS)
    announce("後の知らせ")
    page = seen(tochigi)
    assert ("後の知らせ" in page, "前の知らせ" in page, page.count('class="banner"')) == (True, False, 1)
    listed = seen(tochigi, "/notices/announcements/")
    assert listed.index("後の知らせ") < listed.index("前の知らせ")
    assert 'class="banner"' not in listed, "the list says it already"


def test_who_puts_it_away_sees_it_no_more_until_it_is_changed(tochigi, kagawa, secretariat):
    announce("前の知らせ", starts_at=STARTS)
    row, client = announce(), client_of(tochigi)
    for _ in range(2):
        answer = client.post(
            f"/notices/announcements/{row.pk}/put-away/", headers={"Referer": "http://testserver/help/?a=1"}
        )
        assert (answer.status_code, answer["Location"]) == (302, "/help/?a=1")
    assert ("点検で止まります" in seen(tochigi), "前の知らせ" in seen(tochigi)) == (False, True)
    assert "点検で止まります" in seen(tochigi, "/notices/announcements/")
    assert "点検で止まります" in seen(kagawa)
    sent = {"once": KEY, "title": "点検で止まります", "text": "1日延びました", "audience": "everyone"}
    answer = client_of(secretariat).post(f"/manage/announcements/{row.pk}/", sent | {"ends_on": "2099-01-01"})
    assert answer.status_code == 302
    assert "1日延びました" in seen(tochigi)


def test_leading_back_goes_nowhere_else(tochigi):
    row = announce()
    for referrer in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        answer = client_of(tochigi).post(f"/notices/announcements/{row.pk}/put-away/", headers={"Referer": referrer})
        assert answer["Location"] == "/", referrer


def test_it_is_words_with_links_and_never_markup():
    announce("<b>題</b>", text="<script>alert(1)</script>\nhttps://portal.example/a?b=1 を見てください")
    page = seen(None)
    assert "&lt;b&gt;題&lt;/b&gt;" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>" in page
    assert '<a href="https://portal.example/a?b=1" rel="external nofollow noopener noreferrer">' in page
    assert "閉じる" not in page, "who has not signed in has nothing to close it by"


def test_on_a_page_of_an_error_it_has_no_form(tochigi):
    """Its token would tell apart what may not be seen from what never was."""
    announce()
    page = seen(tochigi, "/nowhere/")
    assert ("点検で止まります" in page, "csrfmiddlewaretoken" in page) == (True, False)


def test_what_was_just_done_is_told_alone(tochigi):
    announce()
    client = client_of(tochigi)
    page = client.post("/notices/read/", follow=True).content.decode()
    assert "すべて既読にしました" in page
    assert ("点検で止まります" in page, page.count('class="banner ')) == (False, 1)
    assert "点検で止まります" in client.get("/notices/").content.decode()


def test_a_page_asks_the_same_for_one_and_for_many(tochigi):
    client = client_of(tochigi)
    client.get("/help/")
    costs = []
    for _ in range(3):
        announce()
        with CaptureQueriesContext(connection) as queries:
            client.get("/help/")
        costs.append(len([each for each in queries if "notices_announcement" in each["sql"]]))
    assert costs == [1, 1, 1]


def test_the_desk_writes_changes_and_ends_it(secretariat, admin, tochigi):
    desk = client_of(secretariat)
    sent = {"title": "点検", "text": "止まります", "audience": "members", "starts_on": "", "ends_on": "令和81年1月1日"}
    for _ in range(2):
        assert desk.post("/manage/announcements/new/", sent | {"once": KEY}).status_code == 302
    (row,) = Announcement.objects.all()
    today = clock.today()
    assert row.starts_at == datetime(today.year, today.month, today.day, tzinfo=clock.JAPAN)
    assert row.ends_at == datetime(2099, 1, 2, tzinfo=clock.JAPAN)
    form = desk.get(f"/manage/announcements/{row.pk}/").content.decode()
    assert "令和81年1月1日" in form
    assert "止まります" in seen(tochigi)
    assert client_of(admin).post(f"/manage/announcements/{row.pk}/end/").status_code == 302
    assert "止まります" not in seen(tochigi)
    desk.post(f"/manage/announcements/{row.pk}/end/")
    events = Event.objects.filter(target_kind="announcement").order_by("sequence")
    assert [(event.verb, event.actor_id) for event in events] == [
        ("edit_announcement", secretariat.pk),
        ("end_announcement", admin.pk),
    ]
    assert "終了" in desk.get("/manage/announcements/").content.decode()


def test_one_that_has_not_begun_can_be_called_off(secretariat, tochigi, monkeypatch):
    row = announce(starts_at=clock.now() + timedelta(days=2), ends_at=clock.now() + timedelta(days=3))
    assert "掲載前" in seen(secretariat, "/manage/announcements/")
    client_of(secretariat).post(f"/manage/announcements/{row.pk}/end/")
    later = clock.now() + timedelta(days=2, hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "点検で止まります" not in seen(tochigi, "/help/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": " \u200b"}, "題名を入れてください"),
        ({"title": "長" * 61}, "題名は60字までです"),
        ({"text": "長" * 401}, "本文は400字までです"),
        ({"ends_on": ""}, "終わりの日を入れてください"),
        ({"ends_on": "2024-01-01"}, "今日か、今日より後の日に"),
        ({"starts_on": "2099-01-02"}, "始まりの日と同じか後の日に"),
        ({"ends_on": "9999-12-31"}, "2200年まで"),
        ({"ends_on": "あした"}, "終わりの日を確かめてください"),
        ({"audience": "evil"}, "正しく選択"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(secretariat, typed, said):
    sent = {"once": KEY, "title": "点検", "text": "", "audience": "members", "starts_on": "", "ends_on": "2099-01-01"}
    answer = client_of(secretariat).post("/manage/announcements/new/", sent | typed)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Announcement.objects.exists()


def test_others_neither_write_nor_end(tochigi, tochigi2, observer):
    row = announce()
    for person in (tochigi, tochigi2, observer):
        for address in ("", "new/", f"{row.pk}/", f"{row.pk}/end/"):
            client = client_of(person)
            assert client.get(f"/manage/announcements/{address}").status_code == 403
            assert client.post(f"/manage/announcements/{address}", {"title": "x"}).status_code == 403
    assert Announcement.objects.get() == row
