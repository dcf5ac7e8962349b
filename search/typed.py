"""What was typed, as it stands there: in pieces, in runs of words, and letters that are only part of a word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from search.characters import KANJI
from search.normalise import normalise
from search.query import Query, squeezed
from search.tokens import Token, tokens

_LETTER = re.compile(f"[{KANJI}]")
_QUOTES = re.compile(r"[\"「」“”]")


def pieces(query: Query) -> tuple[str, ...]:
    """What was typed between blanks, as `SearchRow.text` holds it; without quotes, signs alone and what is left out."""
    typed = [piece for piece in normalise(query.typed, is_query=True).text.split() if not piece.startswith("-")]
    found = (squeezed(_QUOTES.sub("", piece)) for piece in typed)
    return tuple(dict.fromkeys(piece for piece in found if any(map(str.isalnum, piece))))


def left_out(query: Query) -> tuple[str, ...]:
    """What may not stand there, as `pieces`: of 要約 -画像 the 画像."""
    typed = (piece for piece in normalise(query.typed, is_query=True).text.split() if piece.startswith("-"))
    return tuple(dict.fromkeys(filter(None, (squeezed(_QUOTES.sub("", piece[1:])) for piece in typed))))


@lru_cache(maxsize=1024)
def parts_of_words(typed: str) -> frozenset[str]:
    """Letters of kanji that were typed beside others, and not by themselves."""
    clean = normalise(typed, is_query=True).text
    parts: set[str] = set()
    alone: set[str] = set()
    for run in runs(clean):
        (parts if len(run) > 1 else alone).update(clean[token.begin : token.end] for token in run)
    return frozenset(word for word in parts - alone if _LETTER.fullmatch(word))


def runs(clean: str) -> Iterator[list[Token]]:
    """Words that were typed side by side: those of 会議録 are one run."""
    run: list[Token] = []
    for token in tokens(clean):
        if token.is_also:
            continue
        if run and run[-1].end < token.begin:
            yield run
            run = []
        run.append(token)
    if run:
        yield run
