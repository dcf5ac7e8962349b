"""Documents that the secretariat shows above the results of a word, to readers who may see them anyway."""

from datetime import date, timedelta

import pytest
from django.test import Client

import clock
from audit.models import Event
from library import actions
from library.models import Publication, Visibility
from posting.once import fresh_key
from search.desk.promotions import key_of_word
from search.models import Promotion
from tests.search.answers import search
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
LIST = "/manage/search/promotions/"
HEAD = "事務局からの案内"


def promote(publication: Publication, word: str = "議事録 要約", **fields) -> Promotion:
    row = {"word": word, "key": key_of_word(word), "reason": "はじめに読む資料です"} | fields
    return Promotion.objects.create(publication=publication, **row)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def reader(kagawa) -> Client:
    return client_of(kagawa)


def test_it_stands_above_the_results_with_its_reason(reader, tochigi):
    found = make_found(tochigi, "普通の結果", "議事録を要約する")
    promote(make_found(tochigi, "案内の資料", "別のこと"))
    page = search(reader, "議事録 要約")
    assert page.titles == ["案内の資料", "普通の結果"]
    assert page.total == 1
    assert page.plain.index(HEAD) < page.plain.index("はじめに読む資料です") < page.plain.index("普通の結果")
    assert HEAD not in search(reader, "議事録").plain
    assert found.pk


def test_another_analyser_since_it_was_saved_changes_nothing(reader, tochigi):
    promote(make_found(tochigi, "案内の資料", "別のこと"), key="議事 録 要約")
    assert search(reader, "議事録 要約").titles == ["案内の資料"]


@pytest.mark.parametrize("typed", ["要約　議事録", "議事録の要約", "「議事録」 要約", "議事録 要約 議事録"])
def test_the_same_words_in_another_way(reader, tochigi, typed):
    promote(make_found(tochigi, "案内の資料", "別のこと"))
    assert search(reader, typed).titles == ["案内の資料"]


@pytest.mark.parametrize("typed", ["議事録", "議事録 要約 画像", "議事録 要約 -画像"])
def test_other_words_are_other_words(reader, tochigi, typed):
    promote(make_found(tochigi, "案内の資料", "別のこと"))
    assert HEAD not in search(reader, typed).plain


def test_what_is_among_the_results_stands_once_and_counts_once(reader, tochigi):
    live = make_found(tochigi, "案内の資料", "議事録を要約する")
    for number in range(11):
        make_found(tochigi, f"資料{number:02}", "議事録を要約する")
    before = search(reader, "議事録 要約")
    second = search(reader, "議事録 要約", page=2)
    promote(live)
    page = search(reader, "議事録 要約")
    assert (page.total, page.titles.count("案内の資料"), page.titles[0]) == (12, 1, "案内の資料")
    assert {*page.titles} == {*before.titles, "案内の資料"}
    assert page.numbers == before.numbers
    assert search(reader, "議事録 要約", page=2).titles == second.titles
    assert HEAD not in search(reader, "議事録 要約", page=2).plain
    assert HEAD not in search(reader, "議事録 要約", pref="09").plain, "what was narrowed is not added to"


def test_the_only_result_may_be_the_promoted_one(reader, tochigi):
    promote(make_found(tochigi, "案内の資料", "議事録を要約する"))
    page = search(reader, "議事録 要約")
    assert (page.total, page.titles) == (1, ["案内の資料"])
    assert "この言葉を含む資料はありません" not in page.plain


def test_it_is_shown_where_nothing_is_found(reader, tochigi):
    promote(make_found(tochigi, "案内の資料", "別のこと"), "珍獣")
    page = search(reader, "珍獣")
    assert (page.total, page.titles) == (0, ["案内の資料"])
    assert "この言葉を含む資料はありません" in page.plain


def test_nobody_learns_of_what_they_may_not_see(tochigi, secretariat, kagawa, observer):
    hidden = make_found(tochigi, "密かな資料", "別のこと", visibility=Visibility.MEMBERS)
    promote(hidden, "珍獣", reason="密かな理由")
    for client in (client_of(observer), Client()):
        page = search(client, "珍獣")
        assert (page.titles, HEAD in page.plain, "密かな" in page.plain) == ([], False, False)
    assert "密かな理由" in search(client_of(kagawa), "珍獣").plain
    actions.withdraw(hidden, by=secretariat, reason="見本の理由")
    assert HEAD not in search(client_of(kagawa), "珍獣").plain
    listed = client_of(secretariat).get(LIST).content.decode()
    assert "公開を終えています" in listed
    assert "密かな資料" not in listed


def test_in_its_time_in_its_order_three_at_most(reader, tochigi):
    today = clock.today()
    day = timedelta(days=1)
    for title, row in {
        "三": {"order": 3, "starts_on": today, "ends_on": today},
        "一": {"order": 1},
        "二": {"order": 2, "starts_on": today - day},
        "四": {"order": 4},
        "前": {"order": 0, "ends_on": today - day},
        "後": {"order": 0, "starts_on": today + day},
    }.items():
        promote(make_found(tochigi, title, "別のこと"), "珍獣", **row)
    assert search(reader, "珍獣").titles == ["一", "二", "三"]


