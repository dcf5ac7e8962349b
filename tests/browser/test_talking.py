"""Members talk about a document, hear of it and are moderated: the whole way, with scripts and without."""

import email
import email.policy
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Portal, Visitor
from tests.browser.test_keyboard import wait_until
from tests.browser.test_walks import press

TITLE = "生成AI利用ガイドライン・活用事例集（合冊・見本）"
FOLLOWING = ("^フォローする", "^フォローをやめる")
JAPAN = timedelta(hours=9)


def opened(visitor: Visitor) -> str:
    """The address of the document of 香川県, as a member finds it."""
    visitor.go("/guidelines/?pref=37")
    visitor.page.get_by_role("link", name=re.compile(re.escape(TITLE))).first.click()
    visitor.page.wait_for_url(re.compile(r"/guidelines/\d+/"))
    return re.search(r"/guidelines/\d+/", visitor.page.url)[0]


def hears_weekly(visitor: Visitor, document: str) -> None:
    """Follows the document, and wants to hear of what is said there on Mondays only."""
    page = visitor.go("/me/notices/")
    for kind in ("comment", "answer", "resolved"):
        page.select_option(f"select[name={kind}_mail]", "weekly")
    press(page, "保存する")
    page.get_by_text("保存しました").first.wait_for()
    visitor.go(document)
    follow, unfollow = (page.locator(".page-head").get_by_role("button", name=re.compile(name)) for name in FOLLOWING)
    if follow.count():
        follow.click()
    unfollow.wait_for()


def ask(visitor: Visitor, document: str, words: str) -> None:
    page = visitor.go(f"{document}?page=3")
    page.get_by_label("3ページへのコメント").fill(words)
    page.get_by_label("質問として投稿する").check()
    press(page, "投稿する")
    said = page.locator(".said", has_text=words)
    said.wait_for()
    expect(said.locator(".chip", has_text="質問")).to_have_count(1)
    expect(said.locator("a.chip", has_text="3ページ")).to_have_count(1)


def told(visitor: Visitor, sentence: str, words: str) -> None:
    """A notice is in the inbox, unread, and opens the thread in which the words stand; others may say the same."""
    page = visitor.page

    def leads_there() -> bool:
        visitor.go("/notices/")
        row = page.locator(".task", has_text=sentence).filter(has=page.locator(".chip", has_text="未読"))
        if not row.count():
            return False
        row.first.locator("a").click()
        page.locator("#comments").wait_for()
        return words in page.locator("#comments").inner_text()

    wait_until(page, leads_there)


def answer(visitor: Visitor, words: str, to: str) -> None:
    page = visitor.page
    thread = page.locator(".thread", has_text=to)
    if not page.locator("#write").get_by_role("button", name="返信を投稿する").count():
        thread.get_by_role("link", name=re.compile("^返信する")).click()
    page.get_by_label("返信", exact=True).fill(words)
    press(page, "返信を投稿する")
    page.locator(".said__text", has_text=words).wait_for()


def letters_of(portal: Portal, mailbox: str) -> list[str]:
    """Plain texts of the notices that were mailed to a person and tell of the document, oldest first."""
    found = []
    for path in sorted((portal.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if letter["To"] == f"{mailbox}@example.jp" and "List-Unsubscribe" in letter:
            found.append(letter.get_body(("plain",)).get_content())
    return [text for text in found if TITLE in text]


def on_monday(portal: Portal) -> None:
    """What the worker does every minute, as if it were next Monday, 8:35 in Japan; and once more, as it does."""
    now = datetime.now(UTC) + JAPAN
    monday = (now + timedelta(days=7 - now.weekday())).replace(hour=8, minute=35, tzinfo=None)
    environment = {
        "PATH": os.environ["PATH"],
        "PORTAL_DATA_DIR": str(portal.data),
        "PORTAL_DEMO": "1",
        "PORTAL_NOW": monday.isoformat(timespec="seconds"),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    program = (
        "from mail.tasks import send_waiting; from notices.tasks import write_letters;"
        " write_letters.func(); write_letters.func(); send_waiting.func()"
    )
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", program]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def decide(page: Page, document: str, words: str, reason: str) -> None:
    page.locator(".said", has_text=words).last.get_by_role("link", name=re.compile("^確認する")).click()
    page.locator("input[name=decision][value=hide]").check()
    page.fill("textarea[name=message]", reason)
    press(page, "判断を確定する")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_asked_answered_followed_and_moderated(visit, portal, scripts):
    mark = "スクリプトあり" if scripts else "スクリプトなし"
    question, reply = f"3ページの条件は、だれが確かめますか（{mark}）", f"所属の情報管理者が確かめます（{mark}）"
    rude, reason = f"この程度の資料は読むに値しません（{mark}）", f"相手を傷つける言葉です（{mark}）"
    hokkaido = visit("hokkaido", scripts=scripts)
    document = opened(hokkaido)
    hears_weekly(hokkaido, document)
    mailed = len(letters_of(portal, "hokkaido"))

    kagawa, fukui = (visit(who, scripts=scripts) for who in ("kagawa", "fukui"))
    ask(fukui, document, question)
    told(kagawa, f"福井県 見本 越前が、「{TITLE}」の3ページにコメントしました", question)
    answer(kagawa, reply, to=question)
    press(kagawa.page, "解決済みにする")
    kagawa.page.get_by_text("解決済みになりました").first.wait_for()
    told(fukui, f"香川県 見本 さぬきが、「{TITLE}」の3ページの話題に返信しました", reply)

    tochigi = visit("tochigi", scripts=scripts)
    thread = fukui.page.url.partition("#")[0]  # with its place it would not be asked for again
    tochigi.page.goto(thread)
    answer(tochigi, rude, to=question)
    desk = visit("secretariat", scripts=scripts)
    desk.page.goto(thread)
    decide(desk.page, document, rude, reason)
    fukui.page.goto(thread)
    assert rude not in fukui.page.locator("main").inner_text()
    assert "事務局が非表示にしました" in fukui.page.locator("#comments").inner_text()
    tochigi.page.goto(thread)
    assert reason in tochigi.page.locator("#comments").inner_text(), "the writer reads why"

    observer = visit("observer", scripts=scripts)
    assert observer.page.goto(f"{portal.address}{document}").status == 404
    assert observer.page.goto(thread).status == 404
    assert TITLE not in observer.go("/notices/").locator("main").inner_text()

    on_monday(portal)
    letters = letters_of(portal, "hokkaido")[mailed:]
    assert len(letters) == 1, "one letter, however often the task runs"
    people = ("福井県 見本 越前", "香川県 見本 さぬき")
    told_once = [f"{who}が、「{TITLE}」の3ページにコメントしました" for who in people]
    for sentence in (*told_once, f"「{TITLE}」の3ページの話題が解決済みになりました"):
        assert letters[0].count(sentence) == 1
    assert f"栃木県 見本 花子が、「{TITLE}」" not in letters[0], "what is hidden is told to nobody"
    assert not any(words in letters[0] for words in (question, reply, rude)), "no word of a comment goes by mail"

    desk.page.goto(thread)
    desk.page.locator(".said", has_text="事務局が非表示にしました").last.get_by_role(
        "link", name=re.compile("^確認する")
    ).click()
    press(desk.page, "表示に戻す")
    desk.page.wait_for_load_state()
    fukui.page.goto(thread)
    assert rude in fukui.page.locator("#comments").inner_text()
    on_monday(portal)
    assert f"栃木県 見本 花子が、「{TITLE}」" in letters_of(portal, "hokkaido")[-1], "what is shown again is told"
