"""Whole tasks with the keys alone, and where the focus is while Tab is pressed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD

FAR = 120
PLACES = ["/", "/guidelines/", "/guidelines/1/?page=3", "/submit/", "/me/drafts/", "/prefectures/"]

# What the person sees of the element that has the focus.
FOCUS = """() => {
    const here = document.activeElement;
    if (here === document.body) return null;
    const box = here.getBoundingClientRect(), look = getComputedStyle(here);
    const at = (x, y) => {
        const top = document.elementFromPoint(x, y);
        return top && (here.contains(top) || top.contains(here));
    };
    return {
        what: here.outerHTML.slice(0, 90),
        outline: `${look.outlineStyle} ${look.outlineWidth}`,
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        uncovered: at(box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 12)),
    };
}"""


class Keys:
    """A person with a keyboard; counts what they press, but for the letters they write."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def to(self, place: Locator) -> "Keys":
        """Tab until the place has the focus."""
        place.first.wait_for(state="attached")
        for _ in range(FAR):
            if place.first.evaluate("each => each === document.activeElement"):
                return self
            self.press("Tab")
        pytest.fail(f"not reached with Tab: {place}")

    def write(self, place: Locator, words: str) -> None:
        self.to(place)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def tick(self, place: Locator) -> None:
        self.to(place).press("Space")
        expect(place.first).to_be_checked()

    def choose(self, radio: Locator) -> None:
        """Tab leads to the group, the arrows lead to one of it."""
        name = radio.get_attribute("name")
        self.to(self.page.locator(f"input[name={name}]"))
        for _ in range(10):
            if radio.is_checked():
                return
            self.press("ArrowDown")
        pytest.fail(f"not reached with the arrows: {name}")

    def follow(self, place: Locator) -> None:
        """Enter on a link or a button, and the page that it leads to."""
        self.to(place)
        with self.page.expect_navigation():
            self.press("Enter")


def sign_in(visitor, mailbox: str) -> Keys:
    keys = Keys(visitor.go("/login/"))
    keys.write(visitor.page.locator("input[name=login]"), f"{mailbox}@example.jp")
    keys.write(visitor.page.locator("input[name=password]"), PASSWORD)
    keys.follow(visitor.page.get_by_role("button", name="ログインする"))
    return keys


def skip(keys: Keys, words: str) -> None:
    """Over what is not wanted: the link that is seen only while it has the focus."""
    keys.to(keys.page.get_by_role("link", name=words)).press("Enter")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_finding_and_reading_a_page_takes_few_keys(visit):
    """Sign in, search by a word, open the first hit, jump to a page: at most 60 presses."""
    until_read(visit().go("/guidelines/1/"))
    visitor = visit()
    page, keys = visitor.page, sign_in(visitor, "kagawa")
    keys.write(page.locator("#site-q"), "活動状況報告書")
    keys.press("Enter")
    page.wait_for_url(re.compile("/search/\\?q="))
    skip(keys, "本文へ移動")
    skip(keys, "絞り込みを飛ばして検索結果へ")
    keys.follow(page.get_by_role("link", name=re.compile("ワーキングチーム 活動状況報告書")))
    skip(keys, "本文へ移動")
    keys.write(page.locator("#pg"), "4")
    with page.expect_navigation():
        keys.press("Enter")
    assert "page=4" in page.url
    assert keys.pressed <= 60


def until_read(page: Page) -> None:
    """The demo's report may still be on its way through the worker."""
    wait_until(page, lambda: page.reload() and page.locator("#pg").count() == 1)


def wait_until(page: Page, holds: Callable[[], object]) -> None:
    for _ in range(120):
        if holds():
            return
        page.wait_for_timeout(500)
    pytest.fail("it did not come about within a minute")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_registering_two_files_and_reviewing_them(visit, tmp_path: Path, scripts):
    title = f"鍵盤だけで登録した見本（{'あり' if scripts else 'なし'}）"
    files = [tmp_path / "一つめ.txt", tmp_path / "二つめ.md"]
    for file in files:
        file.write_text(f"見本の本文 {file.name} {scripts}", encoding="utf-8")
    officer = visit(scripts=scripts)
    page, keys = officer.page, sign_in(officer, "fukui")
    keys.follow(page.get_by_role("link", name="資料を登録する"))
    keys.follow(button(page, "ファイルを登録する"))
    page.once("filechooser", lambda chooser: chooser.set_files([str(file) for file in files]))
    keys.to(page.locator("input[name=files]")).press("Enter")
    wait_until(page, lambda: page.locator("input[name=files]").evaluate("each => each.files.length") == 2)
    keys.to(button(page, "選んだファイルを送る")).press("Enter")
    expect(page.locator(".file__state")).to_have_count(2)
    expect(page.locator(".file__state").nth(1)).to_contain_text("登録できます", timeout=60_000)
    keys.to(button(page, "次へ：内容を書く")).press("Enter")
    page.wait_for_url(re.compile("/details/$"))
    keys.tick(page.get_by_label("研修資料", exact=True))
    keys.write(page.locator("input[name=title]"), title)
    keys.write(page.locator("textarea[name=summary]"), "鍵盤だけで書きました")
    keys.tick(page.get_by_label("活用", exact=True))
    keys.write(page.locator("input[name=issued_on]"), "令和6年7月1日")
    keys.follow(button(page, "次へ：確認して提出する"))
    keys.tick(page.locator("input[name=no_secrets]"))
    keys.tick(page.locator("input[name=rights]"))
    keys.follow(button(page, "提出する"))
    expect(page.get_by_role("heading", name="完了：提出しました")).to_be_visible()

    desk = visit(scripts=scripts)
    page, keys = desk.page, sign_in(desk, "secretariat")
    keys.follow(page.get_by_role("navigation", name="主なページ").get_by_role("link", name=re.compile("^審査")))
    keys.follow(page.get_by_role("link", name=title))
    keys.choose(page.locator("input[name=decision][value=send_back]"))
    keys.write(page.locator("textarea[name=message]"), "概要に、だれ向けかを書いてください。")
    keys.follow(button(page, "判断を確定する"))
    expect(page.get_by_role("status").first).to_contain_text("差し戻しました")


@pytest.mark.parametrize("address", PLACES)
def test_the_focus_is_always_seen_and_never_trapped(visit, address):
    page, wrong, seen = visit("tochigi").go(address), [], []
    for _ in range(300):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        seen.append(focus["what"])
        # a field of the browser's own (file, date) draws its ring itself
        if not focus["inView"] or not focus["uncovered"] or not focus["outline"].startswith("solid 4px"):
            wrong.append(focus)
    else:
        pytest.fail(f"300 presses of Tab did not leave {address}")
    assert wrong == []
    assert len(seen) > 10


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_first_stop_leads_to_the_text(visit, scripts):
    page = visit("tochigi", scripts=scripts).go("/guidelines/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("本文へ移動")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
