"""Speakers' notes go out with the file: their sender is told, slide by slide counted."""

from pathlib import Path

import pytest
from pptx import Presentation

from extraction.gate import judge
from extraction.limits import Limits


def slides(path: Path, *notes: str) -> Path:
    deck = Presentation()
    for words in notes:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = "見本"
        if words:
            slide.notes_slide.notes_text_frame.text = words
    deck.save(str(path))
    return path


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        (("内緒の予算", "", "話す順"), ["発表者のメモがあります（2枚）。ダウンロードするファイルにも入っています"]),
        (("", " \n"), []),
    ],
)
def test_notes_are_remarked(tmp_path, notes, told):
    verdict = judge(slides(tmp_path / "a.pptx", *notes), "a.pptx", Limits())
    assert [remark for remark in verdict.remarks if "メモ" in remark] == told
