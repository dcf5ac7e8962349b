"""What takes too long is cut off and said so, and its process is free again; deep pages end with a word."""

import re
from time import monotonic, sleep

import pytest
from django.db import OperationalError, connection, transaction

from portal.limits import Limits
from search.lookup import finding, in_publication
from search.lookup.time_limit import TookTooLong, time_limit
from search.models import SearchRow
from tests.search.answers import Read, search
from tests.search.live import make_found

pytestmark = pytest.mark.django_db

SAID = "時間がかかりすぎたため、検索を途中で止めました。言葉を足すか、条件を絞ってください"

SHORT = Limits(search_seconds=0.3)


def count_for_minutes(*_args, **_more):
    """One statement that the database is at for minutes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"
            " SELECT count(*) FROM n"
        )
        cursor.fetchall()


@pytest.fixture
def quick():
    """The test fails, and the database is left alone, when nothing cut it off."""
    began = monotonic()
    yield
    assert monotonic() - began < 60


def test_a_statement_is_cut_off_and_the_connection_is_as_before(quick):
    SearchRow.objects.count()
    with pytest.raises(TookTooLong), time_limit(0.1):
        count_for_minutes()
    assert SearchRow.objects.count() == 0
    with time_limit(5):
        assert SearchRow.objects.count() == 0
    sleep(0.11)
    assert SearchRow.objects.count() == 0, "nothing is left of the limit"


def test_many_quick_statements_are_cut_off(quick):
    with pytest.raises(TookTooLong), time_limit(0.1):
        while True:
            SearchRow.objects.count()


def test_a_share_of_the_time_leaves_the_rest(quick):
    with time_limit(2):
        with pytest.raises(TookTooLong), time_limit(0.1):
            count_for_minutes()
        assert SearchRow.objects.count() == 0
    with pytest.raises(TookTooLong), time_limit(0.1), time_limit(60):
        count_for_minutes()
    assert SearchRow.objects.count() == 0


def test_the_limit_around_holds_behind_a_share(quick):
    with pytest.raises(TookTooLong), time_limit(0.2):
        with time_limit(60):
            SearchRow.objects.count()
        count_for_minutes()


def test_what_was_written_before_stays_and_other_errors_pass(tochigi, quick):
    with pytest.raises(OperationalError), time_limit(5):
        raise OperationalError("away")
    type(tochigi).objects.filter(pk=tochigi.pk).update(name="変更後")
    with pytest.raises(TookTooLong), time_limit(0.1), transaction.atomic():
        count_for_minutes()
    tochigi.refresh_from_db()
    assert tochigi.name == "変更後"


@pytest.mark.parametrize("path", ["/search/", "/search/export.csv"])
def test_the_page_says_so_and_keeps_what_was_typed(client, tochigi, kagawa, monkeypatch, settings, quick, path):
    make_found(tochigi, "資料", "要約のこと")
    client.force_login(kagawa)
    settings.LIMITS = SHORT
    with monkeypatch.context() as patched:
        patched.setattr(finding, "find", count_for_minutes)
        answer = client.get(path, {"q": '要約 "とても<長い>"', "pref": "09"})
    settings.LIMITS = Limits()
    page = Read(answer.content.decode())
    assert answer.status_code == 503
    assert SAID in page.plain
    assert re.search(r'name="q"\s+value="要約 &quot;とても&lt;長い&gt;&quot;"', page.text)
    assert re.search(r'type="hidden"\s+name="pref"\s+value="09"', page.text)
    assert "要約のこと" not in page.plain
    assert search(client, "要約").total == 1


def test_a_document_is_read_without_marks(client, tochigi, kagawa, monkeypatch, settings, quick):
    settings.LIMITS = SHORT
    live = make_found(tochigi, "資料", "要約のこと")
    client.force_login(kagawa)
    monkeypatch.setattr(in_publication, "find", count_for_minutes)
    answer = client.get(f"/guidelines/{live.pk}/", {"in": "要約"})
    page = Read(answer.content.decode())
    assert answer.status_code == 200
    assert "資料内の検索を途中で止めました" in page.plain
    assert "要約のこと" in page.plain
    assert page.marks == []


def test_pages_end_at_the_hundredth_and_it_is_said(client, tochigi, kagawa, settings):
    assert Limits().deepest_found == 100
    settings.LIMITS = Limits(deepest_found=1, rows_per_page=2)
    for number in range(3):
        make_found(tochigi, f"資料{number}", "要約のこと")
    client.force_login(kagawa)
    first, beyond = search(client, "要約"), search(client, "要約", page=2)
    assert len(first.titles) == len(beyond.titles) == 2
    assert "1ページより後の資料は、条件を絞り込むと見られます" in first.plain
    assert "一覧で開けるのは1ページまでです。条件を絞ってください" in beyond.plain
