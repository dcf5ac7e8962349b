"""Searching as officers do it: with scripts and without, by keyboard alone, to the page and back."""

import re

import pytest

from tests.browser.test_keyboard import sign_in, skip, wait_until


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_words_to_the_page_and_back(visit, scripts):
    visitor = visit("kagawa", scripts=scripts)
    page = visitor.go("/guidelines/")
    page.fill("#site-q", "要約")
    page.get_by_role("button", name="検索", exact=True).click()
    page.wait_for_url(re.compile("/search/"))
    # The demo's files may still be on their way through the worker.
    wait_until(page, lambda: page.reload() and page.locator(".found-page__at").count() >= 2)
    names = {name.strip() for name in page.locator(".found-page__at").all_inner_texts()}
    assert {"4ページ", "1シート目"} <= names
    assert page.locator("mark").first.inner_text() == "要約"
    page.get_by_role("link", name="4ページ").click()
    page.wait_for_url(re.compile("page=4&q="))
    page.go_back()
    assert page.locator("#q").input_value() == "要約"
    page.locator("summary", has_text="都道府県").click()
    page.get_by_label(re.compile("^福井県")).check()
    page.get_by_role("button", name="適用する", exact=True).click()
    page.wait_for_url(re.compile("pref=18"))
    assert page.locator(".hit").count() == 1
    page.locator(".pill", has_text="福井県").click()
    assert page.locator(".hit").count() == 2


def test_what_is_being_typed_is_completed(visit):
    page = visit("kagawa").go("/guidelines/")
    box, offered = page.locator("#site-q"), page.locator("#site-q-words option")
    box.press_sequentially("生")
    box.press_sequentially("成")
    wait_until(page, lambda: offered.count() >= 1)
    words = [option.get_attribute("value") for option in offered.all()]
    assert all("生成" in each for each in words)
    assert box.get_attribute("list") == "site-q-words"
    box.fill(words[0])
    box.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    assert page.locator("#q").input_value() == words[0]


def test_by_keyboard_alone(visit):
    visitor = visit()
    page, keys = visitor.page, sign_in(visitor, "kagawa")
    keys.write(page.locator("#site-q"), "要約")
    keys.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    wait_until(page, lambda: page.reload() and page.locator(".found-page__at").count() >= 1)
    skip(keys, "本文へ移動")
    skip(keys, "絞り込みを飛ばして検索結果へ")
    keys.follow(page.locator(".found-page__at").first)
    page.wait_for_url(re.compile("#viewer"))
    page.go_back()
    assert "要約" in page.title()
    assert keys.pressed <= 60


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_every_prefectures_rule_on_confidential_information_is_proven_by_its_page(visit, scripts):
    """The officer asks in the words of her office; the guidelines say 非公開情報."""
    visitor = visit("tochigi", scripts=scripts)
    page = visitor.go("/")
    page.fill("#site-q", "機密性情報の入力")
    page.get_by_role("button", name="検索", exact=True).click()
    page.wait_for_url(re.compile("/search/"))
    bodies = page.locator(".hit", has=page.locator(".found-page")).locator(".gcard__pref")
    wait_until(page, lambda: page.reload() and bodies.count() >= 4)
    assert {"山口県", "栃木県", "香川県", "千葉県"} <= {name.strip() for name in bodies.all_inner_texts()}
    assert "「非公開情報」も含めて探しました" in page.locator("main").inner_text().replace("\n", "")
    hits = page.locator(".hit", has=page.locator(".found-page"))
    for number in range(4):
        hits.nth(number).locator(".found-page__at").first.click()
        page.wait_for_url(re.compile("page=2&q="))
        boxes = page.locator(".viewer__marks rect")
        assert boxes.count() >= 2, "both words, on the picture of the page"
        assert page.locator(".viewer__sheet img").evaluate("picture => picture.complete && picture.naturalWidth > 0")
        page.go_back()
        page.wait_for_url(re.compile("/search/"))
