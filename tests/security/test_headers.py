"""What every answer carries, whoever asks, whatever becomes of the request."""

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from library.storage import vault
from tests.security.site import ROLES, Site, addresses, body

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
INERT = "default-src 'none'; sandbox"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
PRIVATE = {"files:picture", "files:thumbnail", "files:text"}


def wrong(response: HttpResponseBase, *, policy: str = PAGE, cache: str = "no-store") -> dict[str, str | None]:
    """The headers that are not as they should be."""
    wanted = {**ALWAYS, "Content-Security-Policy": policy, "Cache-Control": cache}
    found = {name: response.headers.get(name) for name, value in wanted.items() if response.headers.get(name) != value}
    if cache == "no-store" and "no-store" in response.headers.get("Cache-Control", ""):
        found.pop("Cache-Control", None)  # the sign-in library says it with more words
    too_much = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
    return found | {name: response.headers[name] for name in too_much if name in response.headers}


ASKED = [(role, "get") for role in ROLES] + [
    (role, method) for role in ("anonymous", "officer") for method in ("head", "post", "put", "options")
]


@pytest.mark.parametrize(("role", "method"), ASKED)
def test_every_address_and_every_way_to_ask(site: Site, role, method):
    """200, redirects, 400, 403, 404, 405, 410: all carry the same."""
    client, found, seen = site.client(role, raise_request_exception=False), {}, set()
    for name, address in addresses(site).items():
        response = getattr(client, method)(address)
        body(response)
        seen.add(response.status_code)
        is_file = name in {"files:download", "files:bundle", "comments:file"} and response.status_code == 200
        is_kept = name in PRIVATE and response.status_code == 200
        found[name] = wrong(
            response, policy=INERT if is_file else PAGE, cache="private, no-cache" if is_kept else "no-store"
        )
        if name == "account_logout":  # the session has ended
            client = site.client(role, raise_request_exception=False)
    assert {name: problem for name, problem in found.items() if problem} == {}
    assert not [status for status in seen if status >= 500]
    assert len(seen) >= 2, "more than one kind of answer was looked at"


def test_answers_that_no_page_gives(site: Site, settings):
    """Wrong host, too long, too large, broken, unknown, gone, refused tokens, limits, a fault."""
    settings.LIMITS = type(settings.LIMITS)(request_bytes=500, drain_bytes=100, exports_per_hour=1)
    strict, client = Client(enforce_csrf_checks=True), site.client("officer")
    body(client.get("/guidelines/export.csv"))
    answers = {
        400: client.get("/login/", headers={"Host": "evil.example"}),
        414: client.get("/guidelines/?q=" + "x" * 5000),
        413: client.post("/login/", {"login": "x" * 900}),
        404: client.get("/nowhere"),
        410: client.get(site.withdrawn.get_absolute_url()),
        403: strict.post("/login/"),
        429: client.get("/guidelines/export.csv"),
        405: client.post("/guidelines/"),
        301: client.get("/guidelines"),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    assert {status: wrong(answer) for status, answer in answers.items() if wrong(answer)} == {}


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_what_a_browser_may_keep_is_asked_about_each_time(site: Site, name):
    client, address = site.client("officer"), addresses(site)[name]
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert wrong(again, cache="private, no-cache") == {}
    assert again["ETag"] == first["ETag"]
    other = client.get(address, headers={"If-None-Match": '"another"'})
    assert other.status_code == 200


DOWNLOADS = [({}, 200), ({"Range": "bytes=0-3"}, 206), ({"Range": "bytes=99999-"}, 416), ({"Range": "bytes=9-1"}, 200)]


@pytest.mark.parametrize(("headers", "status"), DOWNLOADS)
@pytest.mark.parametrize("role", ["anonymous", "officer", "secretariat"])
def test_downloads_cannot_run(site: Site, role, headers, status):
    response = site.client(role).get(addresses(site)["files:download"], headers=headers)
    body(response)
    assert response.status_code == status
    assert wrong(response, policy=INERT) == {}
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''" in response["Content-Disposition"]
    assert response["Content-Type"] == "text/plain"
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    "name",
    [
        "guidelines:export_csv",
        "guidelines:export_xlsx",
        "manage:audit_csv",
        "manage:search_words_csv",
        "search:export_csv",
        "search:export_xlsx",
    ],
)
def test_saved_lists_are_downloads(site: Site, name):
    response = site.client("secretariat").get(addresses(site)[name])
    body(response)
    assert response.status_code == 200
    assert wrong(response) == {}
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Type"].split(";")[0] in {
        "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }  # fmt: skip


@pytest.fixture
def stylesheet(settings, tmp_path) -> str:
    """As the site serves it: hashed, by the web process."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "portal.0123456789ab.css").write_text("p { color: red }")
    return "/static/css/portal.0123456789ab.css"


def test_static_files_carry_it_too(db, stylesheet):
    client = Client()
    whole = client.get(stylesheet)
    same = client.get(stylesheet, headers={"If-None-Match": whole["ETag"]})
    absent = client.get("/static/css/nothing.css")
    body(whole)
    assert [whole.status_code, same.status_code, absent.status_code] == [200, 304, 404]
    kept = whole["Cache-Control"]
    assert "public" in kept
    assert [wrong(whole, cache=kept), wrong(same, cache=kept), wrong(absent)] == [{}, {}, {}]


@pytest.mark.parametrize("path", ["/", "/login/", "/robots.txt", "/nowhere", "/static/nothing.css"])
def test_https_is_demanded_for_a_year_where_there_is_https(db, settings, path):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 31_536_000, True
    plain, secure = Client().get(path), Client().get(path, secure=True)
    if not path.startswith("/static/"):
        assert (plain.status_code, plain["Location"]) == (301, f"https://testserver{path}")
    assert plain["Strict-Transport-Security"].startswith("max-age=31536000")
    assert secure["Strict-Transport-Security"].startswith("max-age=31536000")
    assert (wrong(plain), wrong(secure)) == ({}, {})


def test_a_file_that_is_lost_is_an_error_page_with_everything(site: Site):
    client = site.client("officer", raise_request_exception=False)
    from library.models import File

    File.objects.filter(pk=site.file).update(key="ab/absent")
    response = client.get(reverse("files:download", args=[site.file]))
    assert response.status_code == 500
    assert wrong(response) == {}
    assert type(vault()).__name__ not in response.content.decode()
