"""Texts in one width that know where they stood, and numbers in kanji."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.kanji_numbers import number
from japanese.proposals.folded import Folded
from japanese.widths import INVISIBLE

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


@given(st.text(max_size=60))
def test_it_is_what_a_library_folds(text):
    expected = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).translate(DASHES)
    assert Folded(text).text == expected


@pytest.mark.parametrize(
    ("source", "word", "quote"),
    [
        ("様式（Ｒ５．８．２２）", "R5.8.22", "Ｒ５．８．２２"),
        ("か\u3099いと\u3099", "がいど", "か\u3099いと\u3099"),
        ("ﾊﾟｿｺﾝ", "パソ", "ﾊﾟｿ"),
        ("㋿6年", "令和", "㋿"),
        ("案\u200b内", "案内", "案\u200b内"),
        ("①要領", "1", "①"),
    ],
)
def test_a_stretch_leads_back_to_its_place(source, word, quote):
    folded = Folded(source)
    start = folded.text.index(word)
    place = folded.place(start, start + len(word), 1)
    assert place.quote == quote == source[place.start : place.end]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("元", 1),
        ("十", 10),
        ("二十三", 23),
        ("百二十", 120),
        ("一二", 12),
        ("二〇", 20),
        ("", None),
        ("甲", None),
    ],
)
def test_numbers_in_digits_and_kanji(text, value):
    assert number(text) == value
