"""Every page of every role at both widths: no accessibility violation, valid HTML, no side scroll, light."""

import http.client
import re
import socket
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string

from tests.browser.inspection import seen_wrong

PAGES = {
    "": [
        "/login/", "/password/reset/", "/guidelines/", "/help/", "/help/register/", "/terms/", "/accessibility/",
        "/contact/", "/nothing/", "/guidelines/18/", "/invite/unknown/", "/login/?lost=1", "/login/stopped/",
        "/password/reset/key/done/", "/password/reset/key/1-unknown/", "/search/?q=見本",
    ],
    "tochigi": [
        "/", "/guidelines/", "/guidelines/?kind=guideline&rows=50", "/guidelines/?q=無い言葉", "/guidelines/1/",
        "/guidelines/1/?page=3", "/guidelines/1/about/", "/guidelines/1/files/", "/guidelines/8/versions/",
        "/guidelines/8/v/1/", "/guidelines/4/", "/guidelines/6/", "/guidelines/11/", "/guidelines/12/",
        "/prefectures/", "/prefectures/09/", "/prefectures/08/", "/themes/", "/themes/secrecy/", "/submit/", "/me/",
        "/me/tasks/", "/me/drafts/", "/me/bin/", "/me/settings/security/", "/publications/8/withdraw/",
        "/publications/8/visibility/", "/review/", "/publications/8/restore/", "/guidelines/8/?file=9&page=99",
        "/search/", "/search/?q=要約", "/search/?q=議事録+要約+珍獣", "/search/?q=珍獣&pref=09",
        "/search/?q=ガイドライソ", "/search/?q=見本&sort=new", "/search/comments/?q=見本", "/me/views/", "/notices/",
        "/me/notices/", "/me/confidential/", "/comments/confide/", "/comments/confide/18/",
        "/me/feeds/", "/notices/announcements/",
    ],
    "tochigi2": ["/me/colleagues/"],
    "secretariat": [
        "/", "/review/", "/submit/", "/manage/", "/manage/members/", "/manage/members/invite/", "/manage/bodies/",
        "/manage/bodies/1/", "/manage/tenures/1/", "/manage/members/8/access/", "/manage/themes/1/", "/manage/themes/",
        "/manage/themes/new/", "/manage/types/", "/manage/types/new/", "/manage/settings/", "/manage/status/",
        "/manage/audit/", "/guidelines/18/", "/manage/members/5/", "/manage/members/5/suspend/",
        "/people/5/lock/", "/manage/search/", "/manage/search/rebuild/", "/manage/search/synonyms/",
        "/manage/search/synonyms/new/", "/manage/search/synonyms/1/", "/manage/search/synonyms/1/delete/",
        "/manage/search/promotions/", "/manage/search/promotions/new/", "/manage/search/words/", "/guidelines/1/files/",
        "/review/?type=report", "/manage/watched/", "/manage/watched/new/", "/me/confidential/",
        "/comments/confide/18/", "/comments/2/split/", "/comments/2/merge/",
        "/manage/announcements/", "/manage/announcements/new/",
        "/review/?type=question", "/manage/closed-days/", "/manage/closed-days/new/",
    ],
    "observer": ["/", "/guidelines/", "/guidelines/2/"],
}  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("mailbox", list(PAGES))
def test_pages_are_accessible_at_both_widths(visit, mailbox, width):
    visitor, problems = visit(mailbox, width=width), []
    for address in PAGES[mailbox]:
        problems += seen_wrong(visitor.go(address), f"{mailbox or 'anonymous'} {address} {width}")
    assert problems == []


def test_error_pages_are_accessible_and_valid(visit, inspection):
    """Those that no address leads to: shown to the browser as the site makes them."""
    visitor = visit("tochigi")
    shown = {name: render_to_string(f"errors/{name}.html", {"receipt": "0123456789abcdef"}) for name in ("500", "503")}
    shown["413"] = too_large(visitor)
    for name, html in shown.items():
        visitor.page.route(f"**/shown-{name}/", shows(html))
        visitor.go(f"/shown-{name}/")
        inspection.look(visitor, name)
    assert "一度に送れるのは合計1" in shown["413"]
    assert inspection.found() == []


def shows(html: str):
    return lambda route: route.fulfill(body=html, content_type="text/html")


def too_large(visitor) -> str:
    """The answer to a request that says it brings more than the portal takes, and breaks off."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in visitor.context.cookies())
    where = urlsplit(visitor.portal.address)
    with closing(http.client.HTTPConnection(where.hostname, where.port, timeout=30)) as connection:
        return _broken_off(connection, cookies)


def _broken_off(connection: http.client.HTTPConnection, cookies: str) -> str:
    connection.putrequest("POST", "/submit/")
    for name, value in {"Cookie": cookies, "Content-Length": str(2 * 1024**3)}.items():
        connection.putheader(name, value)
    connection.endheaders(b"x")
    connection.sock.shutdown(socket.SHUT_WR)
    answer = connection.getresponse()
    assert answer.status == 413
    return answer.read().decode()


def test_html_is_valid(visit, inspection):
    """The Nu checker over every page as the server sent it; the pages of walks are in test_walks."""
    for mailbox, addresses in PAGES.items():
        visitor = visit(mailbox)
        for address in addresses:
            answer = visitor.page.request.get(f"{visitor.portal.address}{address}")
            inspection.keep(f"{mailbox or 'anonymous'} {re.sub(r'[?&=]', ' ', address)}", answer.body())
    assert inspection.found() == []


def test_the_first_view_is_light(visit):
    """Requests and bytes of the first view of the list, as they go over the wire."""
    visitor = visit("tochigi")
    seen: list[tuple[str, int]] = []

    def weigh(response) -> None:
        sizes = response.request.sizes()
        seen.append((response.url, sizes["responseBodySize"]))

    visitor.page.on("response", weigh)
    visitor.go("/guidelines/")
    visitor.page.wait_for_load_state("networkidle")
    assert len(seen) <= 6
    assert sum(size for _, size in seen) <= 25 * 1024
