"""Real documents: what a person reads in them, and their pictures."""

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
    pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus"),
]

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
        with Image.open(Path(folder) / picture.names[0]) as image:
            histogram = image.convert("L").histogram()
    assert sum(histogram[:128]) / sum(histogram) > 0.0003


def test_pictures_stay_below_their_limit():
    path = CORPUS / "guidelines" / "文科省_生成AI利活用ガイドライン_Ver2.0_20241226.pdf"
    with tempfile.TemporaryDirectory() as folder:
        pictures = list(runner.draw(path, "pdf", range(1, 11), Path(folder), LIMITS))
        assert [picture.number for picture in pictures] == list(range(1, 11))
        sizes = [[(Path(folder) / name).stat().st_size for name in picture.names] for picture in pictures]
        assert max(large for large, _ in sizes) <= LIMITS.picture_bytes
        assert max(small for _, small in sizes) < 30_000
