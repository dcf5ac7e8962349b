"""コメント in the one search box: by the same rules as pages, by those alone who read them, and as they read now."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion import actions as talking
from discussion.actions import Place
from discussion.models import Comment
from library import actions
from library.models import Visibility
from search.models import Synonym
from tests.discussion.talking import Talker
from tests.search.answers import follow, search
from tests.search.live import add_file, make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(kagawa, secretariat):
    return make_found(kagawa, "CatBotの手引き", "一枚目", visibility=Visibility.OBSERVERS)


def comments(client, typed: str, **more):
    answer = client.get("/search/comments/", {"q": typed, **more})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def said(person, typed: str, **more) -> int:
    """How many comments this person finds; the page of documents says the same number."""
    client = Talker(person).client
    page = comments(client, typed, **more)
    number = page.count('class="hit"')
    assert f"コメント（{number}）" in search(client, typed, **more).plain
    return number


def test_a_comment_is_found_beside_the_documents_and_leads_to_its_place(live, tochigi, kagawa):
    comment = Talker(tochigi).say(live, "庁内の議事録の要約に、\n内製のシステムを使っています")
    client = Talker(kagawa).client
    page = search(client, "議事録 システム")
    assert page.total == 0
    assert "コメントに1件あります" in page.plain
    found = follow(client, page.link("コメント（1）"))
    assert "CatBotの手引きへのコメント" in found.plain
    assert "栃木県見本花子" in found.plain
    assert found.marks == ["議事録", "システム"]
    assert found.link("へのコメント") == f"/comments/{comment.pk}/"
    assert found.link("資料").startswith("/search/?q=")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("サーバ 申込み", 1),  # other ways to write it
        ("会議録", 1),  # a synonym
        ('"議事録の要約"', 1),
        ('"要約の議事録"', 0),
        ("議事録 -要約", 0),
        ("議事録 -画像", 1),
        ('議事録 -"の要約"', 0),
        ("令和6年度", 1),  # a year however it is written
        ("議事録 画像", 0),  # all words, or it is no hit
        ("題名:議事録", 0),  # titles are of documents
        ("県:香川 議事録", 1),
        ("県:栃木 議事録", 0),  # of the document, not of who wrote
    ],
)
def test_the_rules_are_those_of_documents(live, tochigi, typed, number):
    Synonym.objects.create(word="議事録", others="会議録")
    Talker(tochigi).say(live, "R6年度から、サーバーで議事録の\n要約をしています。申し込みは不要です")
    assert said(tochigi, typed) == number


def test_letters_within_words_and_a_loose_quotation(live, tochigi):
    talker = Talker(tochigi)
    first = talker.say(live, "消防法の説明に生成AIを使う")
    second = talker.say(live, "AIで文章を生成する")
    assert said(tochigi, "防法") == 0
    assert said(tochigi, "防法", part="letters") == 1
    page = comments(talker.client, "「生成AI」")
    assert page.count('class="hit"') == 2
    assert page.index(f"/comments/{first.pk}/") < page.index(f"/comments/{second.pk}/")


def test_the_latest_come_first(live, tochigi):
    written = [Talker(tochigi).say(live, f"議事録の話{'議事録' * number}").pk for number in range(3)]
    page = comments(Talker(tochigi).client, "議事録")
    places = [page.index(f'"/comments/{pk}/"') for pk in reversed(written)]
    assert places == sorted(places)


def test_a_comment_on_a_page_says_which(live, tochigi):
    talking.open_thread(live, by=tochigi, text="防災の話", place=Place(live.live_edition.files.get(), 1))
    assert "CatBotの手引き（1ページ）へのコメント" in comments(Talker(tochigi).client, "防災")


def test_who_reads_no_comments_is_told_of_none(live, tochigi, admin, client):
    Talker(tochigi).say(live, "珍獣の話")
    assert "コメント（" not in search(client, "珍獣").main
    assert client.get("/search/comments/?q=珍獣").status_code == 302
    client.force_login(admin)
    assert "コメント（" not in search(client, "珍獣").main
    assert 'class="hit"' not in comments(client, "珍獣")


def test_what_is_not_read_is_neither_found_nor_counted(live, tochigi, kagawa, observer, secretariat):
    talking.open_thread(live, by=tochigi, text="珍獣の話")
    closer = add_file(live, "内輪.txt", "見本", by=kagawa)
    closer.visibility = Visibility.MEMBERS
    closer.save()
    talking.open_thread(live, by=kagawa, text="珍獣の内輪の話", place=Place(closer, 1))
    assert (said(observer, "珍獣"), said(tochigi, "珍獣")) == (1, 2)
    actions.narrow(live, by=kagawa, visibility=Visibility.MEMBERS, reason="見直しのため")
    assert (said(observer, "珍獣"), said(tochigi, "珍獣")) == (0, 2)
    actions.withdraw(live, by=kagawa, reason="古くなったため")
    assert (said(tochigi, "珍獣"), said(secretariat, "珍獣")) == (0, 0)
    actions.restore(live, by=kagawa)
    assert said(tochigi, "珍獣") == 2


def test_a_moved_thread_is_found_by_those_who_read_it_there(live, tochigi, observer, secretariat, kagawa):
    members = make_found(kagawa, "構成団体の手引き", "一枚目")
    comment = Talker(tochigi).say(live, "珍獣の話")
    assert said(observer, "珍獣") == 1
    talking.move(comment.thread, by=secretariat, to=members)
    assert (said(observer, "珍獣"), said(tochigi, "珍獣")) == (0, 1)
    assert "構成団体の手引きへのコメント" in comments(Talker(tochigi).client, "珍獣")


def test_it_is_found_as_it_reads_now(live, tochigi, kagawa, secretariat):
    talker, desk = Talker(tochigi), Talker(secretariat)
    comment = talker.say(live, "珍獣の話")
    talker.press(comment, "edit", text="怪魚の話")
    assert (said(kagawa, "珍獣"), said(kagawa, "怪魚")) == (0, 1)
    desk.decide(comment, "hide", "見本の理由")
    assert [said(person, "怪魚") for person in (kagawa, tochigi, secretariat)] == [0, 0, 0]
    talking.show(comment, by=secretariat)
    assert said(kagawa, "怪魚") == 1
    talking.delete(Comment.objects.get(pk=comment.pk), by=tochigi)
    assert said(kagawa, "怪魚") == 0
    assert kept("怪魚") == kept("珍獣") == []


def test_words_that_are_blackened_are_in_no_table_of_the_search(live, tochigi, kagawa, secretariat):
    comment = Talker(tochigi).say(live, "見本山田太郎さんの話")
    assert kept("山田")
    talking.blacken(comment, by=secretariat, words=["見本山田太郎"], reason="個人の名前のため")
    assert kept("山田") == kept("太郎") == []
    assert (said(kagawa, "山田"), said(kagawa, "話")) == (0, 1)


def kept(word: str) -> list[str]:
    """The tables of the search in which it stands, those of the engine too; not that of what people typed."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("search_") and table != "search_searched":
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                found += [table for row in cursor.fetchall() if any(word in told(value) for value in row)]
    return found


