"""How many pages a PDF has, whatever it says about that itself."""

import io
from pathlib import Path

import pikepdf
import pytest

from extraction import runner
from extraction.limits import Limits
from tests.factories import pdf_upload


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "見本.pdf"


def made(pages: int) -> pikepdf.Pdf:
    data = pdf_upload(pages=tuple(f"{number}枚目の見本" for number in range(1, pages + 1))).read()
    return pikepdf.open(io.BytesIO(data))


@pytest.mark.parametrize("claimed", [1, 1900])
def test_a_count_that_is_too_large(pdf, claimed):
    data = pdf_upload().read()
    assert data.count(b"/Count 1 ") == 1
    pdf.write_bytes(data.replace(b"/Count 1 ", b"/Count %d " % claimed))
    assert runner.count(pdf, "pdf", Limits()) == 1


def test_a_broken_last_page_is_a_page(pdf):
    document = made(3)
    document.pages[2].obj.Type = pikepdf.Name("/Nothing")
    document.save(pdf)
    assert runner.count(pdf, "pdf", Limits()) == 3
