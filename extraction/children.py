"""Children in which files are opened, one for each job, as the portal's side sees them; a server of ours forks them."""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_HOME = Path(__file__).resolve().parent.parent
_SERVER = ("extraction.forkserver",)
# The system's allocator (glibc) keeps what a page took for the next one: given back and fetched again, the memory of
# pictures costs a tenth of all processor time. A child holds no more of it at its peak.
_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(32 * 1024 * 1024), "MALLOC_TRIM_THRESHOLD_": str(64 * 1024 * 1024)}
_PATIENCE = 30.0  # seconds for a server that does nothing but fork and wait


class CannotBegin(OSError):
    """The system has no room for another process."""


@dataclass
class Child:
    """`returncode` as of a process (negative: the signal), None as long as it is not known."""

    job: IO[bytes]
    answers: IO[bytes]
    line: socket.socket
    pid: int = 0
    returncode: int | None = None
    peak_bytes: int = 0
    _told: bytes = field(default=b"", repr=False)

    def kill(self) -> None:
        """With its whole group; may be called from another thread, and again."""
        with contextlib.suppress(OSError):
            self.line.shutdown(socket.SHUT_WR)

    def wait(self) -> None:
        """Until it has ended, by itself or killed."""
        if self.returncode is not None:
            return
        if words := self._next():
            self.returncode, kilobytes = map(int, words.split())
            self.peak_bytes = kilobytes * 1024

    def is_begun(self) -> bool:
        """False where the server has ended. Raises CannotBegin."""
        words = self._next()
        self.pid = int(words or 0)
        if words and not self.pid:
            raise CannotBegin("no child could be begun")
        return self.pid != 0

    def _next(self) -> bytes:
        """One line; empty where the server ended before it said it."""
        while b"\n" not in self._told:
            try:
                piece = self.line.recv(100)
            except OSError:
                piece = b""
            if not piece:
                return b""
            self._told += piece
        words, _, self._told = self._told.partition(b"\n")
        return words

    def close(self) -> None:
        for side in (self.job, self.answers, self.line):
            with contextlib.suppress(OSError):  # what was written to a child that is gone
                side.close()


@contextlib.contextmanager
def child(folder: str, said: IO[bytes]) -> Iterator[Child]:
    """A child in a process group of its own, at work in the folder; the whole group is killed at the end.

    What its libraries say goes to `said`.
    """
    begun = _begin(folder, said)
    try:
        yield begun
    finally:
        begun.kill()
        begun.wait()
        begun.close()


def _begin(folder: str, said: IO[bytes]) -> Child:
    for _ in range(2):  # the server may have ended just now because nobody asked for long
        with _lock:
            found = _asked(folder, said, _server())
        if found is not None:
            return found
    raise CannotBegin("no server of children could be begun")


def _asked(folder: str, said: IO[bytes], server: "_Server") -> Child | None:
    """One after the other: each is told on its line at once that it was begun; None where the server has ended."""
    job, ours = os.pipe()
    mine, answers = os.pipe()
    here, there = socket.socketpair()
    begun = Child(os.fdopen(ours, "wb"), os.fdopen(mine, "rb"), here)
    try:
        with there:
            socket.send_fds(server.control, [os.fsencode(folder)], [job, answers, said.fileno(), there.fileno()])
    except OSError:
        pass
    finally:
        os.close(job)
        os.close(answers)
    here.settimeout(_PATIENCE)
    try:
        is_begun = begun.is_begun()
    except CannotBegin:
        begun.close()
        raise
    if is_begun:
        here.settimeout(None)
        return begun
    begun.close()
    _forget(server)
    return None


@dataclass(frozen=True)
class _Server:
    process: "subprocess.Popen[bytes]"
    control: socket.socket
    owner: int

    def is_ours(self) -> bool:
        """Not that of the process that this one was forked from."""
        return self.owner == os.getpid() and self.process.poll() is None


_lock = threading.Lock()
_known: list[_Server] = []


def _server() -> _Server:
    if _known and not _known[-1].is_ours():
        _forget(_known[-1])
    if not _known:
        _known.append(_started())
    return _known[-1]


def _started() -> _Server:
    """Without our environment. It sees our end by the socket, however we end."""
    ours, its = socket.socketpair()
    with its:
        process = subprocess.Popen(  # noqa: S603  our own words
            [sys.executable, "-m", *_SERVER, str(its.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(_HOME), **_MEMORY},
            pass_fds=[its.fileno()],
            start_new_session=True,
        )
    return _Server(process, ours, os.getpid())


def _forget(server: _Server) -> None:
    server.control.close()
    if server.owner == os.getpid():
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.process.wait(timeout=_PATIENCE)
        server.process.kill()
        server.process.wait()
    _known.clear()


@atexit.register
def end() -> None:
    """Of the server; the next child begins another."""
    with _lock:
        while _known:
            _forget(_known[-1])
