"""A browser's connection without the browser: keep-alive, gzip, cookies, signed in through the site's own form."""

import gzip
import http.client
import re
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PASSWORD = "mihon-no-aikotoba-2024"  # noqa: S105  the demo's
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


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

    def post(self, address: str, fields: dict[str, str]) -> Answer:
        body = urlencode({**fields, **self.token(address)}).encode()
        return self._ask("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, address: str, body: bytes, media_type: str) -> Answer:
        """A body made by the caller, with the token of `token()` in it."""
        return self._ask("POST", address, body, {"Content-Type": media_type})

    def token(self, address: str) -> dict[str, str]:
        """What the form at this address carries."""
        found = _TOKEN.search(self.get(address).body)
        assert found is not None, address
        return {"csrfmiddlewaretoken": found[1].decode()}

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
