"""Patterns of personal data: where they stand, never what they say."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    PHONE = "電話番号"
    EMAIL = "メールアドレス"
    MY_NUMBER = "個人番号（マイナンバー）"
    POSTAL = "郵便番号と住所"
    BIRTHDAY = "生年月日"


@dataclass(frozen=True)
class Sighting:
    """A stretch of the text that looks like personal data."""

    kind: Kind
    start: int
    end: int


# Each pattern is anchored on digits or a word and has bounded repetition only: time grows with the text's length.
_HYPHEN = r"[-‐‑–—−ー―]"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,10}(?![\w-])", re.ASCII)),
    (
        Kind.PHONE,
        re.compile(
            rf"(?<![\d.,-])(?:\+81{_HYPHEN}?|0)\d{{1,4}}(?:{_HYPHEN}\d{{1,4}}{_HYPHEN}\d{{3,4}}|\(\d{{1,4}}\)\d{{3,4}})(?![\d-])"
            rf"|(?<![\d.,-])\(0\d{{1,4}}\)\d{{1,4}}{_HYPHEN}\d{{3,4}}(?!\d)"
            r"|(?<![\d.,-])0[789]0\d{8}(?!\d)"
        ),
    ),
    (Kind.POSTAL, re.compile(rf"〒\s?\d{{3}}{_HYPHEN}?\d{{4}}(?!\d)")),
    (
        Kind.BIRTHDAY,
        re.compile(
            r"生年月日[^\d\n]{0,12}(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\s?(?:元|\d{1,2})|\d{4})[年./]\s?\d{1,2}[月./]\s?\d{1,2}"
        ),
    ),
)
_TWELVE = re.compile(r"(?<![\d-])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\d-])")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def find_personal(text: str) -> list[Sighting]:
    """All sightings in order; positions are those of `text` as given."""
    plain = _narrow(text)
    found = [Sighting(kind, m.start(), m.end()) for kind, pattern in _PATTERNS for m in pattern.finditer(plain)]
    found += [Sighting(Kind.MY_NUMBER, m.start(), m.end()) for m in _TWELVE.finditer(plain) if _is_my_number(m[0])]
    return sorted(_without_overlaps(found), key=lambda sighting: sighting.start)


def _narrow(text: str) -> str:
    """Full-width digits and signs as narrow ones, one for one, so that positions stay."""
    return "".join(
        folded if ord(char) > 0x2FFF and len(folded := unicodedata.normalize("NFKC", char)) == 1 else char
        for char in text
    )


def _is_my_number(text: str) -> bool:
    """Twelve digits whose last one is the check digit of the eleven before it (番号利用法施行令の省令)."""
    digits = [int(char) for char in text if char.isdigit()]
    rest = sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return digits[11] == (0 if rest <= 1 else 11 - rest) and len(set(digits)) > 1


def _without_overlaps(found: list[Sighting]) -> Iterator[Sighting]:
    end = -1
    for sighting in sorted(found, key=lambda s: (s.start, -s.end)):
        if sighting.start >= end:
            yield sighting
            end = sighting.end


def mask(text: str, sighting: Sighting) -> str:
    """「028-***-****」: the first three characters stay, later letters and digits are starred."""
    piece = text[sighting.start : sighting.end]
    return piece[:3] + "".join("*" if char.isalnum() else char for char in piece[3:])
