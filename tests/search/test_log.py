"""What was searched for is kept without who, told from three bodies on, and gone after its period (P101)."""

import csv
import io
import sqlite3
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.test import Client, override_settings

import clock
from search.desk import log
from search.desk.log import Told, note, report
from search.lookup.time_limit import time_limit
from search.models import Searched
from search.tasks import forget_searches
from tests import factories
from tests.search.answers import search
from tests.search.live import make_found
from tests.security.tables import changes, frozen

pytestmark = pytest.mark.django_db
REPORT = "/manage/search/words/"


@pytest.fixture
def bodies(db):
    """One person each of five members."""
    return [
        factories.make_user(f"m{code}@example.jp", body=factories.make_member(code))
        for code in ("10", "11", "12", "13", "14")
    ]


def told(person) -> str:
    client = Client()
    client.force_login(person)
    return client.get(REPORT).content.decode()


def saved(person) -> list[list[str]]:
    client = Client()
    client.force_login(person)
    text = b"".join(client.get(f"{REPORT}export.csv").streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def ask(person, typed: str, **more) -> None:
    client = Client()
    if person is not None:
        client.force_login(person)
    search(client, typed, **more)


def test_a_word_appears_from_three_different_bodies_on(bodies, secretariat):
    for _ in range(3):
        ask(bodies[0], "珍獣")
    ask(bodies[1], "珍獣")
    assert "珍獣" not in told(secretariat)
    assert saved(secretariat) == []
    ask(bodies[2], "珍獣")
    page = told(secretariat)
    assert page.count("?q=%E7%8F%8D%E7%8D%A3") == 2, "among the frequent ones and among those in vain"
    assert "5回" in page
    assert "3団体" in page
    assert saved(secretariat) == [["珍獣", "5", "3", "5"]]


def test_two_of_one_body_are_one_body(tochigi, tochigi2, bodies):
    for person in (tochigi, tochigi2, bodies[0]):
        ask(person, "珍獣")
    assert report(is_missed=True, most=9) == []
    ask(bodies[1], "珍獣")
    assert [(row.words, row.times, row.bodies) for row in report(is_missed=True, most=9)] == [("珍獣", 4, 3)]


def test_those_without_sign_in_and_the_desk_itself_are_no_bodies(bodies, secretariat, admin):
    for person in (bodies[0], bodies[1], secretariat, admin, None, None):
        ask(person, "珍獣")
    assert Searched.objects.count() == 6
    assert "珍獣" not in told(secretariat)


def test_nobody_stands_in_a_row(tochigi, bodies):
    """No person, no body, no moment; and two wordings of one body have nothing in common."""
    ask(tochigi, "珍獣")
    ask(tochigi, "議事録")
    ask(bodies[0], "珍獣")
    rows = list(Searched.objects.order_by("pk").values())
    assert {tuple(row) for row in rows} == {("id", "day", "words", "body_mark", "is_found")}
    assert rows[0]["day"] == clock.today()
    assert len({row["body_mark"] for row in rows}) == 3
    with override_settings(SECRET_KEY="another key, so that who has the rows alone cannot work the marks out"):
        ask(tochigi, "珍獣")
    assert len(set(Searched.objects.values_list("body_mark", flat=True))) == 4


def test_searching_leaves_this_row_and_nothing_else(tochigi):
    client = Client()
    client.force_login(tochigi)
    search(client, "見本")
    before = frozen()
    search(client, "珍獣")
    (row,) = changes(before, frozen()).pop("search_searched")
    assert row["words"] == "珍獣"
    assert set(changes(before, frozen())) == {"search_searched"}


def test_turning_ordering_and_narrowing_are_no_new_searches(tochigi):
    make_found(tochigi, "資料", *["要約のこと"] * 3)
    ask(tochigi, "要約")
    for more in ({"page": 2}, {"sort": "new"}, {"pref": "09"}, {"exact": 1}):
        ask(tochigi, "要約", **more)
    client = Client()
    client.force_login(tochigi)
    client.head("/search/", {"q": "要約"})
    client.get("/search/")
    client.get("/search/", {"q": "要約", "view": 1})
    client.get("/search/export.csv", {"q": "要約"}).getvalue()
    assert Searched.objects.count() == 1


def test_one_spelling_and_whether_something_had_all_the_words(tochigi):
    make_found(tochigi, "資料", "生成AIの要約")
    for typed in ("生成ＡＩ　要約", " 生成ai 要約", "要約 珍獣", "珍獣"):
        ask(tochigi, typed)
    kept = list(Searched.objects.order_by("pk").values_list("words", "is_found"))
    assert kept == [("生成ai 要約", True), ("生成ai 要約", True), ("要約 珍獣", False), ("珍獣", False)]


def test_a_word_that_only_begins_others_was_not_found(tochigi):
    make_found(tochigi, "資料", "マイナンバーのこと")
    ask(tochigi, "マイナ")
    assert not Searched.objects.get().is_found


def test_missed_ones_need_three_bodies_that_missed(bodies, secretariat):
    for person in bodies[:2]:
        ask(person, "要約")
    make_found(bodies[0], "資料", "要約のこと")
    ask(bodies[2], "要約")
    assert report(is_missed=True, most=9) == []
    assert saved(secretariat) == [["要約", "3", "3", ""]]
    note(bodies[3], "要約", is_found=False)
    assert saved(secretariat) == [["要約", "4", "4", "3"]]


@pytest.mark.parametrize(
    "typed",
    ["028-623-0000", "０２８－６２３－０００１ 電話", "hanako@example.jp", "〒320-8501", "生年月日 昭和50年1月2日"],
)
def test_what_looks_like_personal_data_is_not_kept(bodies, typed):
    for person in bodies[:3]:
        ask(person, typed)
    assert not Searched.objects.exists()


def test_after_its_period_it_is_gone(bodies, secretariat, settings):
    today = clock.today()
    for age in (0, 89, 90, 400):
        for person in bodies[:3]:
            note(person, f"珍獣{age}", is_found=False, today=today - timedelta(days=age))
    assert {row.words for row in report(is_missed=True, most=9)} == {"珍獣0", "珍獣89"}
    forget_searches.func()
    assert set(Searched.objects.values_list("words", flat=True)) == {"珍獣0", "珍獣89"}
    settings.LIMITS = replace(settings.LIMITS, search_log_days=30)
    assert "珍獣89" not in told(secretariat)
    assert "この30日に" in "".join(told(secretariat).split())
    forget_searches.func()
    assert set(Searched.objects.values_list("words", flat=True)) == {"珍獣0"}


def test_a_search_is_answered_when_its_note_cannot_be_written(tochigi, monkeypatch):
    make_found(tochigi, "資料", "要約のこと")

    def fails(**_fields):
        raise DatabaseError

    monkeypatch.setattr(Searched.objects, "create", fails)
    client = Client()
    client.force_login(tochigi)
    assert search(client, "要約").titles == ["資料"]
    assert not Searched.objects.exists()


def test_a_search_that_just_came_in_time_is_answered(tochigi):
    """What is over when the note is written is the note's time, not the reader's."""
    with time_limit(-1):
        note(tochigi, "珍獣", is_found=False)
        note(AnonymousUser(), "珍獣", is_found=False)


def test_those_without_sign_in_cannot_fill_the_disk(tochigi, monkeypatch):
    monkeypatch.setattr(log, "MOST_WITHOUT_BODY", 2)
    for number in range(4):
        ask(None, f"珍獣{number}")
    assert Searched.objects.count() == 2
    ask(tochigi, "珍獣")
    assert Searched.objects.count() == 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no one lock for all that is written")
def test_the_wait_for_others_is_as_long_as_before(tochigi):
    def patience() -> int:
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    before = patience()
    ask(tochigi, "珍獣")
    assert patience() == before > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no one lock for all that is written")
def test_nobody_waits_behind_another_writer(tmp_path):
    """A lock that another process holds: the search is answered at once, its note is left out."""
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        pytest.skip("the database of this run lies in memory: nothing else can lock it")
    person = factories.make_user("w@example.jp", body=factories.make_member("15"))
    other = sqlite3.connect(name, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    note(person, "珍獣", is_found=False)
    assert time.monotonic() - began < 2
    other.execute("ROLLBACK")
    other.close()
    assert not Searched.objects.exists()


@pytest.mark.parametrize(("words", "fits"), [("珍獣", True), ("-議事録", False), ('"珍獣"', False), ("！", False)])
def test_synonyms_are_offered_only_for_what_may_have_some(words, fits):
    assert Told(words, times=3, bodies=3).may_have_synonyms == fits
