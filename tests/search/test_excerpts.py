"""Marks stand on the characters that people see; of a page the part is shown that tells most."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers import excerpts, marks
from search.answers.excerpts import LONGEST, excerpt, whole
from search.query import parse


def shown(text: str, typed: str, *, by_letters: bool = False) -> str:
    found = excerpt(text, parse(typed), by_letters=by_letters)
    return re.sub("<mark>(.*?)</mark>", r"[\1]", found.html)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("個人情報の取扱い", "取り扱い", "個人情報の[取扱い]"),
        ("ｻｰﾊﾞｰの更新", "サーバ", "[ｻｰﾊﾞｰ]の更新"),
        ("東京都の話", "京都", "東京都の話"),
        ("令和６年度の計画", "2024年度", "[令和６年]度の計画"),
        ("議 事 録 を作る", "議事録", "[議 事 録] を作る"),
        ("㈱見本の議事録", "株式会社", "[㈱]見本の議事録"),
        ("議事録と議事", "議事録", "[議事録]と[議事]"),
        ("GPT-4oを使う", "gpt4o", "[GPT]-[4o]を使う"),
        ("生成\nAI の文", '"生成AI"', "[生成]\n[AI] の文"),
        ("要約", "要約", "[要約]"),
        ("", "要約", ""),
        ("何もない", "要約", "何もない"),
        ("<b>要約</b>", "要約", "&lt;b&gt;[要約]&lt;/b&gt;"),
    ],
    ids=[
        "okurigana",
        "half width",
        "within a word",
        "year",
        "spaced",
        "company",
        "part",
        "letters",
        "phrase",
        "all",
        "empty",
        "none",
        "escaped",
    ],
)
def test_marks(text, typed, expected):
    assert shown(text, typed) == expected


def test_the_part_with_the_most_different_words_is_shown():
    text = "要約。" * 30 + "はじめ。" * 60 + "ここに議事録の要約がある。" + "おわり。" * 60
    found = shown(text, "議事録 要約")
    assert found.startswith("…")
    assert found.endswith("…")
    assert "ここに[議事録]の[要約]がある" in found
    assert len(found) <= LONGEST + 20


def test_it_begins_where_a_sentence_begins():
    text = "要約だけの文。" + "ほかのことを書いた文。" * 40 + "これが議事録の要約です。終わり。"
    found = excerpt(text, parse("議事録 要約"))
    assert found.text.endswith("これが議事録の要約です。終わり。")
    assert found.text.startswith(("ほかの", "これが"))
    assert [found.text[begin:end] for begin, end in found.spans] == ["議事録", "要約"]


def test_without_a_mark_the_beginning_is_shown():
    assert shown("  はじめの文。" + "続き" * 200, "無い言葉").startswith("はじめの文。続き")


def test_a_word_within_another_is_not_taken_for_it():
    """東京都 shows 京都 as it is typed, and is none; the one far behind is."""
    text = "東京都の話。" + "ほかのこと。" * 100 + "京都の話。"
    assert "[京都]の話" in shown(text, "京都")


def test_letters_within_words_are_marked_by_letters():
    assert shown("消防法の改正", "防法", by_letters=True) == "消[防法]の改正"


def test_a_word_spelled_otherwise_is_found_far_in():
    text = "あいう。" * 3000 + "取扱いの規定" + "えお。" * 3000
    assert "[取扱い]の規定" in shown(text, "取り扱い")


def test_of_a_page_only_the_surroundings_of_what_stands_as_typed_are_taken_apart(monkeypatch):
    asked = []
    analysed = marks.tokens
    monkeypatch.setattr(marks, "tokens", lambda text: asked.append(len(text)) or analysed(text))
    sentence = "個人情報の取扱いに関する規程を改正し、その利用を認めることとした。\n"
    text = sentence * 100 + "ここに議事録とある。\n" + sentence * 100
    assert "[議事録]" in shown(text, "議事録")
    assert "[議事録]" in shown(text * 40, "議事録")
    assert sum(asked) < 2000


TEXTS = st.text(alphabet=' \n　。、議事録要約取扱いりABCｻｰﾊﾞ㈱令和6年Ⅲ𠮷😀ー-<&"', max_size=400)
QUERIES = st.text(alphabet=' 議事録要約取扱サーバab令和6年"「」-', max_size=20)


@given(TEXTS, QUERIES)
def test_nothing_of_the_text_is_lost_or_changed(text, typed):
    found = whole(text, parse(typed))
    assert found.text == text
    for by_letters in (False, True):
        part = excerpt(text, parse(typed), by_letters=by_letters)
        assert part.text in text
        assert len(part.text) <= excerpts.LONGEST
        assert all(0 <= begin < end <= len(part.text) for begin, end in part.spans)
        assert (part.before == "…") == bool(text[: text.index(part.text)].strip())


def test_a_word_that_a_line_breaks_is_shown_whole_with_its_mark():
    found = excerpt("個人情報を入力しないことを確かめ\nるとともに、記録を残す。", parse("確かめる"))
    assert found.plain == "個人情報を入力しないことを確かめるとともに、記録を残す。"
    assert [found.text[begin:end] for begin, end in found.spans] == ["確かめる"]
    assert excerpt("表題\n本文の話", parse("本文")).text == "表題\n本文の話"
    several = (
        "職員が生成AIに個人情報を入力しないことを \n確かめるとともに、記録を残して公開の前に確か\nめることを求める。"
    )
    found = excerpt(several, parse("確かめる"))
    assert "\n" not in found.text
    assert [found.text[begin:end] for begin, end in found.spans] == ["確かめる", "確かめる"]
