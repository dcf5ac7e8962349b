"""Near spellings, as letters alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import distance, ends, lookalikes, near

LETTERS = st.text(alphabet="アイウカキクサシスタンー", min_size=1, max_size=12)
WORDS = st.text(alphabet="abcdeアイウカン", min_size=4, max_size=10)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("プロンプド", "プロンプト"),
        ("ガイドライソ", "ガイドライン"),
        ("コンピュタ", "コンピューター"),
        ("ハルシネション", "ハルシネーション"),
        ("セキリュティ", "セキュリティ"),
        ("copliot", "copilot"),
        ("gtp", "gpt"),
        ("決済", "決裁"),
        ("移動", "異動"),
        ("体勢", "体制"),
    ],
)
def test_what_was_mistyped_is_near_what_was_meant(typed, meant):
    assert near(typed, [meant, "プログラム", "行動", "gdp", "決算", "ンガイドイラ"])[0] == meant


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("ハム", "ハコ"),
        ("行動", "活動"),
        ("2024", "2025"),
        ("y2024", "y2025"),
        ("ai", "ui"),
        ("録", "緑"),
        ("要約", "要約"),
    ],
)
def test_what_is_another_word_is_not_near(typed, other):
    assert near(typed, [other]) == []


def test_the_nearest_first_and_ties_by_letters_alone():
    assert near("プロンプド", ["プロント", "プロンプト", "フロンプド", "プロンプ"]) == [
        "プロンプ",
        "プロンプト",
        "フロンプド",
    ]


def test_kanji_of_like_shape_one_at_a_time():
    assert "議事録" in set(lookalikes("議事緑"))
    assert all(sum(a != b for a, b in zip(each, "会儀緑", strict=True)) == 1 for each in lookalikes("会儀緑"))
    assert list(lookalikes("あい")) == []


@given(LETTERS, LETTERS)
def test_distance_is_the_same_both_ways_and_none_only_to_itself(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


@given(WORDS, st.data())
def test_one_edit_away_is_near_and_looked_for(word, data):
    place, letter = data.draw(st.integers(0, len(word) - 1)), data.draw(st.sampled_from("abcdeアイウカンー"))
    edits = {
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
    } - {word}
    for edited in edits:
        assert near(word, [edited]) == [edited]
        first, last = ends(word)
        assert edited.startswith(first) or edited.endswith(last)


@given(WORDS, st.lists(WORDS, max_size=8))
def test_what_is_near_is_given_once_and_depends_on_no_other(word, others):
    found = near(word, others)
    assert len(found) == len(set(found))
    assert [each for each in found if near(word, [each])] == found
    assert near(word, reversed(others)) == found
