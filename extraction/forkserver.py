"""Forks the children in which files are opened: `python -m extraction.forkserver SOCKET`.

It has loaded the readers beforehand and opens no file itself, so a child begins within milliseconds, as clean as a new
process. A message on the socket is the child's folder, with four descriptors: where its job comes from, where its
answers go, where its libraries may talk to, and a line of its own. On that line it is told the child's number; when the
other side closes it, or the child ends, the whole group is killed, and how it ended is told. It ends with the portal,
or when nobody asked for long.
"""

import contextlib
import gc
import os
import pkgutil
import selectors
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module

from PIL import Image

import extraction
from extraction import child

_IDLE_SECONDS = 60.0
_LONGEST = 4096
# What the readers load only when they need it; another user may not even be able to.
_LATE = ("pikepdf", *(f"encodings.{name}" for name in ("cp437", "cp932", "utf_16_le", "utf_8_sig")))


@dataclass(frozen=True)
class _Running:
    pid: int
    line: socket.socket


class _Server:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.running: dict[int, _Running] = {}
        self.events = selectors.DefaultSelector()
        self.events.register(control, selectors.EVENT_READ)
        self._hear_of_ends()

    def _hear_of_ends(self) -> None:
        """SIGCHLD wakes the loop."""
        heard, says = socket.socketpair()
        for side in (heard, says):
            side.setblocking(False)
        signal.set_wakeup_fd(says.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.heard, self.says = heard, says
        self.events.register(heard, selectors.EVENT_READ)

    def serve(self) -> None:
        try:
            self._wait()
        finally:
            for pid in self.running:
                _kill_group(pid)

    def _wait(self) -> None:
        while True:
            ready = self.events.select(timeout=None if self.running else _IDLE_SECONDS)
            if not ready and not self.running:
                return
            for key, _ in ready:
                if key.fileobj is self.control:
                    if not self._start():
                        return
                elif key.fileobj is self.heard:
                    self._drain()
                else:
                    self._closed(key.data)
            self._reap()

    def _drain(self) -> None:
        while True:
            try:
                if not self.heard.recv(_LONGEST):
                    return
            except BlockingIOError:
                return

    def _start(self) -> bool:
        """False when the portal is gone."""
        told, descriptors, _, _ = socket.recv_fds(self.control, _LONGEST, 4)
        if not told:
            return False
        *streams, line = descriptors
        pid = _forked(os.fsdecode(told), streams)
        for stream in streams:
            os.close(stream)
        running = _Running(pid, socket.socket(fileno=line))
        _tell(running.line, f"{pid}\n")
        if pid:
            self.running[pid] = running
            self.events.register(running.line, selectors.EVENT_READ, running)
        else:
            running.line.close()
        return True

    def _closed(self, running: _Running) -> None:
        """The other side wants it to end; its end comes as the signal of any end."""
        self.events.unregister(running.line)
        _kill_group(running.pid)

    def _reap(self) -> None:
        for pid, running in list(self.running.items()):
            # Looked at before it is let go: as long as it is there, its number is nobody else's.
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                continue
            _kill_group(pid)
            _, status, used = os.wait4(pid, 0)
            del self.running[pid]
            if running.line in self.events.get_map():
                self.events.unregister(running.line)
            _tell(running.line, f"{os.waitstatus_to_exitcode(status)} {used.ru_maxrss}\n")
            running.line.close()


def _forked(folder: str, streams: list[int]) -> int:
    """The child's number; 0 where the system has no room for it."""
    server = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        return 0
    if pid == 0:
        _become_child(folder, streams, server)
    return pid


def _tell(line: socket.socket, words: str) -> None:
    with contextlib.suppress(OSError):  # nobody wants to know any more
        line.sendall(words.encode())


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # it may not have its group yet
        try:
            kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _become_child(folder: str, streams: list[int], server: int) -> None:
    """Never returns: as in a new process, there is nothing here but the job."""
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, stream in enumerate(streams):  # standard input, output and error
            os.dup2(stream, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.chdir(folder)
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        child.go_apart(folder)
        child.work(server)
        code = 0
    finally:
        os._exit(code)


def _load() -> None:
    """All that reads; what this process holds, its children share."""
    for module in pkgutil.walk_packages(extraction.__path__, "extraction."):
        if module.name != __spec__.name:
            import_module(module.name)
    for name in _LATE:
        import_module(name)
    Image.init()
    sys.dont_write_bytecode = True  # what is loaded from here on is loaded in a child
    gc.freeze()


def serve() -> None:
    """On the socket that the last word of the command names, until it is closed."""
    _Server(socket.socket(fileno=int(sys.argv[-1]))).serve()


if __name__ == "__main__":
    _load()
    serve()
