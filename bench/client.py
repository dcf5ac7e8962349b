"""A browser's connection without the browser: keep-alive, gzip, cookies, signed in through the site's own form."""

import gzip
import http.client
import re
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_EDGE = "bench-edge-of-a-part"
PASSWORD = "mihon-no-aikotoba-2024"  # noqa: S105  the demo's
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass(frozen=True)
class Answer:
    """`wire`: the bytes of the body as they were sent."""

    status: int
    headers: dict[str, str]
    wire: bytes
    seconds: float

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.wire) if self.headers.get("content-encoding") == "gzip" else self.wire

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """One person on one connection."""

    def __init__(self, port: int, mailbox: str = "") -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}
        if mailbox:
            fields = {"login": f"{mailbox}@example.jp", "password": PASSWORD}
            answer = self.post("/login/", fields)
            assert answer.status == 302, answer.status

    def get(self, address: str, **headers: str) -> Answer:
        return self._ask("GET", address, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, address: str, fields: dict[str, str], *, form_at: str = "") -> Answer:
        """`form_at`: the page that the form stands on, where it is sent elsewhere. The seconds are those of sending."""
        body = urlencode({**self.hidden(form_at or address), **fields}).encode()
        return self._ask("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, address: str, name: str, content: bytes) -> Answer:
        """One file through the form at this address."""
        parts = [(f'name="{key}"', value.encode()) for key, value in self.hidden(address).items()]
        parts.append((f'name="files"; filename="{name}"', content))
        body = b"".join(
            f"--{_EDGE}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value + b"\r\n"
            for head, value in parts
        )
        media_type = f"multipart/form-data; boundary={_EDGE}"
        return self._ask("POST", address, body + f"--{_EDGE}--\r\n".encode(), {"Content-Type": media_type})

    def hidden(self, address: str) -> dict[str, str]:
        """What the forms of this page carry unseen: token and one-time key."""
        return dict(_HIDDEN.findall(self.get(address).text))

    def _ask(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = {"Accept-Encoding": "gzip", "Cookie": cookies, **headers}
        try:
            response, began = self._once(method, address, body, sent)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._line.close()  # idle for longer than the server keeps a connection
            response, began = self._once(method, address, body, sent)
        wire = response.read()
        seconds = time.perf_counter() - began
        for line in response.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, found, wire, seconds)

    def _once(
        self, method: str, address: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, float]:
        began = time.perf_counter()
        self._line.request(method, address, body, headers)
        return self._line.getresponse(), began
