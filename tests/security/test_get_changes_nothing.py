"""Looking changes nothing, and nothing is changed without the form's own token and from another site."""

import pytest
from django.conf import settings

from library.models import Edition
from tests.security.site import ROLES, Site, addresses, body
from tests.security.tables import changes, frozen, writes

# What looking may leave: the note that it was read, and the browser's own session.
LEFT_BY_LOOKING = {"audit_reading", "django_session"}
# Saving a list is a read that is logged at once and counted.
LEFT_BY_SAVING = {"audit_event", "audit_chainhead", "posting_ratecounter"}
SAVES = {
    "guidelines:export_csv",
    "guidelines:export_xlsx",
    "manage:audit_csv",
    "manage:search_words_csv",
    "search:export_csv",
    "search:export_xlsx",
}
# Opening a saved view leaves the mark from which on something is new there, opening a notice that it was read, fetching
# a feed when that was.
OPENS = {
    "me:view": {"library_savedviewvisit"},
    "notices:open": {"notices_notice"},
    "feed": {"notices_feed"},
    "calendar": {"notices_feed"},
}


LOOKS = [(role, "get") for role in (*ROLES, "coordinator")] + [("secretariat", "head")]


@pytest.mark.parametrize(("role", "method"), LOOKS)
def test_no_address_changes_anything_when_it_is_looked_at(site: Site, role, method):
    client = site.client(role)
    listed = addresses(site)
    before, did = frozen(without=LEFT_BY_LOOKING), {}
    for name, address in listed.items():
        if name in {*SAVES, *OPENS}:
            continue
        statements: list[str] = []
        with writes(statements):
            body(getattr(client, method)(address))
        did[name] = [sql for sql in statements if not any(f'"{table}"' in sql for table in LEFT_BY_LOOKING)]
    assert {name: statements for name, statements in did.items() if statements} == {}
    assert changes(before, frozen(without=LEFT_BY_LOOKING)) == {}
    for name, marks in OPENS.items():
        before = frozen(without=LEFT_BY_LOOKING)
        body(getattr(client, method)(listed[name]))
        left = marks if method == "get" else set()
        assert changes(before, frozen(without=LEFT_BY_LOOKING | left)) == {}
    before = frozen(without=LEFT_BY_LOOKING)
    for name in SAVES:
        body(getattr(client, method)(listed[name]))
    assert changes(before, frozen(without=LEFT_BY_LOOKING | LEFT_BY_SAVING)) == {}


def test_saving_a_list_leaves_only_its_own_event(site: Site):
    client, listed = site.client("secretariat"), addresses(site)
    before = frozen()
    for name in sorted(SAVES):
        body(client.get(listed[name]))
    [*events] = changes(before, frozen())["audit_event"]
    assert {event["verb"] for event in events} == {"export"}


def test_the_comparison_sees_what_is_changed(site: Site):
    client = site.client("officer")
    before, statements = frozen(without=LEFT_BY_LOOKING), []
    with writes(statements):
        client.post(addresses(site)["publications:recall"])
    assert {"library_edition", "library_submission", "audit_event"} <= changes(
        before, frozen(without=LEFT_BY_LOOKING)
    ).keys()
    assert any("library_edition" in sql for sql in statements)


FOREIGN = [
    {},
    {"token": "x" * 64},
    {"token": True, "Origin": "https://evil.example"},
    {"token": True, "Origin": "null"},
    {"token": True, "Origin": "http://testserver.evil.example"},
    {"token": True, "Origin": "http://testserver:8080"},
    {"token": True, "Origin": "https://testserver"},
]


@pytest.mark.parametrize("sent", FOREIGN, ids=lambda sent: f"{bool(sent.get('token'))} {sent.get('Origin', '')}")
def test_every_post_needs_the_token_and_comes_from_here(site: Site, sent):
    client = site.client("officer", enforce_csrf_checks=True)
    client.get("/submit/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    values = {"csrfmiddlewaretoken": token if sent.get("token") is True else sent["token"]} if "token" in sent else {}
    headers = {"Origin": sent["Origin"]} if "Origin" in sent else {}
    before, answered = frozen(), {}
    for name, address in addresses(site).items():
        if name != "notices:stop":  # a mail program has no form of ours: its key is in the address
            answered[name] = client.post(address, values, headers=headers).status_code
    assert {name: status for name, status in answered.items() if status != 403} == {}
    assert changes(before, frozen()) == {}


@pytest.mark.parametrize("origin", [None, "http://testserver", settings.BASE_URL])
def test_with_its_token_and_from_here_a_post_passes(site: Site, origin):
    client = site.client("officer", enforce_csrf_checks=True)
    client.get("/submit/")
    values = {"csrfmiddlewaretoken": client.cookies[settings.CSRF_COOKIE_NAME].value}
    headers = {"Origin": origin} if origin else {}
    address = addresses(site)["publications:recall"]
    assert client.post(address, values, headers=headers).status_code == 302
    assert Edition.objects.get(pk=site.submitted.pk).state == "draft"


def test_over_https_the_referrer_must_be_this_site_where_there_is_no_origin(site: Site, settings):
    client = site.client("officer", enforce_csrf_checks=True)
    client.get("/submit/", secure=True)
    values = {"csrfmiddlewaretoken": client.cookies[settings.CSRF_COOKIE_NAME].value}
    address, seen = addresses(site)["publications:recall"], []
    for referrer in (None, "https://evil.example/", "http://testserver/", "https://testserver/submit/"):
        headers = {"Referer": referrer} if referrer else {}
        seen.append(client.post(address, values, headers=headers, secure=True).status_code)
    assert seen == [403, 403, 403, 302]