def test_words_that_were_widened_are_said_where_they_stand_in_comments_that_one_reads(live, tochigi, kagawa):
    Synonym.objects.create(word="議事録", others="会議録、討議録")
    Talker(tochigi).say(live, "会議録のこと")
    Talker(tochigi).confide("討議録のこと")
    client = Talker(kagawa).client
    page = follow(client, "/search/comments/?q=議事録")
    assert "「議事録」は「会議録」も含めて探しました" in page.plain
    assert "討議録" not in page.plain, "it stands only where others talk alone"
    exact = follow(client, page.link("入力した言葉だけで探す"))
    assert "会議録" not in exact.plain


def told(value: object) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def test_a_member_asks_one_query_more_and_a_page_of_comments_as_many_for_one_as_for_twenty(live, tochigi, client):
    client.force_login(tochigi)
    costs = {"/search/": [], "/search/comments/": []}
    for number in (1, 20):
        for _ in range(number - Comment.objects.count()):
            talking.open_thread(live, by=tochigi, text="珍獣の話")
        for address, counts in costs.items():
            client.get(address, {"q": "珍獣"})
            with CaptureQueriesContext(connection) as queries:
                client.get(address, {"q": "珍獣"})
            counts.append(len(queries))
            asked = [each["sql"] for each in queries if "search_commentrow" in each["sql"]]
            assert len(asked) == 1, address
    assert {address: counts for address, counts in costs.items() if counts[0] != counts[1]} == {}
