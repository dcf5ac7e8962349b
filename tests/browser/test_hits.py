"""Looking within a document, from hit to hit and back, with the keys alone, with and without scripts."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_keyboard import sign_in, until_read, wait_until

WORDS = "全国 調査"
DOCUMENT = "/guidelines/1/"  # a PDF of six pages

# Where each box lies on the picture, in parts of it; and whether anything of it is seen.
BOXES = """() => {
    const picture = document.querySelector(".viewer__sheet img").getBoundingClientRect();
    return [...document.querySelectorAll(".viewer__marks rect")].map((rect) => {
        const box = rect.getBoundingClientRect(), look = getComputedStyle(rect);
        return {
            inside: box.left >= picture.left && box.top >= picture.top
                && box.right <= picture.right && box.bottom <= picture.bottom,
            x: (box.left - picture.left) / picture.width,
            y: (box.top - picture.top) / picture.height,
            seen: box.width > 4 && box.height > 4 && look.visibility === "visible" && look.display !== "none",
        };
    });
}"""


def until_found(page: Page) -> None:
    """The worker goes through what was published within seconds."""
    wait_until(page, lambda: page.reload() and page.locator(".viewer__hitlist li").count() >= 2)


def link(page: Page, name: str):
    return page.get_by_role("link", name=re.compile(name))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
@pytest.mark.parametrize("width", [1280, 390])
def test_from_hit_to_hit_and_back_with_the_keys_alone(visit, scripts, width):
    until_read(visit().go(DOCUMENT))
    until_found(visit().go(f"{DOCUMENT}?in={quote(WORDS)}"))
    visitor = visit(scripts=scripts, width=width)
    page, keys = visitor.page, sign_in(visitor, "kagawa")
    visitor.go(DOCUMENT)
    keys.write(page.locator("#in-q"), WORDS)
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator(".viewer__hitlist li")).not_to_have_count(0)
    assert page.locator(".viewer__hitlist mark").first.inner_text() in WORDS
    keys.follow(page.locator(".viewer__hitlist a"))
    first = page.url
    assert "q=" in first
    boxes = page.evaluate(BOXES)
    assert boxes
    assert all(box["inside"] and box["seen"] for box in boxes)
    where = [(box["x"], box["y"]) for box in boxes]
    keys.follow(link(page, "次の該当ページ"))
    assert page.url != first
    assert page.evaluate(BOXES)
    page.go_back()
    assert page.url == first
    again = [(box["x"], box["y"]) for box in page.evaluate(BOXES)]
    assert again == pytest.approx([pytest.approx(place, abs=0.01) for place in where])
    assert keys.pressed < 200


def test_boxes_stay_on_their_words_on_paper_and_on_any_screen(visit):
    """The picture is smaller on paper and on a phone; the boxes are where they were on it."""
    until_read(visit().go(DOCUMENT))
    until_found(visit().go(f"{DOCUMENT}?in={quote(WORDS)}"))
    page = visit().go(f"{DOCUMENT}?page=2&q={quote(WORDS)}")
    wide = page.evaluate(BOXES)
    page.set_viewport_size({"width": 390, "height": 844})
    narrow = page.evaluate(BOXES)
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    paper = page.evaluate(BOXES)
    assert wide
    for boxes in (narrow, paper):
        assert all(box["inside"] and box["seen"] for box in boxes)
        for here, there in zip(wide, boxes, strict=True):
            assert (here["x"], here["y"]) == pytest.approx((there["x"], there["y"]), abs=0.01)


def test_the_pages_of_hits_are_accessible_and_valid(visit, inspection):
    until_read(visit().go(DOCUMENT))
    until_found(visit().go(f"{DOCUMENT}?in={quote(WORDS)}"))
    visitor = visit()
    for name, query in {
        "list": f"?in={quote(WORDS)}", "hit": f"?page=2&q={quote(WORDS)}",
        "none": f"?in={quote('存在しない言葉')}", "letters": f"?in={quote('導入')}&page=3",
    }.items():  # fmt: skip
        visitor.go(f"{DOCUMENT}{query}")
        inspection.look(visitor, f"hits {name}")
    assert inspection.found() == []
