"""Pages that only a walk leads to: accessible at both widths and valid HTML, with errors and without."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_keyboard import wait_until

GOOD = {"name": "案内.txt", "mimeType": "text/plain", "buffer": "連絡先は028-623-2323です。".encode()}
BAD = {"name": "悪い.exe", "mimeType": "x/y", "buffer": b"MZ"}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def describe(page: Page, title: str, summary: str) -> None:
    page.get_by_label("研修資料", exact=True).check()
    page.get_by_label("活用", exact=True).check()
    page.fill("input[name=title]", title)
    page.fill("textarea[name=summary]", summary)
    page.fill("input[name=issued_on]", "令和6年7月1日")
    press(page, "次へ：確認して提出する")
    page.wait_for_url("**/confirm/")


def hand_in(page: Page) -> None:
    for name in ("no_secrets", "rights"):
        page.locator(f"input[name={name}]").check()
    press(page, "提出する")
    page.get_by_role("heading", name="完了：提出しました").wait_for()


def send_back(page: Page, message: str) -> None:
    page.locator("input[name=decision][value=send_back]").check()
    page.fill("textarea[name=message]", message)
    press(page, "判断を確定する")


def test_from_the_first_file_to_the_second_decision(visit, inspection):
    """One draft with everything that can go wrong on its way: files, words, a late window, a late decision."""
    title = "歩いて見た見本"
    officer = visit("fukui")
    details = choose_files(officer, inspection)
    # Two windows that are left open on what is then handed in.
    words, files = visit("fukui"), visit("fukui")
    words.go(details)
    files.go(details.replace("/details/", "/files/"))
    describe_and_hand_in(officer, inspection, details, title)
    write_too_late(words, files, inspection)
    desk, slower = visit("secretariat"), visit("secretariat2")
    address = decide_twice(desk, slower, inspection, title)
    officer.go(details)
    officer.page.fill("input[name=section]", "見本課")
    inspection.look(officer, "details of what was sent back")
    describe(officer.page, title, "職員向けの概要です")
    hand_in(officer.page)
    look_again(desk, inspection, address)
    assert inspection.found() == []


def choose_files(officer, inspection) -> str:
    """The address of the next step."""
    page = officer.go("/submit/")
    press(page, "ファイルを登録する")
    page.wait_for_url("**/files/")
    inspection.look(officer, "files")
    page.set_input_files("input[name=files]", files=[GOOD, BAD])
    press(page, "選んだファイルを送る")
    page.get_by_role("alert").wait_for()
    inspection.look(officer, "files with errors")
    page.locator(".file", has_text="悪い.exe").get_by_role("button").click()
    expect(page.locator(".file")).to_have_count(1)
    return page.url.replace("/files/", "/details/").removeprefix(officer.portal.address)


def describe_and_hand_in(officer, inspection, details: str, title: str) -> None:
    page = officer.go(details)
    inspection.look(officer, "details")
    page.fill("input[name=issued_on]", "令和6年4月31日")
    press(page, "次へ：確認して提出する")
    page.get_by_role("alert").wait_for()
    inspection.look(officer, "details with errors")
    officer.go(details.replace("/details/", "/confirm/"))
    inspection.look(officer, "confirm what is not complete")
    officer.go(details)
    describe(page, title, "はじめの概要です")
    press(page, "提出する")
    page.get_by_role("alert").wait_for()
    inspection.look(officer, "confirm with errors")
    hand_in(page)
    inspection.look(officer, "done")


def write_too_late(words, files, inspection) -> None:
    """What was written can be copied; a file that was not taken is not said to be there."""
    words.page.fill("textarea[name=summary]", "ほかの窓で書いた概要です")
    press(words.page, "下書きに保存する")
    words.page.get_by_role("heading", name="この版はもう直せません").wait_for()
    expect(words.page.get_by_text("下に残してあるので、写しを取ってください")).to_have_count(1)
    inspection.look(words, "closed to words")
    files.page.set_input_files("input[name=files]", files=[GOOD])
    press(files.page, "選んだファイルを送る")
    files.page.get_by_role("heading", name="この版はもう直せません").wait_for()
    expect(files.page.locator("main")).to_contain_text("受け取らなかったファイル：案内.txt")
    expect(files.page.get_by_text("下に残してある")).to_have_count(0)
    inspection.look(files, "closed to files")


def decide_twice(desk, slower, inspection, title: str) -> str:
    """The address of the review."""
    page = desk.go("/review/")
    page.get_by_role("link", name=title).click()
    page.wait_for_url(re.compile("/review/[0-9]+/"))
    address = page.url.removeprefix(desk.portal.address)
    slower.go(address)
    # The worker reads the file's words meanwhile; what they are checked for comes with them.
    wait_until(page, lambda: desk.go(address).get_by_text("個人情報らしい文字列が1か所あります").count())
    inspection.look(desk, "review with problems")
    send_back(page, "概要に、だれ向けかを書いてください。")
    page.get_by_role("status").first.wait_for()
    send_back(slower.page, "あとから書いた連絡です。")
    slower.page.get_by_role("heading", name="ほかの人が先に決めました").wait_for()
    expect(slower.page.locator("blockquote")).to_have_text("あとから書いた連絡です。")
    inspection.look(slower, "decided meanwhile")
    slower.go(address)
    inspection.look(slower, "review of what was sent back")
    return address


def look_again(desk, inspection, address: str) -> None:
    """At what was handed in a second time, beside what it was before."""
    page = desk.go(address)
    expect(page.locator("ins")).to_have_text(["職員向けの概要です", "見本課"])
    expect(page.locator("del")).to_have_text(["はじめの概要です"])  # an empty field is no text to strike out
    page.set_viewport_size({"width": 390, "height": 844})
    fits = "box => box.scrollWidth <= box.clientWidth"
    assert page.locator(".scroll-x").evaluate(fits)  # before and now are seen beside each other
    inspection.look(desk, "review of a second submission")
    press(page, "判断を確定する")
    page.get_by_role("alert").wait_for()
    inspection.look(desk, "review with errors")


def test_two_people_at_one_draft(visit, inspection):
    first, second = visit("tochigi"), visit("tochigi2")
    page = first.go("/submit/")
    page.get_by_role("button", name="県のサイトへのリンクだけを登録する").click()
    page.wait_for_url("**/details/")
    other = second.go(page.url.removeprefix(second.portal.address))
    for each, words in ((page, "花子の題名"), (other, "一郎の題名")):
        each.fill("input[name=title]", words)
        each.fill("textarea[name=summary]", words)
        each.get_by_role("button", name="下書きに保存する").click()
    other.get_by_role("heading", name="ほかの人がこの下書きを変えました").wait_for()
    inspection.look(second, "clash")
    other.get_by_label("資料の名前：いま保存されている内容を残す").check()
    other.fill("textarea[name=summary]", "二人の概要")
    other.get_by_role("button", name="選んだ内容を保存する").click()
    other.get_by_text("下書きを保存しました").wait_for()
    assert other.input_value("input[name=title]") == "花子の題名"
    assert other.input_value("textarea[name=summary]") == "二人の概要"
    assert inspection.found() == []


def test_an_invitation_and_a_new_password(visit, inspection):
    """Both by the link that came by mail."""
    desk, guest = visit("secretariat"), visit()
    page = desk.go("/manage/members/invite/")
    press(page, "招待を送る")
    page.get_by_role("alert").wait_for()
    inspection.look(desk, "invite with errors")
    page.select_option("select[name=organization]", label="福井県")
    page.get_by_label("担当者", exact=True).check()
    page.fill("input[name=name]", "見本 新人")
    page.fill("input[name=email]", "shinjin@example.jp")
    press(page, "招待を送る")
    page.wait_for_url("**/manage/members/")
    inspection.look(desk, "members with an invitation")
    invitation = mailed(guest, "shinjin@example.jp", r"/invite/\S+")
    page = guest.go(invitation)
    inspection.look(guest, "invitation")
    press(page, "登録する")
    page.get_by_role("alert").wait_for()
    inspection.look(guest, "invitation with errors")
    desk.go(invitation)
    inspection.look(desk, "invitation opened by somebody else")

    page = guest.go("/password/reset/")
    page.fill("input[name=email]", "hokkaido@example.jp")
    page.locator("main").get_by_role("button").click()
    page.wait_for_url("**/password/reset/done/")
    inspection.look(guest, "password reset done")
    page = guest.go(mailed(guest, "hokkaido@example.jp", r"/password/reset/key/\S+"))
    inspection.look(guest, "new password")
    press(page, "このパスワードにする")
    page.get_by_role("alert").wait_for()
    inspection.look(guest, "new password with errors")
    assert inspection.found() == []


def mailed(visitor, mailbox: str, link: str) -> str:
    """The link in the last letter to this person; where no mail server is named, letters lie in a folder."""
    folder: Path = visitor.portal.data / "mail"
    found: list[str] = []

    def has_come() -> bool:
        for letter in sorted(folder.glob(f"*-{mailbox}.eml"), reverse=True):
            found.extend(re.findall(link, letter.read_text(encoding="utf-8")))
        return bool(found)

    wait_until(visitor.page, has_come)
    return found[0]
