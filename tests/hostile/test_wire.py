"""What only a socket can send, at a running portal: an answer of 4xx or a closed door, and the next one is served."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.faults.conftest import site as running  # noqa: F401  pytest finds fixtures by their names here
from tests.faults.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.faults]
OURS = b"Host: 127.0.0.1\r\n"
GET = b"GET /login/ HTTP/1.1\r\n"
POST = b"POST /login/ HTTP/1.1\r\n" + OURS + b"Content-Type: application/x-www-form-urlencoded\r\n"

BROKEN: dict[str, bytes] = {
    "no request": b"\r\n\r\n",
    "noise": bytes(range(256)) * 40,
    "TLS where there is none": bytes.fromhex("16030100c8010000c40303") + b"\x00" * 190,
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "odd version": b"GET / HTTP/9.9\r\n" + OURS + b"\r\n",
    "no version": b"GET /login/ \r\n" + OURS + b"\r\n",
    "long address": b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n" + OURS + b"\r\n",
    "long method": b"X" * 9000 + b" / HTTP/1.1\r\n" + OURS + b"\r\n",
    "long header": GET + OURS + b"X: " + b"x" * 9000 + b"\r\n\r\n",
    "many headers": GET + OURS + b"".join(b"X%d: x\r\n" % number for number in range(2000)) + b"\r\n",
    "60 KB of cookies": GET + OURS + b"Cookie: " + b"a=b; " * 12_000 + b"\r\n\r\n",
    "header without a colon": GET + OURS + b"nonsense\r\n\r\n",
    "blank before the colon": GET + OURS + b"Content-Length : 5\r\n\r\nhello",
    "folded header": GET + OURS + b"X: a\r\n b\r\n\r\n",
    "NUL in a header": GET + OURS + b"X: a\x00b\r\n\r\n",
    "bare line feeds": b"GET /login/ HTTP/1.1\nHost: evil.example\n\n",
    "no host": GET + b"\r\n",
    "two hosts": GET + OURS + b"Host: evil.example\r\n\r\n",
    "another host in the address": b"GET http://evil.example/login/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "length and chunks": POST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
    "chunks in disguise": POST + b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\nhello",
    "broken chunks": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "a chunk without end": POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello",
    "negative length": POST + b"Content-Length: -5\r\n\r\nhello",
    "length of words": POST + b"Content-Length: five\r\n\r\nhello",
    "length beyond all": POST + b"Content-Length: " + b"9" * 30 + b"\r\n\r\nhello",
    "CONNECT": b"CONNECT evil.example:443 HTTP/1.1\r\n" + OURS + b"\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\n" + OURS + b"Cookie: a=secret\r\n\r\n",
    "bad UTF-8": b"GET /\xff\xfe?q=\xff HTTP/1.1\r\n" + OURS + b"\r\n",
    "line ends in the address": b"GET /%0d%0aSet-Cookie:x=1/ HTTP/1.1\r\n" + OURS + b"\r\n",
    "climbing": b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + OURS + b"\r\n",
}


def said(site: Site, sent: bytes) -> bytes:
    """Whatever comes back until the other side has nothing more to say."""
    parts = urlsplit(site.address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as door:
        door.settimeout(3)
        answer = b""
        try:
            door.sendall(sent)
            door.shutdown(socket.SHUT_WR)
            while piece := door.recv(65_536):
                answer += piece
        except (TimeoutError, ConnectionError):
            pass
    return answer


def statuses(answer: bytes) -> Iterator[int]:
    for line in answer.split(b"\r\n"):
        if line.startswith(b"HTTP/1."):
            yield int(line.split(b" ")[1])


def test_what_is_broken_is_refused_and_harms_nobody(running: Site):  # noqa: F811
    wrong = {}
    for name, sent in BROKEN.items():
        answer = said(running, sent)
        found = list(statuses(answer))
        is_told = any(word in answer for word in (b"Traceback", b"site-packages", b"root:x:", b"a=secret"))
        # A method that the server does not know it calls "not implemented"; that is no fault of ours.
        if is_told or [status for status in found if status >= 500 and status not in {501, 505}] or len(found) > 1:
            wrong[name] = (found, answer[:200])
        assert running.is_up(), name
    assert wrong == {}


def test_the_headers_of_the_web_server_name_nothing(running: Site):  # noqa: F811
    answer = said(running, GET + OURS + b"Connection: close\r\n\r\n")
    head = answer.split(b"\r\n\r\n")[0].decode().lower()
    assert head.startswith("http/1.1 200")
    assert "gunicorn" not in head
    assert "python" not in head
