"""Words of a page that is only a picture: recognised by a real program where it is installed, bounded in any case."""

import io
from pathlib import Path

import pylopdf_fonts_jp
import pytest
from PIL import Image, ImageDraw, ImageFont

from extraction import ocr, runner
from extraction.limits import Limits
from tests.factories import pdf_upload

LIMITS = Limits()
PROGRAM = ocr.path()
WORDS = "生成AIの利用について"
needs_ocr = pytest.mark.skipif(PROGRAM is None, reason="missing: tesseract with tesseract-ocr-jpn")


def page(words: str) -> Image.Image:
    image = Image.new("RGB", (1000, 400), "white")
    font = ImageFont.truetype(str(pylopdf_fonts_jp.sans_path()), 44)
    ImageDraw.Draw(image).text((60, 120), words, fill="black", font=font)
    return image


def saved(image: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def read(tmp_path: Path, content: bytes, kind: str) -> str:
    path = tmp_path / "見本"
    path.write_bytes(content)
    assert PROGRAM is not None
    return ocr.recognise(PROGRAM, runner.scan(path, kind, 1, tmp_path, LIMITS), tmp_path, LIMITS)


@needs_ocr
@pytest.mark.parametrize(("kind", "form"), [("png", "PNG"), ("tiff", "TIFF"), ("pdf", "PDF")])
def test_japanese_is_recognised_without_gaps(tmp_path, kind, form):
    """Some letters may be wrong; most are right and stand together."""
    found = read(tmp_path, saved(page(WORDS), form), kind)
    assert "利用について" in found


@needs_ocr
def test_an_empty_page_has_no_words(tmp_path):
    assert read(tmp_path, saved(Image.new("RGB", (1000, 1400), "white"), "PNG"), "png") == ""


def test_a_scan_is_large_enough_and_bounded(tmp_path):
    path = tmp_path / "見本.pdf"
    path.write_bytes(pdf_upload().read())
    with Image.open(runner.scan(path, "pdf", 1, tmp_path, LIMITS)) as scan:
        assert scan.mode == "L"
        assert 2400 < scan.width <= 3600


def test_a_page_that_is_not_there_is_said(tmp_path):
    path = tmp_path / "見本.pdf"
    path.write_bytes(pdf_upload().read())
    with pytest.raises(runner.ChildFailed):
        runner.scan(path, "pdf", 7, tmp_path, LIMITS)


def fake(folder: Path, script: str, languages: str = "eng\njpn") -> str:
    program = folder / "tesseract"
    program.write_text(f'#!/bin/sh\nif [ "$1" = --list-langs ]; then echo "{languages}"; exit 0; fi\n{script}\n')
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("script", ["exit 1", "ln -s /etc/hostname words.txt", "head -c 2000000 /dev/zero > words.txt"])
def test_what_is_no_answer_is_no_words(shared_path, tmp_path, script):
    assert ocr.recognise(fake(shared_path, script), tmp_path / "scan.png", tmp_path, LIMITS) == ""


def test_gaps_between_japanese_letters_go_and_unfit_characters_too(shared_path, tmp_path):
    script = "printf '生成 AI の 利 用\\000 とは\\n' > words.txt"
    found = ocr.recognise(fake(shared_path, script), tmp_path / "scan.png", tmp_path, LIMITS)
    assert "の利用" in found
    assert "\x00" not in found


def test_one_that_knows_no_japanese_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    fake(tmp_path, "exit 0", languages="eng")
    assert ocr.path() is None
    ocr._knows_japanese.cache_clear()
    program = fake(tmp_path, "exit 0")
    assert ocr.path() == program
    ocr._knows_japanese.cache_clear()
