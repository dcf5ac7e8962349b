"""A mail server on this machine that can be told to misbehave; what it took it keeps, to be compared."""

import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

HONEST, BUSY, SLOW, UNWILLING = "honest", "busy", "slow", "unwilling"
CUT_UNTAKEN, CUT_TAKEN, CUT_ANSWERED = "cut: not taken", "cut: taken, unanswered", "cut: taken and answered"


@dataclass
class Taken:
    """One mail as it arrived, once for each time."""

    sender: str
    to: list[str]
    content: bytes
    manner: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: "SmtpServer"
    timeout = 30

    def handle(self) -> None:
        try:
            self._talk()
        except OSError:
            return  # the other side is gone

    def _say(self, words: str) -> None:
        if self.server.manner == SLOW:
            time.sleep(self.server.delay)
        self.wfile.write(words.encode() + b"\r\n")

    def _talk(self) -> None:
        if self.server.manner == BUSY:
            return self._say("421 4.3.2 try later")
        self._say("220 here")
        sender, to = "", []
        while line := self.rfile.readline(2000):
            words = line.decode().strip()
            verb = words[:4].upper()
            if verb == "EHLO":
                self._say("250 here")
            elif verb == "MAIL":
                sender, to = words.partition("<")[2].partition(">")[0], []
                self._say("250 2.1.0 OK")
            elif verb == "RCPT":
                to.append(words.partition("<")[2].partition(">")[0])
                refusal = self.server.refused.get(to[-1])
                self._say(refusal or "250 2.1.5 OK")
            elif verb == "DATA":
                self._say("354 go on")
                if not self._take(Taken(sender, to, self._content(), self.server.manner)):
                    return None
            elif verb == "QUIT":
                return self._say("221 bye")
            else:
                self._say("250 OK")
        return None

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline(2000)) != b".\r\n":
            if not line:
                raise ConnectionError("gone within DATA")
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _take(self, mail: Taken) -> bool:
        """False where the connection ends with it."""
        if mail.manner == CUT_UNTAKEN:
            return False
        if mail.manner == UNWILLING:
            self._say("451 4.3.0 not now")
            return True
        self.server.taken.append(mail)
        self.server.before_answer(mail)
        if mail.manner == CUT_TAKEN:
            return False
        self._say("250 2.0.0 taken")
        self.server.after_answer(mail)
        return mail.manner != CUT_ANSWERED


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def nothing(_mail: Taken) -> None:
    """What happens at a moment of which nobody asked anything."""


@dataclass
class SmtpServer:
    """`close` is a server that refuses connections; `open` has the same port again."""

    port: int = 0
    manner: str = HONEST
    delay: float = 0.3
    refused: dict[str, str] = field(default_factory=dict)  # address → the server's words
    taken: list[Taken] = field(default_factory=list)
    visits: int = 0
    before_answer: Callable[[Taken], object] = nothing
    after_answer: Callable[[Taken], object] = nothing
    _listener: _Listener | None = None

    def open(self) -> None:
        if self._listener is None:
            self._listener = _Listener(("127.0.0.1", self.port), self._talk)
            self.port = self._listener.server_address[1]
            threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        if self._listener is not None:
            self._listener.shutdown()
            self._listener.server_close()
            self._listener = None

    def _talk(self, connection, address, _listener) -> None:
        self.visits += 1
        _Talk(connection, address, self)
