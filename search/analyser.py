"""The dictionary: loaded when it is first needed (0.7 s, 110 MB), one for each thread."""

import threading
from functools import cache, lru_cache
from importlib.metadata import version

from sudachipy import Dictionary, SplitMode, Tokenizer

_local = threading.local()
_SHORTEST = 3  # the dictionary has デジ and タル as words, too


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def analyser() -> Tokenizer:
    found: Tokenizer | None = getattr(_local, "analyser", None)
    if found is None:
        found = _local.analyser = _dictionary().tokenizer(mode=SplitMode.A)
    return found


@lru_cache(maxsize=50_000)
def is_word(text: str) -> bool:
    """Whether the dictionary has it as one word."""
    found = list(analyser().tokenize(text))
    return len(found) == 1 and not found[0].is_oov()


@lru_cache(maxsize=50_000)
def is_across(first: str, second: str) -> bool:
    """Whether a word of the dictionary begins in the first and ends in the second, and the two are not words both."""
    place = len(first)
    across = (each for each in analyser().tokenize(first + second) if each.begin() < place < each.end())
    is_both = min(len(first), len(second)) >= _SHORTEST and is_word(first) and is_word(second)
    return any(not each.is_oov() for each in across) and not is_both


@cache
def dictionary_version() -> str:
    """Another one splits words in other places: the index is built anew."""
    return version("sudachidict_core")
