"""Words become paragraphs and links, and nothing else, whatever they are."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.written import written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一行", "<p>一行</p>"),
        ("一行\n二行", "<p>一行<br>二行</p>"),
        ("一段\n\n二段", "<p>一段</p><p>二段</p>"),
        ("<b>&\"'", "<p>&lt;b&gt;&amp;&quot;&#x27;</p>"),
        ("**太字**", "<p>**太字**</p>"),
        ("", ""),
    ],
)
def test_paragraphs(text, expected):
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "address", "behind"),
    [
        ("https://example.jp/a?b=1を参照", "https://example.jp/a?b=1", "を参照"),
        ("（http://example.jp/）です", "http://example.jp/", "）です"),
        ("(https://example.jp/a_(b)) と", "https://example.jp/a_(b)", ") と"),
        ("https://example.jp/. 次", "https://example.jp/", ". 次"),
        ("https://example.jp/、次", "https://example.jp/", "、次"),
    ],
)
def test_an_address_ends_where_its_letters_end(text, address, behind):
    found = re.search(r'<a href="([^"]*)"[^>]*>([^<]*)</a>([^<]*)', written(text))
    assert (found[1], found[2], found[3]) == (address, address, behind)


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "https://", "ftp://example.jp/", "ＨＴＴＰ://example.jp/", "//example.jp/"]
)
def test_what_is_no_address_of_the_web_is_no_link(text):
    assert "<a" not in written(text)


@given(st.text(alphabet="ab<>&\"' \n　()[]。、.:/?=#%-あ亜😀https", max_size=300) | st.text(max_size=200))
def test_nothing_of_the_words_is_markup_and_none_is_lost(text):
    made = written(text)
    bare = re.sub(r'</?p>|<br>|<a href="[^"]*" rel="external nofollow noopener noreferrer">|</a>', "", made)
    assert "<" not in bare
    assert ">" not in bare
    squeezed = re.sub(r"\s", "", html.unescape(bare))
    assert squeezed == re.sub(r"\s", "", text)
    for address in re.findall(r'href="([^"]*)"', made):
        assert re.fullmatch(r"https?://[!-~]+", html.unescape(address))


@pytest.mark.parametrize("text", ["(" * 4000, "https://" + ")" * 3990, "https://a" * 440, "\n" * 4000, " \n" * 2000])
def test_long_rows_of_one_sign_take_no_time(text):
    assert len(written(text)) < 100_000
