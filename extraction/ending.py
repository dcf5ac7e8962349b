"""Tells of a child that was ended by a signal whether memory ran out in a library: that is told like a MemoryError."""

import os
import signal
from typing import IO

from extraction.limits import Limits

_FATAL = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGTRAP}
_WORDS = (b"bad_alloc", b"memory allocation of")  # of C++ and of Rust, before they give up
_TAIL = 4096
_NEARLY = 3 / 4


def was_short_of_memory(code: int | None, peak: int, said: IO[bytes], limits: Limits) -> bool:
    """By what it said, by how it ended, or by its `peak` in bytes; False where nothing of that tells of memory."""
    if code not in _FATAL:
        return False
    words = _last_words(said)
    if any(word in words for word in _WORDS):
        return True
    # PDFium gives up without a word when it gets no memory. Whoever else aborts says why: the C library of a heap that
    # was spoiled, an assertion, the interpreter.
    if code == -signal.SIGABRT and not words.strip():
        return True
    return peak >= _NEARLY * limits.memory_bytes


def _last_words(said: IO[bytes]) -> bytes:
    said.seek(max(0, os.fstat(said.fileno()).st_size - _TAIL))
    return said.read(_TAIL)
