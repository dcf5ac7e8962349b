"""A body asks the secretariat alone, beside a document of another body, and is answered; with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

ONLY = "事務局と福井県だけが読めます"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_body_asks_the_secretariat_alone(visit, inspection, scripts):
    words = f"この資料について、事務局だけに聞きたいことです（{'あり' if scripts else 'なし'}）"
    asks, desk, owner = (visit(name, scripts=scripts) for name in ("fukui", "secretariat", "tochigi"))
    page = asks.go("/guidelines/1/")
    page.get_by_role("link", name="事務局にだけ相談する").click()
    expect(page.get_by_text(ONLY)).to_be_visible()
    press(page, "投稿する")
    expect(page.get_by_text("エラー：コメントを書いてください").first).to_be_visible()
    look(asks, inspection, "what is to be mended", scripts=scripts)
    page.get_by_label("相談の内容").fill(words)
    page.get_by_label("質問として投稿する").check()
    press(page, "投稿する")
    page.wait_for_url("**/comments/confidential/**")
    expect(page.get_by_text(ONLY).first).to_be_visible()
    look(asks, inspection, "one thread", scripts=scripts)
    address = page.url.removeprefix(asks.portal.address)

    assert owner.go(address).get_by_text("見つかりません").first.is_visible()
    expect(owner.go("/guidelines/1/").get_by_text(words)).to_have_count(0)

    page = desk.go("/me/confidential/")
    page.get_by_role("link", name=words).click()
    page.get_by_label("返信").fill("事務局からのお返事です。")
    press(page, "返信を投稿する")
    expect(page.get_by_text("事務局からのお返事です。")).to_be_visible()
    look(desk, inspection, "one thread at the desk", scripts=scripts)

    page = asks.go("/me/confidential/")
    expect(page.get_by_role("listitem").filter(has_text=words)).to_contain_text("福井県の返事待ち")
    look(asks, inspection, "the list", scripts=scripts)
    page.get_by_role("link", name=words).click()
    press(page, "解決済みにする")
    expect(page.get_by_text("解決済みになりました")).to_be_visible()
    if scripts:
        assert inspection.found() == []


def look(visitor, inspection, name: str, *, scripts: bool) -> None:
    """What the checkers run is a script itself."""
    if scripts:
        inspection.look(visitor, name)
