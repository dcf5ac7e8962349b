"""What only a browser shows: the header on small screens, links that are seen with the focus, open folds, paper."""

import io
import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.test_keyboard import wait_until

ADD_COLUMNS = """table => {
    for (const [number, row] of [...table.rows].entries()) {
        while (row.cells.length < 17) row.append(document.createElement(number ? "td" : "th"));
        [...row.cells].forEach((cell, place) => { cell.textContent = `列${place + 1}番の欄に入るすこし長い文章`; });
    }
}"""


def words_on_paper(page) -> str:
    """What lies within the edges of the printed sheets."""
    paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in paper)


def test_the_header_leaves_room_on_low_screens(visit):
    """1280 × 720 at 200 %."""
    page = visit("tochigi").page
    page.set_viewport_size({"width": 640, "height": 360})
    page.reload()
    assert page.locator(".header").bounding_box()["height"] <= 180
    expect(page.locator("h1")).to_be_in_viewport()


def test_the_main_pages_stand_two_by_two_on_a_phone(visit):
    page = visit("tochigi", width=390).page
    boxes = [link.bounding_box() for link in page.locator(".gnav__link").all()]
    assert [(boxes.index(box) // 2, box["height"]) for box in boxes] == [(0, 44), (0, 44), (1, 44), (1, 44)]
    assert len({box["y"] for box in boxes}) == len({box["x"] for box in boxes}) == 2


@pytest.mark.parametrize("width", [1280, 390])
def test_the_link_past_the_conditions_is_seen_with_the_focus(visit, width):
    page = visit("tochigi", width=width).go("/guidelines/")
    link = page.get_by_role("link", name="絞り込みを飛ばして一覧へ")
    page.locator(".crumbs a").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    box = link.bounding_box()
    assert box["height"] >= 24
    top = "([x, y]) => document.elementFromPoint(x, y).textContent"
    assert page.evaluate(top, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]) == "絞り込みを飛ばして一覧へ"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_turning_pages_keeps_the_place_and_the_open_text(visit, scripts):
    visitor = visit("tochigi", scripts=scripts)
    wait_until(visitor.page, lambda: visitor.go("/guidelines/1/?page=6").locator(".viewer__page img").count())
    page = visitor.go("/guidelines/1/")
    page.locator("details.viewer__text summary").click()
    if not scripts:
        page.get_by_role("link", name="文字を開いたままページをめくる").click()
    for number in (2, 3):
        page.locator("a[rel=next]").click()
        page.wait_for_url(re.compile(f"page={number}&text=open#viewer"))
        expect(page.locator("details.viewer__text[open]")).to_be_visible()
        assert page.evaluate("scrollY") > 0
    page.fill("#pg", "５")
    page.get_by_role("button", name="移動").click()
    page.wait_for_url(re.compile("text=open"))
    expect(page.locator("details.viewer__text[open]")).to_be_visible()
    expect(page.locator("#pg")).to_have_value("5")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_on_a_phone_reading_begins_at_the_page_not_at_the_choice_of_files(visit, scripts):
    visitor = visit("tochigi", width=390, scripts=scripts)
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    wait_until(visitor.page, lambda: visitor.go("/guidelines/2/?page=3").locator(".viewer__page img").count())
    visitor.go("/guidelines/2/").locator("a[rel=next]").click()
    visitor.page.wait_for_url(re.compile("page=2#viewer"))
    expect(visitor.page.locator(".viewer__files")).not_to_be_in_viewport(ratio=0.5)
    assert 0 <= visitor.page.locator(".viewer__bar").bounding_box()["y"] <= 60
    picture = visitor.page.locator(".viewer__page img").bounding_box()
    assert picture["y"] + picture["height"] / 2 < 844


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_entry_of_the_outline_leads_to_its_heading(visit, scripts):
    visitor = visit("tochigi", scripts=scripts)
    wait_until(visitor.page, lambda: visitor.go("/guidelines/6/").locator(".outline a").count() == 2)
    visitor.page.set_viewport_size({"width": 1280, "height": 300})
    visitor.page.locator(".outline a").nth(1).click()
    visitor.page.wait_for_url(re.compile("page=2#h1"))
    heading = visitor.page.locator("#h1")
    expect(heading).to_be_in_viewport()
    expect(heading).to_have_text(visitor.page.locator(".outline a").nth(1).inner_text())


def test_a_number_of_a_sheet_is_not_broken_over_lines_on_paper(visit):
    page = visit("tochigi").go("/guidelines/11/")
    page.locator(".sheet table").first.evaluate(ADD_COLUMNS)
    page.locator(".sheet td").nth(3).evaluate("cell => { cell.className = 'num'; cell.textContent = '1,234,567,890'; }")
    assert "1,234,567,890" in words_on_paper(page)
    page.locator(".sheet td").nth(3).evaluate("cell => { cell.className = ''; }")
    assert "1,234,567,890" not in words_on_paper(page)


def test_a_printed_list_names_its_conditions_and_where_it_is_from(visit):
    page = visit("tochigi").go("/guidelines/?q=見本&from=2024-01-01")
    words = words_on_paper(page)
    for expected in (
        "言葉：見本",
        "公表・改定の日：令和6年1月1日から",
        "/guidelines/?q=",
        "印刷した日時",
        "一覧の1/1ページ",
    ):
        assert expected in words
    assert "条件をすべて外す" not in words


def test_a_wide_sheet_is_printed_with_all_its_columns(visit):
    page = visit("tochigi").go("/guidelines/11/")
    page.locator(".sheet table").first.evaluate(ADD_COLUMNS)
    words = re.sub(r"\s", "", words_on_paper(page))
    assert [number for number in range(1, 18) if f"列{number}番" not in words] == []
