"""Marks stand on the characters that people see, whatever way the word is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import LONGEST, has_marks, marked, snippet, sought
from search.query import parse


def shown(text: str, typed: str, *, whole: bool = True) -> str:
    wanted = sought(parse(typed))
    pieces = marked(text, wanted) if whole else snippet(text, wanted)
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


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
        ("生成\nAI の文", '"生成AI"', "[生成 AI] の文"),
        ("要約", "要約", "[要約]"),
        ("", "要約", ""),
        ("何もない", "要約", "何もない"),
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
    ],
)
def test_marks(text, typed, expected):
    assert shown(text, typed) == expected


def test_the_part_with_the_most_different_words_is_shown():
    text = "要約。" * 30 + "はじめ。" * 60 + "ここに議事録の要約がある。" + "おわり。" * 60
    found = shown(text, "議事録 要約", whole=False)
    assert found.startswith("…")
    assert found.endswith("…")
    assert "ここに[議事録]の[要約]がある" in found
    assert len(found) <= LONGEST + 20


def test_without_a_mark_the_beginning_is_shown():
    assert shown("  はじめの文。" + "続き" * 200, "無い言葉", whole=False).startswith("はじめの文。続き")


def test_a_long_page_is_cut_and_a_word_spelled_otherwise_is_found_far_in():
    text = "あいう。" * 3000 + "取扱いの規定" + "えお。" * 3000
    assert "[取扱い]の規定" in shown(text, "取り扱い", whole=False)


_TEXTS = st.text(alphabet=' \n　。、議事録要約取扱いりABCｻｰﾊﾞ㈱令和6年Ⅲ𠮷😀ー-<&"', max_size=400)


@given(text=_TEXTS, typed=st.text(alphabet=' 議事録要約取扱サーバab令和6年"「」-', max_size=20))
def test_nothing_of_the_text_is_lost_or_doubled(text, typed):
    wanted = sought(parse(typed))
    whole = "".join(piece.text for piece in marked(text, wanted))
    assert "".join(whole.split()) == "".join(text.split())
    part = snippet(text, wanted)
    cut = "".join("".join(piece.text for piece in part if piece.text != "…").split())
    assert cut in "".join(text.split())
    assert len("".join(piece.text for piece in part)) <= LONGEST + 80
    if has_marks(marked(text, wanted)):
        assert has_marks(part)
