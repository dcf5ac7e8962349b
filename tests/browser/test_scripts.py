"""What the one script adds: copying, saving by itself, sending files with a bar, and what it says when that fails."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_keyboard import wait_until

A_FILE = {"name": "送る見本.txt", "mimeType": "text/plain", "buffer": "見本の本文です。".encode()}


def new_draft(visitor, button: str) -> Page:
    page = visitor.go("/submit/")
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile("/(files|details)/$"))
    return page


def test_saving_by_itself_names_what_it_could_not_keep(visit):
    """Ten quiet seconds after the last key; the clock is moved on instead of waiting."""
    visitor = visit("tochigi")
    visitor.page.clock.install()
    page = new_draft(visitor, "県のサイトへのリンクだけを登録する")
    page.fill("input[name=title]", "ひとりでに保存した題名")
    page.fill("input[name=issued_on]", "令和6年4月31日")
    status = page.locator("[data-autosave-status]")
    page.clock.run_for(11_000)
    expect(status).to_contain_text("に自動保存しました。策定・公表した日は保存できていません：")
    expect(page.locator("input[name=issued_on]")).to_have_value("令和6年4月31日")
    page.fill("input[name=issued_on]", "令和6年4月30日")
    page.clock.run_for(11_000)
    expect(status).to_have_text(re.compile("に自動保存しました$"))
    page.reload()
    expect(page.locator("input[name=title]")).to_have_value("ひとりでに保存した題名")
    expect(page.locator("input[name=issued_on]")).to_have_value("令和6年4月30日")


def test_what_became_of_the_files_has_the_focus(visit):
    page = new_draft(visit("tochigi"), "ファイルを登録する")
    page.set_input_files("input[name=files]", files=[A_FILE])
    page.get_by_role("button", name="選んだファイルを送る").click()
    news = page.locator("[data-result]")
    expect(news).to_contain_text("登録するファイル")
    expect(news).to_be_focused()


@pytest.mark.parametrize("name", ["選んだファイルを送る", "下書きに保存する"])
def test_a_lost_connection_names_the_button_to_press_again(visit, name):
    page = new_draft(visit("tochigi"), "ファイルを登録する")
    page.set_input_files("input[name=files]", files=[A_FILE])
    page.route("**/files/", lambda route: route.abort("connectionreset"))
    button = page.get_by_role("button", name=name)
    button.click()
    told = page.get_by_role("alert")
    expect(told).to_have_text(f"送信の途中で切れました。入力した内容は残っています。もう一度「{name}」を押してください")
    expect(told).to_be_in_viewport()
    gap = told.bounding_box()["y"] - button.bounding_box()["y"]
    assert 0 < gap < 100  # beside the button, not at the end of the form
    assert page.locator("input[name=files]").evaluate("field => field.files.length") == 1
    page.unroute("**/files/")
    button.click()
    expect(told).to_have_count(0)
    expect(page.locator("main")).to_contain_text("登録するファイル" if "送る" in name else "名前のない資料")


def test_a_citation_and_a_text_are_copied_with_one_press(visit):
    visitor = visit("tochigi")
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.page
    # The text is folded once the page has its picture, which the worker may still be making.
    wait_until(page, lambda: visitor.go("/guidelines/1/?page=3").locator(".viewer__page img").count())
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
