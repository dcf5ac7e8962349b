"""The language of a text by its letters, and what a name says of it."""

import re
from collections.abc import Iterator

from japanese.proposals.model import Field, Found, Sureness

_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_HAN = re.compile(r"[一-鿿]")
_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]")
_LETTERS = re.compile(r"[ぁ-ゖァ-ヺー一-鿿가-힣A-Za-z][ぁ-ゖァ-ヺー一-鿿가-힣A-Za-z ]{0,19}")
_LEAST = 40  # letters; fewer say nothing
_TAGS = (
    ("en", r"英語版?|英文|(?<![A-Za-z])english(?![A-Za-z])|(?<=[_\-.])(?:en|eng)(?=$|[_\-.])"),
    ("ja", r"日本語版|和文|(?<![A-Za-z])japanese(?![A-Za-z])|(?<=[_\-.])(?:ja|jp|jpn)(?=$|[_\-.])"),
    ("zh", r"中国語版?|簡体字|繁体字|(?<=[_\-.])zh(?=$|[_\-.])"),
    ("ko", r"韓国語版?|(?<=[_\-.])ko(?=$|[_\-.])"),
)
_TAG = re.compile("|".join(f"(?P<{code}>{words})" for code, words in _TAGS), re.IGNORECASE)


def language_of_name(text: str) -> Iterator[Found]:
    for match in _TAG.finditer(text):
        sureness = Sureness.LIKELY if match[0].isascii() else Sureness.SURE
        yield Found(Field.LANGUAGE, str(match.lastgroup), *match.span(), sureness, "言語を表すことば")


def language_of_text(text: str) -> Iterator[Found]:
    """By the letters; the place is the first words of it."""
    kana, han, hangul, latin = (len(letters.findall(text)) for letters in (_KANA, _HAN, _HANGUL, _LATIN))
    letters = kana + han + hangul + latin
    first = _LETTERS.search(text)
    if letters < _LEAST or first is None:
        return
    if kana >= letters / 20:
        code, why = "ja", "かなで書かれています"
    elif hangul >= letters / 3:
        code, why = "ko", "ハングルで書かれています"
    elif latin >= letters * 0.9:
        code, why = "en", "ローマ字の文字で書かれています"
    elif han >= letters / 2 and not kana:
        code, why = "zh", "漢字だけで書かれています"
    else:
        return
    sureness = Sureness.SURE if code in {"ja", "ko"} else Sureness.LIKELY
    yield Found(Field.LANGUAGE, code, first.start(), len(text[: first.end()].rstrip()), sureness, why)
