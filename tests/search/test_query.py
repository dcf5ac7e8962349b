"""Whatever is typed, something is looked for; nothing typed is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import synonyms
from search.query import LONGEST, MOST_WORDS, parse


def typed(text: str) -> list[tuple[str, ...]]:
    return [unit.words for unit in parse(text).units]


def test_words_phrases_and_what_is_left_out():
    query = parse('議事録 要約 "生成 AI" 「原則禁止」 -画像 －"委託 先"')
    assert query.words[:3] == ("議事", "録", "要約")
    assert [(phrase.text, phrase.is_strict) for phrase in query.phrases] == [("生成ai", True), ("原則禁止", False)]
    assert query.without == (("画像",),)
    assert query.without_phrases == ("委託先",)


def test_field_words():
    query = parse('題名:議事録 県：栃木 年度:令和6 テーマ:機密性 種別:"活用 事例" URL:x')
    assert query.fields == {
        "title": ("議事録",),
        "prefecture": ("栃木",),
        "year": ("令和6",),
        "theme": ("機密性",),
        "kind": ("活用 事例",),
    }
    assert typed("URL:x") == [("url",), ("x",)]


def test_words_that_say_little_count_only_when_there_is_nothing_else():
    assert typed("生成AIに入力してはいけない情報は何ですか") == [("生成",), ("ai",), ("入力",), ("情報",)]
    assert typed("こと") == [("コト",)] or typed("こと") == [("事",)]


@pytest.mark.parametrize("text", ["栃木県", "栃木"])
def test_a_prefecture_with_and_without_its_last_letter(text):
    assert typed(text) == [("栃木",)]


def test_a_year_is_one_word():
    assert typed("令和6年度") == typed("R6年度") == typed("2024年度") == [("y2024",)]


@pytest.mark.parametrize(
    "text", ['"', '""', "-", '-"', "「」", "OR", 'AND "OR', "*", "NEAR(a b)", "\x00", "題名:", ":", "'\\"]
)
def test_odd_signs_are_no_fault(text):
    parse(text)


@given(st.text(max_size=400) | st.text(st.sampled_from("議事録AI「」\"“”-－:：*()県題名 \x00\\'"), max_size=250))
def test_nothing_typed_is_wrong(text):
    query = parse(text)
    assert len(query.units) <= MOST_WORDS
    assert query.is_cut or len(text) <= LONGEST
    assert all(pair and word for pair, word in query.letters.items())


def test_synonyms_go_one_way_or_both():
    known = synonyms.table([("議事録", ["会議録"], True), ("マイナ", ["マイナンバー"], False)])
    assert [unit.others for unit in synonyms.widened(parse("議事録の要約"), known).units] == [(("会議", "録"),), ()]
    assert synonyms.widened(parse("会議録"), known).units[0].others == (("議事", "録"),)
    assert synonyms.widened(parse("マイナ"), known).units[0].others == (("マイナンバー",),)
    assert synonyms.widened(parse("マイナンバー"), known).units[0].others == ()


def test_a_phrase_is_not_widened():
    known = synonyms.table([("議事録", ["会議録"], True)])
    assert all(not unit.others for unit in synonyms.widened(parse('"議事録"'), known).units)


def test_two_latin_words_are_two_words_and_may_be_written_as_one():
    for text in ("AI RAG", "DX FAQ", "AI OR 議事録"):
        assert all(len(unit.words) == 1 for unit in parse(text).units if unit.typed not in {"議事", "録"}), text
    units = parse("Open AI API").units
    assert [unit.words[0] for unit in units] == ["オープン", "ai", "api"]
    assert [unit.others for unit in units] == [(("openai",),), (("openai",), ("aiapi",)), (("aiapi",),)]
    known = synonyms.table([("AI", ["人工知能"], True)])
    assert ("人工", "知能") in synonyms.widened(parse("AI RAG"), known).units[0].others


@pytest.mark.parametrize("word", ["ガイドライン", "プロンプト", "メモ", "サービス"])
def test_katakana_typed_as_hiragana(word):
    hiragana = word.translate({code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))})
    (unit,) = parse(hiragana).units
    assert unit.words == parse(word).words
    assert [each.words for each in parse("まちづくり").units] == [("町作り",)]


def test_katakana_that_the_dictionary_does_not_have_is_another_way_of_each_piece():
    units = parse("はるしねーしょん").units
    assert units
    assert all(unit.others == (("ハルシネーション",),) for unit in units)


@pytest.mark.parametrize("sign", list("－ー−‐–―"))
def test_a_minus_is_one_however_it_is_written(sign):
    assert parse(f"入力 {sign}個人").without == parse("入力 -個人").without != ()


@pytest.mark.parametrize("typed", ["ータの保護", "サーバー", "サーバー ーーー", "A–B"])
def test_what_only_looks_like_a_minus_is_none(typed):
    assert parse(typed).without == ()
