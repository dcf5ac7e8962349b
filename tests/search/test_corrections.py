"""もしかして: what is proposed, for whom, and what it leads to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import Visibility
from tests.search.answers import follow, search
from tests.search.live import make_found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("プロンプド", "プロンプト"),
        ("ハルシネション", "ハルシネーション"),
        ("copilto", "copilot"),
        ("GTP", "GPT"),
        ("chatgtp", "chatgpt"),
        ("異動", "移動"),
        ("会儀録", "会議録"),
        ("機蜜性", "機密性"),
        ("生成IA", "生成AI"),
        ("要約 プロンプド", "要約 プロンプト"),
        ("プロンプド copilto", "プロンプト copilot"),
        ("要約プロンプド", "要約プロンプト"),
        ("要約　ﾌﾟﾛﾝﾌﾟﾄﾞ", "要約 プロンプト"),
    ],
)
def test_a_near_spelling_is_proposed_with_what_it_finds(client, tochigi, kagawa, typed, meant):
    make_found(
        tochigi,
        "甲",
        "プロンプトの要約、ハルシネーション、Copilot、ChatGPT、GPTの版、移動、会議録、機密性、生成AIのこと",
    )
    client.force_login(kagawa)
    page = search(client, typed)
    assert f"もしかして：{meant.replace(' ', '')}（1件）" in page.plain
    found = follow(client, page.link(meant.replace(" ", "")))
    assert found.titles == ["甲"]
    assert "もしかして" not in found.plain
    assert "すべての語" not in found.plain


def test_where_all_words_stand_somewhere_another_of_the_same_reading_may_be_meant(client, tochigi, kagawa):
    make_found(tochigi, "甲", "人事異動のこと", "物の移動のこと")
    make_found(tochigi, "乙", "議事録のこと")
    make_found(tochigi, "丙", "緑地のこと")
    client.force_login(kagawa)
    page = search(client, "人事 移動")
    assert "もしかして：人事異動（1件）" in page.plain
    assert "もしかして" not in search(client, "人事 異動").plain
    assert "もしかして" not in search(client, "人事 議事録").plain
    assert "もしかして：議事録（1件）" in search(client, "議事緑").plain


def test_nothing_is_proposed_for_numbers_short_words_and_what_has_nothing_near(client, tochigi, kagawa):
    make_found(tochigi, "甲", "令和6年度のハム、要約のこと")
    client.force_login(kagawa)
    for typed in ("令和7年度", "ハコ", "鯨類", "x", "要約", "-要約 珍獣"):
        assert "もしかして" not in search(client, typed).plain, typed


def test_conditions_are_kept_and_counted(client, tochigi, kagawa):
    make_found(tochigi, "甲", "プロンプトのこと")
    make_found(kagawa, "乙", "プロンプトのこと")
    client.force_login(kagawa)
    page = search(client, "プロンプド", pref="37")
    assert "もしかして：プロンプト（1件）" in page.plain
    assert follow(client, page.link("プロンプト")).titles == ["乙"]
    assert "もしかして" not in search(client, "プロンプド", pref="01").plain


@pytest.mark.parametrize("number", [1, 30])
def test_only_what_this_reader_can_find_is_proposed(client, tochigi, kagawa, observer, number):
    """However many nearer words only hidden pages have, what is seen is proposed as if they were not there."""
    make_found(tochigi, "甲", "プロンクドのこと、移籍のこと", visibility=Visibility.PUBLIC)
    client.force_login(observer)
    nearer = "アイウエオカキクケコサシスセソタチツテナニヌネノハヒフヘホマ"[:number]
    pages, costs = [], []
    for hidden in ((), (*(f"プロンプ{letter}のこと" for letter in nearer), "プロンプト、異動のこと")):
        if hidden:
            make_found(tochigi, "乙", *hidden)
        for typed in ("プロンプド", "移動", "プロンプド 移動 珍獣"):
            with CaptureQueriesContext(connection) as queries:
                pages.append(search(client, typed).plain)
            costs.append(len(queries))
    assert "もしかして：プロンクド（1件）" in pages[0]
    assert "もしかして" not in pages[1]
    assert (pages[:3], costs[:3]) == (pages[3:], costs[3:])
    client.force_login(kagawa)
    assert "もしかして：プロンプ" in search(client, "プロンプド").plain
    assert "もしかして：異動（1件）" in search(client, "移動").plain


def test_what_is_proposed_is_escaped_and_addressed(client, tochigi, kagawa):
    make_found(tochigi, "甲", "プロンプトのこと")
    client.force_login(kagawa)
    page = search(client, "<b>プロンプド&x=1")
    assert "<b>プロンプト" not in page.main
    assert "もしかして" in page.plain
