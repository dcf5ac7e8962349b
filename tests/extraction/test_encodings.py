"""What offices have left in thirty years is read in its own code, also where it is short."""

import contextlib

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from extraction.encodings import NotText, decode

JAPANESE = "あいうえおかがきぎのはをんアイウカガロワヲンー、。・「」々県市町村栃木埼玉生成利用個人情報１２ＡＢ（）　"
LINE = st.text(st.sampled_from(JAPANESE + "abcXYZ 0123,.-\t\n"), min_size=1, max_size=80)
CODES = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp", "utf-32"]


@pytest.mark.parametrize("code", CODES)
@given(words=LINE)
@example("利用の手引\n")
@example("あ")
@example("県,市\n栃木県,宇都宮市\n")
def test_what_is_written_is_read(code, words):
    """A text of kanji alone may be another in another code; one kana is enough to tell, or a line's end."""
    words = f"の{words}\n"
    assert decode(words.encode(code)) == words


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Z"]), min_size=1))
def test_plain_ascii_is_itself(words):
    for code in ("ascii", "utf-16", "utf-16-le", "utf-16-be"):
        assert decode(words.encode(code)) == words


@pytest.mark.parametrize("words", ["ﾄﾁｷﾞｹﾝ", "ｶﾌﾞｼｷｶﾞｲｼｬ ﾃﾞｼﾞﾀﾙ", "番号,ｶﾅ\n1,ﾔﾏﾀﾞ ﾀﾛｳ\n", "氏名：ｻﾄｳ ﾊﾅｺ様"])
def test_half_width_kana_is_no_kanji(words):
    assert decode(words.encode("cp932")) == words


@pytest.mark.parametrize("words", ["栃木県", "宇都宮市役所", "機密性二"])
def test_short_kanji_of_euc_are_no_half_width_kana(words):
    assert decode(words.encode("euc_jp")) == words


def test_signs_of_makers_are_read_in_every_code():
    assert decode("①㈱髙﨑～の件".encode("cp932")) == "①㈱髙﨑～の件"
    assert decode(b"\x1b$B-!-j$N7o\x1b(B 1\n\x1b(I6E\x1b(B") == "①㈱の件 1\nｶﾅ"
    assert decode("あ".encode("euc_jp") + b"\xad\xa1") == "あ①"


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_text_or_are_said_to_be_none(data):
    with contextlib.suppress(NotText):
        assert isinstance(decode(data), str)


@given(st.binary(min_size=60, max_size=300))
def test_bytes_with_nul_are_seldom_taken_for_text(data):
    assume(b"\x00" in data.rstrip(b"\x00\x1a") and data[:2] not in {b"\xff\xfe", b"\xfe\xff"})
    with pytest.raises(NotText):
        decode(data)


PADDED = ["番号,氏名\r\n1,山田\r\n", "ＪＯＢ　終了\n", "A0,B0,C0\n", "abc", "ﾔﾏﾀﾞ ﾀﾛｳ\n"]


@pytest.mark.parametrize("words", PADDED)
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp932", "iso2022_jp", "euc_jp"])
@pytest.mark.parametrize("tail", [b"\x1a", b"\0\0", b"\0" * 600, b"\x1a\0\0\0"], ids=["sub", "two", "many", "both"])
def test_what_old_systems_put_behind_the_end_is_no_text(words, code, tail):
    if code not in {"iso2022_jp", "euc_jp"} or "ﾔ" not in words:
        assert decode(words.encode(code) + tail) == words


def test_a_single_nul_at_the_end_is_the_end_or_half_a_letter():
    assert (decode(b"abc\0"), decode(b"abcd\0")) == ("abc", "abcd")
    assert decode("県,数\n".encode() + b"\0") == "県,数\n"
    for words in ("県庁の件\n", "栃木県\n", "あ\n"):
        assert decode(words.encode("utf-16-le")) == words


def test_a_table_padded_in_the_middle_is_none():
    with pytest.raises(NotText):
        decode(b"abc\0\0\0\0defg\n")
