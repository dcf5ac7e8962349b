"""Twenty files of all kinds at once, four of them bad: sixteen go on, four say why, nothing typed is lost."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.extraction.test_bundles import packed

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus"),
]
GOOD = (
    "guidelines/Taro9-安全基準（その１）.PDF",
    "guidelines/genai-governance-checklist.xlsx",
    "guidelines/introduction.md",
    "government/焼津市_222127_aed.csv",
    "government/dp2020_01.docx",
    "nasty/with_japanese.pptx",
    "nasty/TestShiftJIS.doc",
    "nasty/53109.xls",
    "nasty/testRTF-ms932.rtf",
    "nasty/test_mskanji.csv",
)
BAD = {
    "nasty/SimpleMacro.docm": "「SimpleMacro.docm」にはマクロが入っています",
    "nasty/PasswordProtected.doc": "「PasswordProtected.doc」はパスワードがかかっています",
    "nasty/attachment.pdf": "「attachment.pdf」の中に別のファイルが付いています",
    "道具.exe": "「道具.exe」は登録できない種類です",
}


def picture(folder: Path, name: str, **options: int) -> Path:
    image = Image.new("RGB", (300, 200), "white")
    image.paste("navy", (20, 20, 200, 120))
    image.save(folder / name, **options)
    return folder / name


def made(folder: Path) -> list[Path]:
    """Kinds that the corpus has no honest file of, the last one in a bundle."""
    (folder / "庁内のお知らせ.txt").write_bytes("全角と半角ｶﾅの①お知らせです。\r\n".encode("cp932"))
    (folder / "束.zip").write_bytes(packed(("資料/束の中.txt", "束の中の文章です".encode())))
    return [
        folder / "庁内のお知らせ.txt",
        picture(folder, "図.png"),
        picture(folder, "写真.jpg", quality=80),
        picture(folder, "走査.tiff"),
        picture(folder, "図.webp", quality=80),
        folder / "束.zip",
    ]


@pytest.fixture
def twenty(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """In a folder of their own: the HTML of the walk is checked in that of the test."""
    sent = tmp_path_factory.mktemp("sent")
    (sent / "道具.exe").write_bytes(b"MZ" + bytes(200))
    bad = [sent / name if "/" not in name else CORPUS / name for name in BAD]
    good = [CORPUS / name for name in GOOD]
    found = [*good[:5], *bad[:2], *made(sent), *bad[2:], *good[5:]]
    for path in found:  # the browser sends what lies under one folder
        if path.parent != sent:
            shutil.copy(path, sent / path.name)
    assert len(found) == 20
    return [sent / path.name for path in found]


def send(page: Page, paths: list[Path]) -> None:
    page.set_input_files("input[name=files]", [str(path) for path in paths])
    page.get_by_role("button", name="選んだファイルを送る").click()
    expect(page.get_by_role("heading", name="登録するファイル")).to_contain_text(
        "20個（登録できる16個", timeout=120_000
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_twenty_at_once(visit, twenty, scripts, inspection):
    officer = visit("fukui", scripts=scripts)
    page = officer.go("/submit/")
    page.get_by_role("button", name="ファイルを登録する").click()
    address = page.url
    page.goto(address.replace("/files/", "/details/"))
    page.fill("input[name=title]", "二十のファイルの資料（見本）")
    page.fill("textarea[name=summary]", "書きかけの概要")
    page.get_by_role("button", name="下書きに保存する").click()
    page.goto(address)
    send(page, twenty)
    for words in BAD.values():
        expect(page.locator(".files")).to_contain_text(words)
    assert page.locator(".file--err").count() == 4
    if scripts:
        inspection.look(officer, "二十のファイル")
        assert inspection.found() == []
    page.get_by_role("button", name="登録できないファイルをまとめて外す").click()
    expect(page.get_by_role("heading", name="登録するファイル")).to_contain_text("16個（登録できる16個")
    page.get_by_role("button", name="次へ：内容を書く").click()
    page.wait_for_url("**/details/")
    assert page.input_value("input[name=title]") == "二十のファイルの資料（見本）"
    assert page.input_value("textarea[name=summary]") == "書きかけの概要"
