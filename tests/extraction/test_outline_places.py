"""A heading of an outline says which of its page's headings it is, so that a link can lead to it."""

import io
from pathlib import Path

import docx
import pytest

from extraction import runner
from extraction.limits import Limits
from tests.extraction.office_files import odf

TITLES = ("はじめに", "目的", "細目", "深い", "目的")
LEVELS = (1, 2, 3, 6, 2)


def word() -> bytes:
    made = docx.Document()
    for title, level in zip(TITLES, LEVELS, strict=True):
        made.add_heading(title, level)
        made.add_paragraph("本文")
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def odt() -> bytes:
    lines = (
        f'<text:h text:outline-level="{level}">{title}</text:h><text:p>本文</text:p>'
        for title, level in zip(TITLES, LEVELS, strict=True)
    )
    return odf("text", "".join(lines))


def markdown() -> bytes:
    return "".join(f"{'#' * n} {title}\n\n本文\n\n" for title, n in zip(TITLES, LEVELS, strict=True)).encode()


MADE = {"docx": word, "odt": odt, "markdown": markdown}


@pytest.mark.parametrize("kind", MADE)
def test_one_section_with_many_headings_is_outlined_by_their_places(tmp_path: Path, kind: str):
    path = tmp_path / f"見本.{kind}"
    path.write_bytes(MADE[kind]())
    found = runner.outline(path, kind, Limits())
    assert [(h.title, h.page, h.place) for h in found] == [
        ("はじめに", 1, 1),
        ("目的", 1, 2),
        ("細目", 1, 3),
        ("目的", 1, 5),
    ]
    (page,) = runner.read(path, kind, 1, 9, Limits())
    headings = [block["text"] for block in page.blocks if block["t"] == "h"]
    assert [headings[h.place - 1] for h in found] == [h.title for h in found]
