"""Asks the malware scanner (clamd) about a file. Only one answer means clean; whatever else comes is not clean."""

import math
import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings

_CHUNK = 128 * 1024
_CONNECT_SECONDS = 3.0
_PING_SECONDS = 3.0
_SCAN_SECONDS = 60.0
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"^stream: (.+) FOUND$")
_LIMITS = "Heuristics.Limits.Exceeded"


class Unreachable(Exception):
    """No answer, half an answer, or one that says nothing of the file: it stays in quarantine and is asked again."""


class Infected(Exception):
    """The scanner found something; str() is its name for it."""


class TooMuch(Exception):
    """The scanner gave up in the middle because the file is too large or too deeply nested for it."""


def is_configured() -> bool:
    return settings.CLAMD is not None


def answers() -> bool:
    """Whether the scanner can be asked now; a page of the portal may wait for this."""
    try:
        return _ask(b"zPING\0", (), seconds=_PING_SECONDS) == "PONG"
    except Unreachable:
        return False


def scan(path: Path, *, until: float = math.inf) -> None:
    """Returns when the scanner calls the file clean. Raises Infected, TooMuch, or Unreachable, also at that moment.

    `until` is one of `time.monotonic`.
    """
    with path.open("rb") as file:
        said = _ask(b"zINSTREAM\0", _stream(iter(lambda: file.read(_CHUNK), b"")), seconds=_SCAN_SECONDS, until=until)
    if said == "stream: OK":
        return
    if found := _FOUND.match(said):
        raise TooMuch(found[1]) if found[1].startswith(_LIMITS) else Infected(found[1])
    if "size limit exceeded" in said:
        raise TooMuch(said)
    raise Unreachable(said)


def _stream(chunks: Iterator[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        yield struct.pack("!L", len(chunk)) + chunk
    yield struct.pack("!L", 0)


def _ask(command: bytes, body: Iterator[bytes] | tuple[bytes, ...], *, seconds: float, until: float = math.inf) -> str:
    """Each piece may take so many seconds, all of them as long as `until`."""
    try:
        with closing(_connected()) as connection:
            connection.settimeout(_left(seconds, until))
            connection.sendall(command)
            try:
                for piece in body:
                    connection.settimeout(_left(seconds, until))
                    connection.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it stops listening at its size limit, and says so
            connection.settimeout(_left(seconds, until))
            return _answer(connection)
    except OSError as problem:
        raise Unreachable(str(problem)) from problem


def _left(seconds: float, until: float) -> float:
    left = min(seconds, until - time.monotonic())
    if left <= 0:
        raise TimeoutError("the time is over")
    return left


def _connected() -> socket.socket:
    where = settings.CLAMD
    if isinstance(where, str):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_CONNECT_SECONDS)
        try:
            connection.connect(where)
        except OSError:
            connection.close()
            raise
    elif where is None:
        raise OSError("no scanner is configured")
    else:
        connection = socket.create_connection(where, timeout=_CONNECT_SECONDS)
    return connection


def _answer(connection: socket.socket) -> str:
    """Up to the zero that ends it; an answer that breaks off before is none."""
    received = b""
    while not received.endswith(b"\0"):
        piece = connection.recv(_LONGEST_ANSWER)
        received += piece
        if not piece or len(received) > _LONGEST_ANSWER:
            raise Unreachable("the answer broke off")
    return received.rstrip(b"\0\n").decode("utf-8", "replace")
