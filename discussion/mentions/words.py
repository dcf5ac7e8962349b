"""Where somebody is addressed in a text: 「@栃木県」, 「＠栃木県 見本 花子」. Pure: knows names only."""

import re
from collections.abc import Collection, Iterator

_SIGNS = "@＠"
_NO_ADDRESS = r"(?<![A-Za-z0-9._%+\-/=&?#])"
"""Not what stands behind a part of an address of mail or of the web."""
_WORD = r"[ぁ-ゖァ-ヺ一-鿿々][ぁ-ゖァ-ヺー一-鿿々]{0,19}"


def may_address(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)


def names_in(text: str, names: Collection[str]) -> Iterator[re.Match[str]]:
    """Each place in which one of the names is addressed; of two that begin alike the longer. `name`: without the @."""
    if not names or not may_address(text):
        return iter(())
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.finditer(f"{_NO_ADDRESS}[{_SIGNS}](?P<name>{longest_first})", text)


def unknown_in(text: str, names: Collection[str]) -> list[str]:
    """What stands in Japanese behind an @, up to a blank or mark, and begins with none of the names; each once."""
    known = {match.start() for match in names_in(text, names)}
    found = re.finditer(f"{_NO_ADDRESS}[{_SIGNS}](?P<word>{_WORD})", text)
    return list(dict.fromkeys(match["word"] for match in found if match.start() not in known))
