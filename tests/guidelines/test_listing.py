"""/guidelines/: the list on screen and saved, for each reader."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

import clock
from audit.models import Event
from audit.verbs import Verb
from guidelines.models import Service
from guidelines.views.listing import HEAD
from library import actions
from library.models import Publication, Visibility
from posting.models import RateCounter
from tests import factories
from tests.guidelines.live import make_row


def text(response) -> str:
    return response.content.decode()


def titles(response) -> list[str]:
    return re.findall(r'gcard__pref"\s*>[^<]*</span>([^<]*)</a>', text(response))


def test_a_row_says_what_officers_compare(client, tochigi, kagawa, secretariat):
    service = Service.objects.create(slug="azure", name="Azure OpenAI")
    live = factories.make_live(
        tochigi,
        reviewer=secretariat,
        title="利用の手引き",
        summary="利用の手順と責任の所在",
        issued_on=date(2023, 8, 22),
        secret_input="forbidden",
        scope="everyone",
        services=[service],
    )
    client.force_login(kagawa)
    page = text(client.get("/guidelines/"))
    assert f'href="/guidelines/{live.pk}/"' in page
    for words in (
        "栃木県", "利用の手引き", "利用の手順と責任の所在", "第1版", "令和5年8月22日", "テキスト",
        "認めていない", "Azure OpenAI", "全職員", "新着",
    ):  # fmt: skip
        assert words in page
    assert '<span class="chip chip--orange">改定</span>' not in page
    assert "<title>ガイドライン・資料（1件）｜" in page


def test_a_revision_is_marked_and_old_news_is_no_news(client, tochigi, kagawa, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat)
    revision = factories.make_draft(tochigi, publication=live, files=[factories.text_upload(text="二版")])
    actions.submit(revision, by=tochigi, declared=True)
    actions.publish(revision, by=secretariat, visibility=Visibility.MEMBERS)
    Publication.objects.update(published_at=clock.now() - timedelta(days=31))
    client.force_login(kagawa)
    page = text(client.get("/guidelines/"))
    assert "第2版" in page
    assert '<span class="chip chip--orange">改定</span>' in page
    assert "chip--green" not in page


def test_each_reader_sees_what_is_open_to_them(client, tochigi, kagawa, observer, secretariat, admin):
    for level in Visibility:
        make_row(tochigi, f"資料{level.value}", visibility=level)
    for user, expected in (
        (None, {"資料3"}),
        (admin, {"資料3"}),
        (observer, {"資料2", "資料3"}),
        (kagawa, {"資料1", "資料2", "資料3"}),
        (tochigi, {"資料0", "資料1", "資料2", "資料3"}),
        (secretariat, {"資料0", "資料1", "資料2", "資料3"}),
    ):
        client.logout()
        if user:
            client.force_login(user)
        response = client.get("/guidelines/")
        assert set(titles(response)) == expected
        assert f"（{len(expected)}件）" in text(response)


def test_drafts_withdrawn_and_submitted_are_not_in_the_list(client, tochigi, secretariat):
    factories.make_draft(tochigi)
    factories.make_submitted(tochigi)
    actions.withdraw(factories.make_live(tochigi, reviewer=secretariat), by=tochigi, reason="見本の理由")
    client.force_login(tochigi)
    assert "まだ資料はありません" in text(client.get("/guidelines/"))


QUERIES = ["", "?kind=guideline", "?kind=guideline&pref=09", "?q=見本", "?from=2020-01-01"]


def test_queries_are_the_same_for_1_3_and_50_rows(client, tochigi, kagawa, observer, secretariat):
    counts: dict[tuple[str, str], set[int]] = {}
    made = 0
    for rows in (1, 3, 50):
        while made < rows:
            made += 1
            make_row(tochigi, f"見本{made}", visibility=Visibility.PUBLIC)
        for user in (tochigi, kagawa, observer, secretariat, None):
            client.logout()
            if user:
                client.force_login(user)
            for query in QUERIES:
                with CaptureQueriesContext(connection) as queries:
                    response = client.get(f"/guidelines/{query}{'&' if query else '?'}rows=50")
                assert len(titles(response)) == rows
                counts.setdefault((str(user), query), set()).add(len(queries))
                assert len(queries) <= 14 + query.count("kind") + query.count("pref")
    assert {key: numbers for key, numbers in counts.items() if len(numbers) > 1} == {}


@pytest.fixture
def dozen(tochigi, kagawa) -> list[Publication]:
    return [
        make_row(
            (tochigi, kagawa)[number % 2],
            f"資料{number:02}",
            issued_on=date(2023, 1, 1) + timedelta(days=40 * ((number * 5) % 12)),
        )
        for number in range(12)
    ]


def test_orders(client, tochigi, dozen):
    client.force_login(tochigi)
    by_date = sorted(dozen, key=lambda row: (row.dated_on, row.pk), reverse=True)
    by_body = sorted(by_date, key=lambda row: row.owner.prefecture.code)
    for query, expected in (
        ("", by_date),
        ("&sort=dated", by_date),
        ("&sort=updated", dozen[::-1]),  # all of the same moment: the later row first
        ("&sort=pref", by_body),
        ("&sort=nonsense", by_date),
    ):
        response = client.get(f"/guidelines/?rows=50{query}")
        assert titles(response) == [row.live_edition.title for row in expected]


def test_pages_of_ten(client, tochigi, dozen):
    client.force_login(tochigi)
    first, second = client.get("/guidelines/"), client.get("/guidelines/?page=2")
    assert (len(titles(first)), len(titles(second))) == (10, 2)
    assert "1〜10件目を表示" in text(first)
    assert "11〜12件目を表示" in text(second)
    assert "<title>ガイドライン・資料（12件、2/2ページ）｜" in text(second)
    assert set(titles(first) + titles(second)) == {row.live_edition.title for row in dozen}


def test_no_page_is_deeper_than_the_portal_turns_to(client, tochigi, dozen, settings):
    settings.LIMITS = settings.LIMITS.__class__(deepest_page=1)
    client.force_login(tochigi)
    page = text(client.get("/guidelines/?page=2"))
    assert "一覧で開けるのは1ページまでです" in page
    assert "1ページより後の資料は、条件を絞り込むと見られます" in page
    assert "1〜10件目を表示" in page
    assert "page=2" not in page


def test_a_pill_takes_away_one_condition_and_keeps_the_others(client, tochigi, dozen):
    client.force_login(tochigi)
    page = text(client.get("/guidelines/?pref=09&pref=37&kind=guideline&q=資料&sort=pref&page=1"))
    pills = dict(re.findall(r'class="pill" href="([^"]*)">([^<]*)<', page))
    assert sorted(pills.values()) == [
        "種類：ガイドライン", "言葉：資料", "都道府県：栃木県", "都道府県：香川県",
    ]  # fmt: skip
    without = {label: address.replace("&amp;", "&") for address, label in pills.items()}
    assert without["都道府県：栃木県"] == "?kind=guideline&pref=37&q=%E8%B3%87%E6%96%99&sort=pref"
    assert "条件をすべて外す" in page
    assert 'href="?sort=pref"' in page


def test_chosen_values_stay_ticked_and_numbers_stand_beside_them(client, tochigi, dozen):
    client.force_login(tochigi)
    page = text(client.get("/guidelines/?pref=09"))
    box = re.search(r'<input[^>]*name="pref" value="09"[^>]*>', page)[0]
    assert " checked" in box
    assert re.search(r'for="f-pref-37">香川県<span class="check__count">6<', page), "the own choice does not narrow"
    assert re.search(r'for="f-kind-guideline">ガイドライン<span class="check__count">6<', page)


def test_an_empty_answer_names_what_stands_in_the_way(client, tochigi, dozen):
    client.force_login(tochigi)
    page = text(client.get("/guidelines/?pref=09&secret=allowed&from=2000-01-01"))
    assert "条件に合う資料はありません" in page
    assert "「非公開情報の入力」を外す（6件）" in page
    assert "「都道府県」を外す" not in page, "nothing would come of it"
    assert "条件をすべて外す（12件）" in page
    page = text(client.get("/guidelines/?pref=09&q=どこにもない言葉"))
    assert "「言葉：どこにもない言葉」を外す（6件）" in page
    assert "「どこにもない言葉」を含み、「都道府県：栃木県」に合う資料がありませんでした" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "?q=無い言葉",
            ["「無い言葉」を含む資料はありません", "言葉を短くする、別の言い方にする、条件を外す、を試してください。"],
        ),
        (
            "?pref=09&pref=37&secret=allowed&from=2000-04-01",
            [
                "「都道府県：栃木県か香川県」",
                "「公表・改定の日：平成12年4月1日から」のすべてに合う資料がありませんでした。条件を外す",
            ],
        ),
        (
            "?from=2024-05-01&to=2024-04-01",
            ["「から」が「まで」より後の日になっているため、合う資料がありません。日付を入れ替えるか"],
        ),
    ],
)
def test_an_empty_answer_names_the_words_and_the_conditions(client, tochigi, dozen, query, said):
    client.force_login(tochigi)
    page = text(client.get(f"/guidelines/{query}"))
    empty = re.search(r'<div class="empty">.*?<ul>', page, re.DOTALL)[0]
    assert [words for words in said if words not in empty] == []


def test_the_search_in_the_header_keeps_its_words(client, tochigi, dozen):
    client.force_login(tochigi)
    page = text(client.get("/guidelines/", {"q": '資料 "'}))
    assert re.search(r'id="site-q"[^>]*value="([^"]*)"', page)[1] == "資料 &quot;"
    assert re.search(r'id="site-q"[^>]*value="([^"]*)"', text(client.get("/")))[1] == ""


def test_days_stand_with_the_name_of_their_group(client, tochigi, dozen):
    client.force_login(tochigi)
    page = text(client.get("/guidelines/?from=2023-01-01&to=2024-12-31"))
    pills = re.findall(r'class="pill" href="[^"]*">([^<]*)<', page)
    assert pills == ["公表・改定の日：令和5年1月1日から", "公表・改定の日：令和6年12月31日まで"]


def test_a_value_that_does_not_fit_is_said(client, tochigi, dozen):
    client.force_login(tochigi)
    page = text(client.get("/guidelines/?fy=来年"))
    assert "公表した年度の指定が正しくないため外しました" in page
    assert "<b>12</b>件" in page


def test_what_is_typed_is_inert(client, tochigi, dozen):
    client.force_login(tochigi)
    page = text(client.get("/guidelines/", {"q": '"><script>alert(1)</script>', "pref": '"><img src=x>'}))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_page_is_light(client, tochigi, dozen):
    client.force_login(tochigi)
    response = client.get("/guidelines/", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) <= 8 * 1024


# --- saved lists ---


def rows_of(response) -> list[list[str]]:
    sent = b"".join(response.streaming_content)
    return list(csv.reader(io.StringIO(sent.decode("utf-8-sig"), newline="")))


def test_the_saved_list_is_the_list(client, tochigi, kagawa, observer, secretariat, dozen):
    dangerous = factories.make_live(tochigi, reviewer=secretariat, title="=1+1", visibility=Visibility.SECRETARIAT)
    client.force_login(tochigi)
    response = client.get("/guidelines/export.csv?pref=09&sort=updated")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; ")
    head, *rows = rows_of(response)
    assert head == list(HEAD)
    assert [row[0] for row in rows] == [str(dangerous.pk), *(str(row.pk) for row in dozen[10::-2])]
    assert rows[0][2] == "'=1+1"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", rows[0][5])
    assert rows[0][-1].endswith(f"/guidelines/{dangerous.pk}/")
    client.force_login(kagawa)
    assert len(rows_of(client.get("/guidelines/export.csv"))) == 13
    client.force_login(observer)
    assert len(rows_of(client.get("/guidelines/export.csv"))) == 1


def test_the_saved_workbook_is_the_list(client, tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, title="=1+1", secret_input="forbidden")
    client.force_login(tochigi)
    response = client.get("/guidelines/export.xlsx", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    response.close()
    head, row = book.get_sheet_by_index(0).to_python()
    assert head == list(HEAD)
    cells = dict(zip(head, row, strict=True))
    assert (cells["番号"], cells["資料の名前"], cells["非公開情報の入力"]) == (str(live.pk), "=1+1", "認めていない")


def test_saving_is_logged_and_bounded(client, tochigi, settings):
    settings.LIMITS = settings.LIMITS.__class__(exports_per_hour=2)
    client.force_login(tochigi)
    for _ in range(2):
        assert client.get("/guidelines/export.csv").status_code == 200
    refused = client.get("/guidelines/export.xlsx")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    events = Event.objects.filter(verb=Verb.EXPORT)
    assert [(event.actor_id, event.target_label) for event in events] == [(tochigi.pk, "/guidelines/export.csv")] * 2
    RateCounter.objects.update(window_began_at=clock.now() - timedelta(hours=2))
    assert client.get("/guidelines/export.csv").status_code == 200


def test_a_saved_list_has_an_end(client, tochigi, dozen, settings):
    settings.LIMITS = settings.LIMITS.__class__(export_rows=5)
    client.force_login(tochigi)
    assert len(rows_of(client.get("/guidelines/export.csv"))) == 6
    assert "CSV（5件）" in text(client.get("/guidelines/"))


def test_saving_needs_sign_in(client, db):
    for name in ("csv", "xlsx"):
        response = client.get(f"/guidelines/export.{name}")
        assert response.status_code == 302
        assert response["Location"].startswith("/login/")
    assert "export.csv" not in text(client.get("/guidelines/"))


def test_saving_asks_the_database_once_for_some_hundred_rows(client, tochigi, dozen):
    client.force_login(tochigi)
    rows_of(client.get("/guidelines/export.csv"))
    with CaptureQueriesContext(connection) as queries:
        assert len(rows_of(client.get("/guidelines/export.csv"))) == 13
    few = len(queries)
    Publication.objects.filter(pk__in=[row.pk for row in dozen[:10]]).update(is_proxy=True, visibility=0)
    with CaptureQueriesContext(connection) as queries:
        assert len(rows_of(client.get("/guidelines/export.csv"))) == 3
    assert len(queries) == few
