"""The dictionary: loaded when it is first needed (0.7 s, 110 MB), one for each thread."""

import threading
from functools import cache
from importlib.metadata import version

from sudachipy import Dictionary, SplitMode, Tokenizer

_local = threading.local()


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def analyser() -> Tokenizer:
    found: Tokenizer | None = getattr(_local, "analyser", None)
    if found is None:
        found = _local.analyser = _dictionary().tokenizer(mode=SplitMode.A)
    return found


@cache
def dictionary_version() -> str:
    """Another one splits words in other places: the index is built anew."""
    return version("sudachidict_core")
