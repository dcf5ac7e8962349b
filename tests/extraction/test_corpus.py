"""Real and nasty documents: what the gate says of each, and what a person reads in them."""

import csv
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from extraction import runner
from extraction.boxes import unpack
from extraction.limits import Limits

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
LIMITS = Limits()
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason="the corpus ../shared/corpus is not on this machine"),
]

# What this portal does not take yet: old and other formats.
NOT_YET = {".xls", ".doc", ".ppt", ".rtf", ".odt", ".html", ".json"}


def honest() -> list[Path]:
    folders = ("guidelines", "government", "tables", "survey")
    return [path for folder in folders for path in sorted((CORPUS / folder).glob("*")) if path.is_file()]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not on this machine")
def test_every_honest_file_is_taken():
    files = honest()
    verdicts = runner.judge_many([(path, path.name) for path in files], LIMITS)
    wrong = [
        (path.name, verdict.message)
        for path, verdict in zip(files, verdicts, strict=True)
        if (verdict.outcome == "readable") != (path.suffix.lower() not in NOT_YET)
    ]
    assert wrong == []


def manifest_pages() -> dict[str, int]:
    with (CORPUS / "MANIFEST.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row in rows:
        for word in row["opens"].split():
            if word.startswith("pages=") and row["file"].startswith("guidelines/"):
                found[row["file"]] = int(word.removeprefix("pages="))
            if word.startswith("sheets=") and row["file"].startswith("guidelines/"):
                found[row["file"]] = int(word.removeprefix("sheets="))
    return found


def test_page_counts_are_those_of_the_manifest():
    for name, pages in manifest_pages().items():
        path = CORPUS / name
        assert runner.judge(path, path.name, LIMITS).pages == pages, name


NASTY = [
    ("attachment.pdf", "中に別のファイルが付いています"),
    ("fileAttachment.pdf", "中に別のファイルが付いています"),
    ("js-authors.pdf", "自動で動く仕掛け"),
    ("xfa_filled_imm1344e.pdf", "自動で動く仕掛け"),
    ("externalLink.pdf", "自動で動く仕掛け"),
    ("encryption_openpassword.pdf", "パスワードがかかっています"),
    ("libreoffice-writer-password.pdf", "パスワードがかかっています"),
    ("bug53475-password-is-pass.docx", "パスワードがかかっています"),
    ("testPPT_protected_passtika.pptx", "パスワードがかかっています"),
    ("poc-xmlbomb.xlsx", "文書型の宣言"),
    ("truncated62886.docx", "壊れていて開けません"),
    ("mynumber_card_data_detailed.xlsx", "中身がExcelではありません"),
    ("SimpleMacro.docm", "マクロが入っています"),
    ("excel4_sample_macro.xlsb", "登録できない種類です"),
    ("full_encrypted.7z", "登録できない種類です"),
    ("xmlbomb.xml", "登録できない種類です"),
]


@pytest.mark.parametrize(("name", "words"), NASTY)
def test_nasty_files_are_refused_with_the_right_words(name, words):
    path = CORPUS / "nasty" / name
    verdict = runner.judge(path, name, LIMITS)
    assert verdict.outcome == "refused"
    assert words in verdict.message
    assert f"「{name}」" in verdict.message


def test_no_nasty_file_brings_the_gate_down():
    files = sorted(path for path in (CORPUS / "nasty").iterdir() if path.is_file())
    verdicts = runner.judge_many([(path, path.name) for path in files], LIMITS)
    assert len(verdicts) == len(files)
    assert all(verdict.message for verdict in verdicts if verdict.outcome == "refused")


READ = [
    ("guidelines/文科省_生成AI利活用ガイドライン_案_20241220_資料1.pdf", "pdf", 12, "生成"),
    ("guidelines/Taro9-安全基準（その１）.PDF", "pdf", 1, "安全"),
    ("guidelines/経産省_クラウド情報セキュリティ管理ガイドライン_2013.pdf", "pdf", 107, ""),
    ("guidelines/genai-governance-checklist.xlsx", "xlsx", 1, "チェック"),
    ("guidelines/guideline-sample.md", "markdown", 1, "生成AI"),
    ("government/dp2020_01.docx", "docx", 1, ""),
    ("government/ai_co_create_open_data_hachinohe.pptx", "pptx", 1, "八戸"),
]


@pytest.mark.parametrize(("name", "kind", "page", "words"), READ)
def test_pages_say_what_a_person_reads(name, kind, page, words):
    [content] = runner.read(CORPUS / name, kind, page, page, LIMITS)
    assert content.number == page
    assert words in content.text
    assert "\x00" not in content.raw
    if kind == "pdf":
        assert len(list(unpack(content.boxes))) == len(content.raw)


@pytest.mark.parametrize("name", ["jo.pdf", "noembed-eucjp.pdf", "noembed-identity-2.pdf"])
def test_pages_without_embedded_fonts_are_not_drawn_blank(name):
    path = CORPUS / "nasty" / name
    with tempfile.TemporaryDirectory() as folder:
        [picture] = runner.draw(path, "pdf", [1], Path(folder), LIMITS)
        with Image.open(picture.path) as image:
            histogram = image.convert("L").histogram()
    assert sum(histogram[:128]) / sum(histogram) > 0.0003


def test_pictures_stay_below_their_limit():
    path = CORPUS / "guidelines" / "文科省_生成AI利活用ガイドライン_Ver2.0_20241226.pdf"
    with tempfile.TemporaryDirectory() as folder:
        pictures = list(runner.draw(path, "pdf", range(1, 11), Path(folder), LIMITS))
        assert [picture.number for picture in pictures] == list(range(1, 11))
        assert max(picture.path.stat().st_size for picture in pictures) <= LIMITS.picture_bytes
        assert all(picture.thumbnail_path.stat().st_size < 30_000 for picture in pictures)
