"""The search explains itself: widened words, missing words, ways out; nothing typed is an error."""

import random

import pytest

from guidelines.models import Guideline, Service
from library.models import Visibility
from search.indexing import index
from search.models import Synonym
from tests import factories
from tests.search.answers import follow, search
from tests.search.live import make_found


@pytest.fixture
def synonyms(db) -> None:
    Synonym.objects.create(word="議事録", others="会議録、討議録")


def test_words_that_were_widened_are_said_with_the_way_to_search_exactly(client, tochigi, kagawa, synonyms):
    make_found(tochigi, "甲", "会議録のこと")
    make_found(tochigi, "乙", "議事録のこと")
    client.force_login(kagawa)
    page = search(client, "議事録")
    assert sorted(page.titles) == ["乙", "甲"]
    assert "「議事録」は「会議録」も含めて探しました" in page.plain
    assert "討議録" not in page.plain, "it stands nowhere"
    assert set(page.marks) == {"会議録", "議事録"}
    exact = follow(client, page.link("入力した言葉だけで探す"))
    assert exact.titles == ["乙"]
    assert follow(client, exact.link("同じ意味の言葉も含めて探す")).titles == page.titles


def test_only_alternatives_that_this_reader_can_find_are_said(client, tochigi, kagawa, observer, synonyms):
    make_found(tochigi, "甲", "会議録のこと", visibility=Visibility.MEMBERS)
    make_found(tochigi, "乙", "議事録のこと", visibility=Visibility.PUBLIC)
    client.force_login(observer)
    assert "会議録" not in search(client, "議事録").plain
    client.force_login(kagawa)
    assert "会議録" in search(client, "議事録").plain


def test_where_nothing_has_every_word_it_says_so_and_what_is_missing(client, tochigi, kagawa):
    make_found(tochigi, "甲", "要約のこと")
    make_found(tochigi, "乙", "画像のこと")
    client.force_login(kagawa)
    page = search(client, "要約 画像 珍獣")
    assert "すべての語を含むページはありません。一部の語を含むページ（2件）" in page.plain
    assert "「珍獣」は、ご覧になれる資料の中に、語としては見つかりません" in page.plain
    both = search(client, "要約 画像")
    assert "すべての語を含むページはありません" in both.plain
    assert "語としては見つかりません" not in both.plain
    assert "すべての語" not in search(client, "要約").plain


def test_a_word_that_only_hidden_documents_have_stands_nowhere(client, tochigi, kagawa, observer):
    make_found(tochigi, "甲", "要約のこと", visibility=Visibility.PUBLIC)
    make_found(tochigi, "乙", "珍獣のこと", visibility=Visibility.MEMBERS)
    client.force_login(observer)
    assert "「珍獣」は、ご覧になれる資料の中に、語としては見つかりません" in search(client, "要約 珍獣").plain
    client.force_login(kagawa)
    assert "語としては見つかりません" not in search(client, "要約 珍獣").plain


def test_what_is_missing_is_named_as_it_was_typed(client, tochigi, kagawa):
    make_found(tochigi, "甲", "会議と要約、外国人のこと")
    client.force_login(kagawa)
    page = search(client, "要約 会儀録の")
    assert "「会儀録」は、ご覧になれる資料の中に、語としては見つかりません" in page.plain
    assert "「儀」" not in page.plain


def test_two_latin_words_are_looked_for_one_by_one(client, tochigi, kagawa):
    Synonym.objects.create(word="AI", others="人工知能")
    make_found(tochigi, "甲", "AIのこと")
    make_found(tochigi, "乙", "人工知能とRAGのこと")
    make_found(tochigi, "丙", "OpenAIのこと")
    client.force_login(kagawa)
    assert search(client, "AI RAG").titles == ["乙"]
    page = search(client, "AI FAQ")
    assert sorted(page.titles) == ["乙", "甲"]
    assert "「FAQ」は、ご覧になれる資料の中に、語としては見つかりません" in page.plain
    assert search(client, "Open AI").titles == ["丙"]


def test_a_query_without_words_to_look_for_says_so(client, tochigi, kagawa):
    make_found(tochigi, "甲", "要約のこと")
    client.force_login(kagawa)
    for typed in ("-議事録", '-"議事録"'):
        assert "除く言葉だけでは探せません" in search(client, typed).plain, typed
    for typed in ("の", "！？", "-"):
        assert "探せる言葉がありません" in search(client, typed).plain, typed
    assert "この言葉を含む資料はありません" in search(client, "珍獣").plain


def test_a_long_query_is_said_once_and_shortly(client, tochigi, kagawa, synonyms):
    make_found(tochigi, "甲", "会議録のこと")
    client.force_login(kagawa)
    typed = "議事録 " * 13
    page = search(client, typed)
    assert page.plain.count("「議事録」は「会議録」") == 1
    heading = page.main.partition("</h1>")[0].rpartition(">")[2]
    assert len(heading) < 60


