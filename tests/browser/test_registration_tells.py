"""Registration and review tell everything: equal names, remarks, proposals to correct, personal data on every page."""

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.extraction.test_bundles import packed

# As long as they are in offices: on a phone they must wrap, also where they are links.
NAME = "報道発表_生成AIの利用に関する手引_Ver1.0_20240701_最終版.docx"
NAMES = (f"本編/{NAME}", f"資料/旧/{NAME}")


def document(folder: Path, author: str) -> bytes:
    """Ten sections, each with an address of a person."""
    made = docx.Document()
    made.core_properties.author = author
    for number in range(10):
        made.add_heading(f"{number + 1} 見本課", 1)
        made.add_paragraph(f"連絡先 tanto{number}@pref.example.jp、携帯 090-1234-{5600 + number}")
    made.save(folder / "made.docx")
    return (folder / "made.docx").read_bytes()


@pytest.fixture
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents of one name in two folders, and what is refused of either."""
    folder = tmp_path_factory.mktemp("sent")
    parts = [(name, document(folder, f"見本 {number}")) for number, name in enumerate(NAMES)]
    programs = [(f"{place}/起動.exe", b"MZ" + bytes(90)) for place in "甲乙"]
    (folder / "束.zip").write_bytes(packed(*parts, *programs))
    return folder / "束.zip"


def press(page: Page, control: Locator) -> None:
    """By keyboard alone."""
    control.focus()
    page.keyboard.press("Enter")


def send(page: Page, bundle: Path) -> None:
    page.get_by_role("button", name="ファイルを登録する").click()
    page.set_input_files("input[name=files]", str(bundle))
    page.get_by_role("button", name="選んだファイルを送る").click()
    heading = page.get_by_role("heading", name="登録するファイル")
    expect(heading).to_contain_text("4個（登録できる2個、要確認2個", timeout=60_000)


def wait_for_words(page: Page, address: str) -> None:
    """The proposals and the checks of the text come once it is read."""
    for _ in range(120):
        page.goto(address)
        if not page.get_by_text("本文を読み取っています").count():
            return
        page.wait_for_timeout(500)
    pytest.fail("the text was not read within a minute")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_is_told_on_the_way(visit, bundle, scripts, inspection):
    officer = visit("hokkaido", scripts=scripts)
    page = officer.go("/submit/")
    send(page, bundle)
    step = page.url
    for name in NAMES:
        expect(page.locator(".files")).to_contain_text(name)
    expect(page.get_by_text("要確認 1件")).to_have_count(2)
    if scripts:
        inspection.look(officer, "ファイル")
    press(page, page.get_by_role("button", name="登録できないファイルをまとめて外す"))
    expect(page.locator(".file--err")).to_have_count(0)

    wait_for_words(page, step.replace("/files/", "/details/"))
    press(page, page.get_by_role("button", name=re.compile("この内容を使う.*種類に「報道発表」")))
    expect(page.locator("#filled")).to_contain_text("「種類」に")
    expect(page.get_by_label("報道発表", exact=True)).to_be_checked()
    press(page, page.get_by_role("button", name=re.compile("これに変える.*種類を「ガイドライン」だけに")))
    expect(page.get_by_label("ガイドライン", exact=True)).to_be_checked()
    expect(page.get_by_label("報道発表", exact=True)).not_to_be_checked()
    if scripts:
        inspection.look(officer, "内容")

    page.goto(step.replace("/files/", "/confirm/"))
    first = page.locator(".checks__item", has_text="個人情報らしい文字列が40か所あります")
    expect(first).to_contain_text(f"{NAMES[0]}：1、2、3、4、5、6、7、8、9、10節目（メールアドレス10件、電話番号10件）")
    expect(first.get_by_role("link", name="7節目")).to_have_count(0)
    press(page, first.locator("summary").first)
    expect(first.get_by_role("link", name="7節目")).to_have_count(1)
    expect(page.locator(".checks__item", has_text="公開前に確かめてください（2個のファイルに2件）")).to_contain_text(
        f"{NAMES[1]}：文書の情報に名前が残っています（作成者：見本 1"
    )
    if scripts:
        inspection.look(officer, "確認")
        assert inspection.found() == []
