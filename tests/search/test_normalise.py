"""Clean text, and the way back from each of its characters to what was written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.normalise import normalise

CASES = [
    ("㈱未来", "株式会社未来"),
    ("（株）未来", "株式会社未来"),
    ("㈲丸", "有限会社丸"),
    ("ｶﾞｲﾄﾞﾗｲﾝ", "ガイドライン"),
    ("か\u3099", "が"),
    ("第Ⅲ章", "第3章"),
    ("第III章", "第3章"),
    ("IIIを見る", "IIIを見る"),
    ("1,000人", "1000人"),
    ("１，２００時間", "1200時間"),
    ("1,00", "1,00"),
    ("齋藤と斉藤", "斎藤と斉藤"),
    ("山﨑", "山崎"),
    ("⻑野⺠", "長野民"),
    ("利 活 用 の 方 針", "利活用の方針"),
    ("目　　次", "目次"),
    ("栃木 群馬", "栃木 群馬"),
    ("対象 氏 名", "対象 氏名"),
    ("生成 A I の", "生成 AI の"),
    ("R8.4.1改定", "令和8年4月1日改定"),
    ("R6.4改定", "令和6年4月改定"),
    ("令和6.4.1", "令和6年4月1日"),
    ("2026/4/1", "2026年4月1日"),
    ("2026.4.1", "2026年4月1日"),
    ("1.2.3.4", "1.2.3.4"),
    ("令和元年度", "令和1年度"),
    ("令和六年度", "令和6年度"),
    ("平成十二年", "平成12年"),
    ("㍻", "平成"),
    ("soft\u00adhyphen\u200b", "softhyphen"),
    ("デジ\nタル", "デジタル"),
    ("セキュ\nリティ", "セキュリティ"),
    ("著作権\nハルシネーション\nディープフェイク\nバイアス", "著作権\nハルシネーション\nディープフェイク\nバイアス"),
    ("システム\nサービス", "システム\nサービス"),
    ("短い\n行", "短い\n行"),
    ("先行する自治体の取組を調べたうえで利活\r\n用の方針", "先行する自治体の取組を調べたうえで利活用の方針"),
]


@pytest.mark.parametrize(("written", "clean"), CASES, ids=[str(number) for number in range(len(CASES))])
def test_what_is_written_in_many_ways_is_one(written, clean):
    assert normalise(written).text == clean


def test_in_a_query_a_blank_separates_words():
    assert normalise("氏 名　所 属", is_query=True).text == "氏 名 所 属"


TEXTS = st.text(st.sampled_from("生成AIのｶﾞ㈱Ⅲ令和元年R6.4１，０ \n\r\t第章-/デジタル齋⻑\u200b㍻か\u3099"), max_size=80)


@given(TEXTS | st.text(max_size=60))
def test_each_character_has_its_place(written):
    clean = normalise(written)
    assert len(clean.begins) == len(clean.ends) == len(clean.text)
    assert all(0 <= begin < end <= len(written) for begin, end in zip(clean.begins, clean.ends, strict=True))
    assert list(clean.begins) == sorted(clean.begins)
    assert list(clean.ends) == sorted(clean.ends)


@given(TEXTS)
def test_what_is_clean_stays_so_but_for_lines_that_were_joined(written):
    once = normalise(written, is_query=True).text
    assert normalise(once, is_query=True).text == normalise(normalise(once, is_query=True).text, is_query=True).text


@given(st.text(st.sampled_from("生成漢字あアABc12"), min_size=1, max_size=40))
def test_plain_text_is_left_alone(written):
    clean = normalise(written)
    assert re.sub(r"\s", "", clean.text) == written
    assert clean.origin(0, len(clean.text)) == (0, len(written))


@pytest.mark.parametrize("piece", ["あ", "ア\n", "A ", "R6.", "1,000,", "令和", "〇", "第I", "㈱", "あ "])
def test_much_of_anything_comes_to_an_end(piece):
    """Were something looked at again and again, this would take hours."""
    assert normalise(piece * 100_000).text
