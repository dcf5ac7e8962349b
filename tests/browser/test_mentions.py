"""Somebody is called from the list at a browser, with scripts and without."""

import re

import pytest

from tests.browser.test_walks import press


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_body_is_chosen_confirmed_and_marked(visit, scripts):
    visitor, words = visit("fukui", scripts=scripts), f"使い方をたずねます{scripts}"
    page = visitor.go("/guidelines/1/")
    page.fill("#id_text", words)
    press(page, "宛先を選ぶ")
    page.locator("details[open] > .choices").wait_for()
    assert page.locator("#id_text").input_value() == words
    page.locator("summary", has_text=re.compile("^香川県")).click()
    page.get_by_label(re.compile("^香川県の全員")).check()
    press(page, "投稿する")
    page.get_by_label(re.compile("このまま知らせます")).wait_for()
    assert page.locator("#id_text").input_value() == f"@香川県\n{words}"
    page.get_by_label(re.compile("このまま知らせます")).check()
    press(page, "投稿する")
    page.get_by_text(re.compile("人に知らせます")).wait_for()
    page.locator(".said", has_text=words).locator("a.mention", has_text="@香川県").wait_for()
