"""Words and their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.normalise import normalise
from search.tokens import tokens


def words(text: str) -> list[str]:
    return [token.word for token in tokens(normalise(text).text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("議事録作成支援システム", ["議事", "録", "作成", "支援", "システム"]),
        ("個人情報の取扱い", ["個人", "情報", "取扱"]),
        ("個人情報の取り扱い", ["個人", "情報", "取扱"]),
        ("サーバ更新、ユーザ登録", ["サーバー", "更新", "ユーザー", "登録"]),
        ("GPT-4o", ["gpt", "4", "o"]),
        ("Microsoft365", ["microsoft", "365"]),
        ("お問い合わせ", ["問合"]),
        ("ごみとゴミ", ["ゴミ", "ゴミ"]),
        ("令和6年度", ["令和", "6", "年度", "y2024"]),
        ("2024年度とR6年度", ["2024", "年度", "r", "6", "年度", "y2024"]),
        ("AI-OCR", ["ai", "ocr", "aiocr"]),
        ("2024", ["2024"]),
        ("Open AI", ["オープン", "ai", "openai"]),
        ("とりまとめ表", ["取る", "纏める", "表", "取纏"]),
        ("取りまとめ表", ["取纏", "表"]),
        ("女の子と女子", ["女の子", "女子"]),
        ("令和6(2024)年", ["令和", "6", "2024", "年", "y2024"]),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@given(st.text(max_size=200))
def test_each_word_stands_where_it_says(written):
    clean = normalise(written).text
    found = tokens(clean)
    assert all(token.word and 0 <= token.begin <= token.end <= len(clean) for token in found)
    assert all(not set(token.word) & set(" \n\t\"'") for token in found)


def test_a_text_longer_than_the_analyser_takes():
    text = "生成AIの利用についての段落です。" * 2000
    assert words(text).count("段落") == 2000
    assert words("あ" * 30_000 + "防災計画")[-2:] == ["防災", "計画"]