def test_what_a_reader_may_not_see_takes_no_place(tochigi, observer):
    for number in range(3):
        promote(make_found(tochigi, f"密かな資料{number}", "別のこと", visibility=Visibility.MEMBERS), "珍獣")
    promote(make_found(tochigi, "表の資料", "別のこと", visibility=Visibility.PUBLIC), "珍獣", order=9)
    assert search(client_of(observer), "珍獣").titles == ["表の資料"]


def test_the_saved_list_has_only_what_was_found(reader, tochigi):
    make_found(tochigi, "普通の結果", "珍獣のこと")
    promote(make_found(tochigi, "案内の資料", "別のこと"), "珍獣")
    saved = b"".join(reader.get("/search/export.csv", {"q": "珍獣"}).streaming_content).decode()
    assert "普通の結果" in saved
    assert "案内の資料" not in saved


# --- the secretariat's form -----------------------------------------------------------------------------------------


def sent(client: Client, path: str = f"{LIST}new/", **fields):
    row = {
        "once": fresh_key(),
        "word": "珍獣",
        "reason": "読んでください",
        "order": "0",
        "starts_on": "",
        "ends_on": "",
    }
    return client.post(path, row | fields)


def test_it_is_written_by_number_or_address_changed_and_taken_out(secretariat, tochigi, reader):
    desk, live = client_of(secretariat), make_found(tochigi, "案内の資料", "別のこと")
    other = make_found(tochigi, "別の資料", "別のこと")
    address = f"http://127.0.0.1:8000{live.get_absolute_url()}?page=3"
    assert sent(desk, publication=address, ends_on="令和99年3月31日").status_code == 302
    row = Promotion.objects.get()
    assert (row.publication, row.ends_on) == (live, date(2117, 3, 31))
    assert search(reader, "珍獣").titles == ["案内の資料"]
    assert "案内の資料" in desk.get(LIST).content.decode()
    assert sent(desk, f"{LIST}{row.pk}/", publication=other.pk).status_code == 302
    assert search(reader, "珍獣").titles == ["別の資料"]
    assert "削除しますか" in desk.get(f"{LIST}{row.pk}/delete/").content.decode()
    for _ in range(2):
        assert desk.post(f"{LIST}{row.pk}/delete/").status_code == 302
    assert search(reader, "珍獣").titles == []
    told = list(Event.objects.filter(target_kind="promotion").order_by("sequence").values_list("verb", "target_label"))
    assert told == [("edit_promotion", "珍獣"), ("edit_promotion", "珍獣"), ("delete_promotion", "珍獣")]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"word": ""}, "言葉を入れてください"),
        ({"word": "！"}, "検索できる文字がありません"),
        ({"word": "-議事録"}, "（除く）、「題名:」などは使えません"),
        ({"word": '"珍獣"'}, "（除く）、「題名:」などは使えません"),
        ({"word": "題名:珍獣"}, "（除く）、「題名:」などは使えません"),
        ({"reason": ""}, "案内する理由を入れてください"),
        ({"reason": "あ" * 121}, "案内する理由は120字までです"),
        ({"publication": ""}, "案内する資料を入れてください"),
        ({"publication": "999999"}, "このアドレスか番号の資料はありません"),
        ({"publication": "x"}, "このアドレスか番号の資料はありません"),
        ({"publication": "9" * 40}, "このアドレスか番号の資料はありません"),
        ({"starts_on": "2024-05-02", "ends_on": "2024-05-01"}, "終わりの日は、始まりの日と同じか後の日に"),
    ],
)
def test_what_is_not_fit_is_told(secretariat, tochigi, fields, says):
    live = make_found(tochigi, "案内の資料", "別のこと")
    answer = sent(client_of(secretariat), **({"publication": live.pk} | fields))
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert not Promotion.objects.exists()


def test_a_document_for_the_secretariat_alone_is_told(secretariat, tochigi):
    desk = client_of(secretariat)
    live = make_found(tochigi, "案内の資料", "別のこと", visibility=Visibility.MEMBERS)
    assert sent(desk, publication=live.pk).status_code == 302
    page = desk.get(LIST).content.decode()
    assert "<td>構成団体</td>" in page
    assert "事務局の人にだけ" not in page
    hidden = make_found(tochigi, "内の資料", "別のこと", visibility=Visibility.SECRETARIAT)
    assert sent(desk, publication=hidden.pk).status_code == 302
    page = desk.get(LIST).content.decode()
    assert "<td>事務局限り</td>" in page
    assert "案内は事務局の人にだけ出ます" in page


def test_three_for_a_word_and_none_of_them_twice(secretariat, tochigi):
    desk = client_of(secretariat)
    lives = [make_found(tochigi, f"資料{number}", "別のこと") for number in range(4)]
    assert sent(desk, publication=lives[0].pk).status_code == 302
    assert "すでに案内しています" in sent(desk, publication=lives[0].pk).content.decode()
    for live in lives[1:3]:
        assert sent(desk, publication=live.pk).status_code == 302
    assert "3件までです" in sent(desk, publication=lives[3].pk).content.decode()
    assert Promotion.objects.count() == 3