def test_a_beginning_that_is_no_word_is_widened_last_and_it_is_said(client, tochigi, kagawa, observer):
    make_found(tochigi, "甲", "マイナンバーの要約", visibility=Visibility.PUBLIC)
    make_found(tochigi, "乙", "マイナスイオンの画像", visibility=Visibility.MEMBERS)
    client.force_login(kagawa)
    page = search(client, "マイナ")
    assert "「マイナ」という語はないため、「マイナ」で始まる「マイナス」「マイナンバー」を探しました" in page.plain
    assert "その語で始まる言葉を含むページ（2件）" in page.plain
    assert sorted(page.titles) == ["乙", "甲"]
    assert {"マイナンバー", "マイナス"} <= set(page.marks)
    assert "語としては見つかりません" not in page.plain
    exact = follow(client, page.link("入力した言葉だけで探す"))
    assert exact.total == 0
    assert "「マイナ」は、ご覧になれる資料の中に、語としては見つかりません" in exact.plain
    assert search(client, '"マイナ"').total == 0
    assert search(client, "マイナ 要約").titles[0] == "甲"
    client.force_login(observer)
    assert "「マイナ」で始まる「マイナンバー」を探しました" in search(client, "マイナ").plain
    make_found(tochigi, "丙", "マイナのこと")
    assert "「マイナ」で始まる「マイナンバー」を探しました" in search(client, "マイナ").plain
    client.force_login(kagawa)
    assert search(client, "マイナ").titles == ["丙"], "a word that stands somewhere is never widened"


def test_numbers_and_short_words_are_not_widened(client, tochigi, kagawa):
    make_found(tochigi, "甲", "ハムスターと1200時間、2000年のこと")
    client.force_login(kagawa)
    for typed in ("ハム", "120", "200"):
        assert search(client, typed).total == 0, typed


def test_a_loose_quotation_puts_what_has_it_first(client, tochigi, kagawa):
    make_found(tochigi, "離れて", "個人のものと、情報のもの、ほかの情報")
    make_found(tochigi, "並んで", "とても長い文の中のどこかに一度だけ個人情報という語があり、ほかの語もたくさんある")
    client.force_login(kagawa)
    assert search(client, "「個人情報」").titles == ["並んで", "離れて"]
    assert search(client, '"個人情報"').titles == ["並んで"]
    assert search(client, '"情報個人"').total == 0
    loose = search(client, "「情報個人」")
    assert loose.total == 2
    assert "引用した言葉をこのとおりに含むページはありません" in loose.plain


def test_ways_out_of_an_empty_answer(client, tochigi, kagawa):
    make_found(tochigi, "甲", "要約のこと")
    make_found(kagawa, "乙", "画像のこと")
    client.force_login(kagawa)
    for typed, more, words, titles in (
        ("要約 -要約", {}, "「-要約」を外す（1件）", ["甲"]),
        ('"要約の画像"', {}, None, None),
        ("要約", {"pref": "37"}, "「都道府県」の条件を外す（1件）", ["甲"]),
        ("要約 -要約", {"pref": "37"}, "条件をすべて外し、「-要約」を外す（1件）", ["甲"]),
        ("要約", {"part": "title"}, "本文も探す（1件）", ["甲"]),
        ('"のこと要約"', {}, None, None),
        ('"こと要約" 甲', {}, "引用符を外して探す（1件）", ["甲"]),
    ):
        page = search(client, typed, **more)
        assert page.total == 0, typed
        assert "新しい資料" in page.plain
        if words:
            assert words in page.plain
            assert follow(client, page.link(words)).titles == titles


def test_letters_within_words_are_the_last_step(client, tochigi, kagawa, observer):
    make_found(tochigi, "消防の手引き", "消防法の定め", "別のこと", visibility=Visibility.MEMBERS)
    make_found(tochigi, "乙", "法のこと", visibility=Visibility.PUBLIC)
    client.force_login(kagawa)
    page = search(client, "防法")
    above, _, below = page.main.partition("語の途中に含むページ")
    assert "消<mark>防法</mark>の定め" in below
    assert "別のこと" not in below
    assert "<mark>防法</mark>" not in above
    assert "h-within" not in search(client, "消防法").main
    assert "h-within" not in search(client, "防法", pref="37").main
    assert "h-within" not in search(client, "防").main, "one letter is too little"
    assert "消防の手引き" in search(client, "防の手").main, "in a title"
    client.force_login(observer)
    assert "h-within" not in search(client, "防法").main


def test_what_is_cut_is_said(client, tochigi, kagawa):
    make_found(tochigi, "甲", "要約のこと")
    client.force_login(kagawa)
    assert "200字まで" in search(client, "要約" + "あ" * 199).plain
    assert "200字まで" not in search(client, "要約").plain
    words = "甲 乙 丙 丁 戊 己 庚 辛 壬 癸 子 丑 寅 卯 辰 巳 午 未 申 酉 戌 亥 山 川 海 空 雨 雪 風 月 花 鳥 星 石 木"
    assert "32語まで" in search(client, words).plain


