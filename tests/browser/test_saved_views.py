"""Conditions kept, opened, changed and deleted at a browser, with scripts and without."""

import re

import pytest

from tests.browser.test_walks import press


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_the_list_to_the_home_page_and_back(visit, inspection, scripts):
    visitor, name = visit("kagawa", scripts=scripts), f"見本の条件{scripts}"
    page = visitor.go("/guidelines/?kind=guideline&pref=09")
    page.locator("summary", has_text="この条件を保存する").click()
    if scripts:
        inspection.look(visitor, "list with the form")
    press(page, "保存する")
    page.locator("#id_name").wait_for()
    if scripts:
        inspection.look(visitor, "saving without a name")
    page.fill("#id_name", name)
    press(page, "保存する")
    page.wait_for_url(re.compile(r"/guidelines/\?kind=guideline&pref=09"))
    visitor.go("/").get_by_role("link", name=name).click()
    page.get_by_role("heading", name=f"保存した条件「{name}」").wait_for()
    if scripts:
        inspection.look(visitor, "list opened from a view")
    visitor.go("/me/views/").get_by_role("link", name=re.compile(f"^変える.*{name}")).click()
    page.get_by_label("香川県の担当者と共有する").check()
    press(page, "保存する")
    page.get_by_text("共有", exact=True).wait_for()
    if scripts:
        inspection.look(visitor, "views")
    page.get_by_role("link", name=re.compile(f"^削除する.*{name}")).click()
    press(page, "削除する")
    page.get_by_text("完了：保存した条件を削除しました").wait_for()
    assert page.get_by_text(name).count() == 0
    assert inspection.found() == []
