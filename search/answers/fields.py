"""Field words (県:栃木, 年度:令和6) → values of facets; what names no value is looked for as a word."""

import re
from collections.abc import Mapping, Sequence

from japanese.widths import fold
from library.facet_options import Facet
from search.normalise import normalise
from search.query import _FIELD_OF as FIELD_OF
from search.tokens import years

FACET_OF = {"prefecture": "pref", "year": "fy", "theme": "theme", "kind": "kind"}
_NAMES = "|".join(name for name, field in FIELD_OF.items() if field in FACET_OF)
_TYPED = re.compile(
    rf"(?<!\S)(?P<minus>[-－\u2010-\u2015\u2212ー])?(?P<name>{_NAMES})[:：](?:\"([^\"]*)\"|[「“]([^」”]*)[」”]|(\S*))",
    re.IGNORECASE,
)


def taken_out(typed: str, facets: Sequence[Facet]) -> tuple[str, dict[str, list[str]], list[str]]:
    """(the other words, facet → values, sentences on what is no value)."""
    known = {facet.name: facet for facet in facets}
    chosen: dict[str, list[str]] = {}
    notes: list[str] = []

    def look(match: re.Match[str]) -> str:
        words = next((group for group in match.groups()[2:] if group is not None), "")
        if match["minus"]:
            notes.append(f"「{match[0]}」は、条件ではなく「{words}」という言葉のないページとして探しました")
            return f"-{words}" if words else ""
        name = FACET_OF[FIELD_OF[match["name"].casefold()]]
        facet = known.get(name)
        value = _value(name, words, facet.options) if facet else ""
        if value:
            chosen.setdefault(name, []).append(value)
            return " "
        if words:
            notes.append(f"「{match[0]}」に当たる{facet.label if facet else '条件'}はないため、言葉として探しました")
        else:
            notes.append(f"「{match[0]}」のすぐ後ろに、値を空けずに入れてください")
        return words

    return " ".join(_TYPED.sub(look, typed).split()), chosen, notes


def _value(name: str, words: str, options: Mapping[str, str]) -> str:
    plain = fold(words)
    if not plain:
        return ""
    if name == "fy":
        return _year(plain, options)
    labels = {fold(label): value for value, label in options.items()}
    for label, value in labels.items():
        if plain in {label, value} or (name == "pref" and label in {f"{plain}{sort}" for sort in "都府県"}):
            return value
    return ""


def _year(words: str, options: Mapping[str, str]) -> str:
    """令和6, R6, 2024, each with 年 or 年度 or without."""
    stem = words.removesuffix("度").removesuffix("年")
    for word, _, _ in years(normalise(f"{stem.upper()}年", is_query=True).text):
        if word[1:] in options:
            return word[1:]
    return ""