SIGNS = [
    *"\"'「」“-－*:：()\\^%_+{};0　 \n\0\u200b\ud7ff😀は㈱",
    *[
        "NEAR",
        "AND",
        "OR",
        "NOT",
        "題名:",
        "県:",
        "年度:",
        "title:",
        "要約",
        "生成AI",
        "令和6年度",
        "ｶﾞ",
        "body_words:",
        "<b>",
        "&amp;",
        "--",
        "y2024",
    ],
    "NEAR(要約 画像)",
]
NUMBER = 150


@pytest.mark.parametrize("seed", range(2))
def test_nothing_typed_is_an_error(client, tochigi, kagawa, seed):
    make_found(tochigi, "甲", "要約と生成AIのこと")
    client.force_login(kagawa)
    chance = random.Random(seed)
    for _ in range(NUMBER):
        typed = "".join(chance.choice(SIGNS) for _ in range(chance.randint(1, 12)))
        response = client.get("/search/", {"q": typed, "page": chance.choice(["", "0", "x", "9" * 30])})
        assert response.status_code == 200, repr(typed)


def test_very_long_addresses_are_refused_or_cut(client, tochigi):
    client.force_login(tochigi)
    assert client.get("/search/?q=" + "a" * 100_000).status_code in {200, 414}
    assert client.get("/search/", {"q": "要約" * 200, "in": "9" * 40}).status_code == 200


def test_a_word_that_only_a_file_has_in_its_name_is_found_beside_one_that_nothing_has(client, tochigi):
    make_found(tochigi, "甲", "本文です", name="珍獣の一覧.txt")
    client.force_login(tochigi)
    page = search(client, "珍獣 怪魚")
    assert page.titles == ["甲"]
    assert "珍獣" in page.marks


def test_a_word_of_a_page_goes_with_what_is_said_of_its_document(client, tochigi, kagawa):
    """Owner, theme and facts stand on no page; a page with the other word proves the rest."""
    theme = factories.make_theme()
    live = make_found(tochigi, "手引き", "入力してよい情報", "別のこと")
    live.live_edition.themes.add(theme)
    index.index(live.pk)
    make_found(kagawa, "別の手引き", "入力してはいけない情報")
    client.force_login(kagawa)
    for typed in ("栃木県 入力", "栃木 入力", f"{theme.name} 入力"):
        page = search(client, typed)
        assert page.titles == ["手引き"], typed
        assert [name for _, name in page.pages] == ["1ページ"], typed
        assert "すべての語を含むページはありません" not in page.plain


def test_facts_are_looked_through(client, tochigi):
    live = make_found(tochigi, "手引き", "本文です")
    facts = Guideline.objects.create(edition=live.live_edition, records="五年間保存する")
    facts.services.add(Service.objects.get_or_create(slug="copilot", defaults={"name": "Copilot", "order": 9})[0])
    index.index(live.pk)
    client.force_login(tochigi)
    for typed in ("Copilot", "五年間"):
        assert search(client, typed).titles == ["手引き"], typed
    assert search(client, "対象サービス").titles == [], "the name of a fact proves nothing"


def test_letters_of_a_word_that_nothing_has_are_no_part_of_it(client, tochigi):
    make_found(tochigi, "甲", "会議の録を残す")
    client.force_login(tochigi)
    page = search(client, "議事録", exact="1")
    assert page.titles == []
    assert "この言葉を含む資料はありません" in page.plain


def test_who_has_not_signed_in_is_told_that_there_may_be_more(client, tochigi):
    make_found(tochigi, "甲", "要約のこと", visibility=Visibility.PUBLIC)
    assert "ログインすると、構成団体などに公開されている資料も探せます" in search(client, "要約").plain
    client.force_login(tochigi)
    assert "ログインすると" not in search(client, "要約").plain


def test_words_that_none_of_the_shown_pages_has_are_named(client, tochigi, kagawa):
    make_found(tochigi, "甲", "要約と画像のこと")
    make_found(tochigi, "乙", "研修のこと")
    client.force_login(kagawa)
    assert "示したページにない語：研修" in search(client, "要約 画像 研修").plain
    assert "示したページにない語" not in search(client, "要約 画像").plain


def test_a_document_found_by_its_owner_alone_says_so(client, tochigi, kagawa):
    make_found(tochigi, "甲", "要約のこと")
    client.force_login(kagawa)
    assert "団体の名前か、種類などの属性に、探した言葉があります" in search(client, "栃木県").plain
    assert "属性に、探した言葉" not in search(client, "要約").plain


def test_letters_leave_out_what_is_to_be_left_out_and_want_two(client, tochigi, kagawa):
    make_found(tochigi, "甲", "消防法のこと")
    make_found(tochigi, "乙", "消防法と予算のこと")
    client.force_login(kagawa)
    assert search(client, "防法 -予算", part="letters").titles == ["甲"]
    assert "1文字では探せません" in search(client, "法", part="letters").plain


def test_a_saved_search_is_called_by_its_words_and_conditions(client, tochigi, kagawa):
    make_found(tochigi, "甲", "要約のこと")
    client.force_login(kagawa)
    assert 'value="要約（栃木県）"' in search(client, "要約", pref="09").main
    assert 'value="要約"' in search(client, "要約").main
