"""Where words stand in what was written, however they are spelled there."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import synonyms
from search.answers import marks
from search.answers.marks import spans, spans_by_words, spans_of_letters
from search.query import parse
from search.words import Title, words_of


def marked(text: str, typed: str, find=spans) -> list[str]:
    return [text[begin:end] for begin, end in find(text, parse(typed))]


CASES = [
    ("議事録を要約する。要約の要約。", "議事録 要約", ["議事録", "要約", "要約", "要約"]),
    ("生成ＡＩの手引", "生成AI", ["生成ＡＩ"]),
    ("ｶﾞｲﾄﾞﾗｲﾝの案", "ガイドライン", ["ｶﾞｲﾄﾞﾗｲﾝ"]),
    ("個人情報の取扱いと取り扱い", "取扱", ["取扱い", "取り扱い"]),
    ("サーバとサーバー", "サーバー", ["サーバ", "サーバー"]),
    ("デジ\r\nタルの推進", "デジタル", ["デジ\r\nタル"]),
    ("先行する自治体の取組を調べたうえで利活\r\n用の方針", "利活用", ["利活\r\n用"]),
    ("利 活 用 の 方 針", "利活用 方針", ["利 活 用", "方 針"]),
    ("㈱未来と株式会社見本", "株式会社", ["㈱", "株式会社"]),
    ("令和６年度とR6.4と2024年", "令和6年", ["令和６年", "R6.", "2024年"]),
    ("AI-OCRとAIOCR", "AIOCR", ["AI-OCR", "AIOCR"]),
    ("生成\r\nAIと自動生成、AI", '"生成AI"', ["生成\r\nAI", "生成", "AI"]),
    ("消防法の改正", "防法", []),
    ("機密性情報の入力。テーマ：正確性", "機密性情報の入力", ["機密性情報", "入力"]),
    ("正確性", "性", ["性"]),
    ("R5.8.22、R5．8．22と令和5年8月22日", "年", ["年"]),
    ("R5.8.22と令和5年8月22日", "日", ["日"]),
    ("議事録", "要約", []),
    ("", "要約", []),
    ("議事録", "", []),
]


@pytest.mark.parametrize(("text", "typed", "found"), CASES, ids=[str(number) for number in range(len(CASES))])
def test_words_are_marked_as_they_are_written(text, typed, found):
    assert marked(text, typed) == found


def test_other_words_for_the_same_are_marked():
    table = synonyms.table([("議事録", ["会議録"], True)])
    text = "会議録と議事録"
    found = spans(text, synonyms.widened(parse("議事録"), table))
    assert [text[begin:end] for begin, end in found] == ["会議録", "議事録"]


def test_words_of_another_way_are_marked_where_they_stand_together():
    """And by themselves where they do nowhere."""
    query = synonyms.widened(parse("議事録"), synonyms.table([("議事録", ["会議録"], True)]))
    text = "会議の開催。会議録を残す。録画"
    assert [text[begin:end] for begin, end in spans(text, query)] == ["会議録"]
    text = "会議の開催。記録、録"
    assert [text[begin:end] for begin, end in spans(text, query)] == ["会議"]


def test_letters_within_words_are_marked_by_themselves():
    assert marked("消防法と消 防\n法", "防法", spans_of_letters) == ["防法", "防\n法"]
    assert marked("消防法", '"防法" -消', spans_of_letters) == ["防法"]
    assert marked("、。、。", "、。", spans_of_letters) == []


TEXTS = st.text(
    st.sampled_from("生成AIのｶﾞ㈱Ⅲ令和元年R6.4１，０ \n\r\t第章-/デジタル齋⻑\u200b㍻か\u3099ß消防法"), max_size=80
)
QUERIES = st.text(st.sampled_from('生成AIガ株式会社令和6年-"「」 デジタル消防法ss'), max_size=12)


@given(TEXTS | st.text(max_size=60), QUERIES | st.text(max_size=12))
def test_marks_lie_within_the_text_in_order_and_apart(text, typed):
    for find in (spans, spans_of_letters):
        found = find(text, parse(typed))
        assert all(0 <= begin < end <= len(text) for begin, end in found)
        assert all(one[1] < other[0] for one, other in pairwise(found))


def test_a_long_text_is_taken_apart_only_where_the_word_stands(monkeypatch):
    """A page of 200,000 characters: not all of it goes through the analyser."""
    asked = []
    whole = marks.tokens
    monkeypatch.setattr(marks, "tokens", lambda text: asked.append(len(text)) or whole(text))
    sentence = "個人情報の取扱いに関する規程を改正し、その利用を認めることとした。\n"
    text = sentence * 3000 + "ここに議事録ＡＩとある。\n" + sentence * 3000
    assert len(text) > 200_000
    assert marked(text, "議事録AI") == ["議事録ＡＩ"]
    assert sum(asked) < 100
    asked.clear()
    assert marked("サーバの更新。\n" + text, "サーバー") == ["サーバ"], (
        "spelled otherwise, the beginning is taken apart"
    )
    assert sum(asked) <= 60_000
    asked.clear()
    assert len(marked(text, "個人情報")) == 6000, "beyond what is taken apart, the spelling does"
    assert sum(asked) <= 20_000


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("議事録を要約する。要約の要約。", "要約", ["要約", "要約", "要約"]),
        ("生成ＡＩの手引", "生成AI", ["生成ＡＩ"]),
        ("東京都の話", "京都", []),
        ("京都と東京都", "京都", None),
        ("取扱いと取り扱い", "取り扱い", None),
        ("サーバとサーバー", "サーバー", None),
        ("マイナンバーの話", "マイナ", []),
        ("生成AIと自動生成", '"生成AI"', None),
        ("機密性と正確性", "機密性", ["機密性"]),
    ],
)
def test_the_words_of_a_row_tell_marks_where_they_are_written_so_and_nowhere_else(text, typed, found):
    words = words_of(Title((), ""), [text]).body
    told = spans_by_words(text, parse(typed), words)
    assert (told if told is None else [text[begin:end] for begin, end in told]) == found
    if told is not None:
        assert told == spans(text, parse(typed))


def test_a_text_without_any_of_the_words_is_not_taken_apart(monkeypatch):
    monkeypatch.setattr(marks, "normalise", None)
    assert spans_by_words("何かの文", parse("議事録"), ["何", "文"]) == ()
    assert spans_by_words("何かの文", parse("議事録"), None) is None
