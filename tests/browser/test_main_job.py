"""The main job on real documents: 栃木県 registers the ministry's draft, the desk publishes it, 香川県 reads it."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "guidelines"
DRAFT = CORPUS / "文科省_生成AI利活用ガイドライン_案_20241220_資料1.pdf"
FINAL = CORPUS / "文科省_生成AI利活用ガイドライン_Ver2.0_20241226.pdf"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus"),
]


def describe(page: Page, title: str, *, summary: str) -> None:
    page.get_by_label("ガイドライン", exact=True).check()
    page.fill("input[name=title]", title)
    page.fill("textarea[name=summary]", summary)
    page.get_by_label("機密性", exact=True).check()
    page.fill("input[name=issued_on]", "令和6年12月20日")
    page.locator("input[name=requested_visibility][value='1']").check()
    page.get_by_role("button", name="次へ：確認して提出する").click()


def hand_in(page: Page) -> None:
    page.locator("input[name=no_secrets]").check()
    page.locator("input[name=rights]").check()
    page.get_by_role("button", name="提出する").click()
    expect(page.get_by_role("heading", name="完了：提出しました")).to_be_visible()


def choose(page: Page, path: Path) -> None:
    page.set_input_files("input[name=files]", str(path))
    page.get_by_role("button", name="選んだファイルを送る").click()
    expect(page.locator(".file__state").first).to_contain_text("登録できます", timeout=60_000)
    page.get_by_role("button", name="次へ：内容を書く").click()


def decide(page: Page, decision: str, *, message: str = "") -> None:
    if decision == "publish":
        for name in ("secrets", "rights", "fitting"):
            page.locator(f"input[name=checked][value={name}]").check()
    page.locator(f"input[name=decision][value={decision}]").check()
    if message:
        page.fill("textarea[name=message]", message)
    page.get_by_role("button", name="判断を確定する").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_main_job(visit, scripts):
    title = f"生成AIガイドライン案（{'あり' if scripts else 'なし'}）"
    officer, desk, reader = (visit(name, scripts=scripts) for name in ("tochigi", "secretariat", "kagawa"))

    page = officer.page
    page.get_by_role("link", name="資料を登録する").click()
    page.get_by_role("button", name="ファイルを登録する").click()
    choose(page, DRAFT)
    describe(page, title, summary="小中高校での使い方の指針の案です")
    hand_in(page)

    review = desk.go("/review/")
    review.get_by_role("link", name=title).click()
    decide(review, "send_back", message="概要に、いつの案かを書いてください。")
    expect(review.get_by_role("status")).to_contain_text("差し戻しました")

    officer.go("/")
    page.get_by_role("link", name=f"「{title}」を直して出し直す").click()
    expect(page.locator(".banner--warn")).to_contain_text("いつの案かを書いてください")
    describe(page, title, summary="令和6年12月20日の案です。小中高校での使い方の指針")
    hand_in(page)

    review = desk.go("/review/")
    review.get_by_role("link", name=title).click()
    expect(review.locator("ins").first).to_contain_text("令和6年12月20日の案です")
    decide(review, "publish")
    expect(review.get_by_role("status")).to_contain_text("公開しました")

    found = reader.go("/guidelines/?theme=secrecy&pref=09")
    found.get_by_role("link", name=re.compile(re.escape(title))).click()
    first_edition = found.url
    open_page(found, 12)
    if not found.locator("details.viewer__text[open]").count():
        found.locator("details.viewer__text summary").click()
    assert "生成" in found.locator("details.viewer__text").inner_text()
    with found.expect_download() as download:
        found.get_by_role("link", name=re.compile("^ダウンロード")).first.click()
    assert Path(download.value.path()).read_bytes() == DRAFT.read_bytes()

    officer.go(first_edition.removeprefix(officer.portal.address))
    page.get_by_role("button", name="新しい版を作る").click()
    choose(page, FINAL)
    page.fill("input[name=change_note]", "Ver.2.0として確定した")
    describe(page, f"{title} Ver.2.0", summary="令和6年12月26日に確定したもの")
    hand_in(page)
    assert title in reader.go(first_edition.removeprefix(reader.portal.address)).title()
    assert "Ver.2.0" not in reader.page.title()

    review = desk.go("/review/")
    review.get_by_role("link", name=f"{title} Ver.2.0").click()
    decide(review, "publish")
    assert "Ver.2.0" in reader.go(first_edition.removeprefix(reader.portal.address)).title()
    number = re.search(r"/guidelines/(\d+)/", first_edition)[1]
    reader.go(f"/guidelines/{number}/v/1/")
    expect(reader.page.locator(".banner__title").first).to_contain_text("旧版")


def open_page(page: Page, number: int) -> None:
    """The page with its picture; it is made in the background, so it may take a moment."""
    address = page.url.split("?")[0] + f"?page={number}"
    for _ in range(60):
        page.goto(address)
        picture = page.locator(".viewer__page img")
        if picture.count():
            assert page.request.get(picture.get_attribute("src")).status == 200
            return
        time.sleep(1)
    pytest.fail("the page's picture did not appear within a minute")
