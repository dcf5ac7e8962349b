"""Who writes too much too quickly waits, and nothing of what was typed is lost: with and without scripts."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitor

WORDS = "書きかけの長い文章です。消えては困ります。"
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|once)" value="(\w+)"')
_DOCUMENT = re.compile(r'href="(/guidelines/\d+/)"')


def flood(visitor: Visitor, document: str) -> int:
    """Comments until one is not taken; how many were."""
    ask, number = visitor.context.request, 0
    address = f"{visitor.portal.address}/comments/on/{document.split('/')[2]}/"
    while number < 20:
        page = ask.get(f"{visitor.portal.address}{document}").text()
        form = dict(_HIDDEN.findall(page[page.index('action="/comments/on/') :]))
        answer = ask.post(address, form={**form, "text": f"{number}番目の文です"}, headers={"Referer": address})
        if answer.status == 429:
            assert int(answer.headers["retry-after"]) > 0
            return number
        assert answer.ok, answer.status
        number += 1
    raise AssertionError("nobody stops it")


def test_a_429_keeps_the_text_with_and_without_scripts(visit):
    first = visit("observer")
    document = _DOCUMENT.search(first.go("/guidelines/").content())[1]
    assert flood(first, document) == 10
    for scripts in (True, False):
        visitor = visit("observer", scripts=scripts)
        page = visitor.go(document)
        page.locator(".talk textarea[name=text]").first.fill(WORDS)
        page.locator(".talk").get_by_role("button", name="投稿する").first.click()
        expect(page.locator("main")).to_contain_text("続けて投稿できる数を超えました")
        assert visitor.answer.status == 429
        expect(page.locator("textarea[name=text]")).to_have_value(WORDS)
