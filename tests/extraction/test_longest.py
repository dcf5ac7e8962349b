"""One page never says more than a browser can take, whatever the file holds."""

from pathlib import Path

import pytest

from extraction import runner
from extraction.limits import Limits
from extraction.longest import LONGEST_SHOWN, LONGEST_TEXT, REST, within
from extraction.pages import PageContent


def size(content: PageContent) -> int:
    return len(str(content.blocks))


def test_a_quote_that_is_never_closed(tmp_path: Path):
    path = tmp_path / "見本.csv"
    path.write_text('県,数\n栃木県,"' + "一\n" * 4_000_000, encoding="utf-8")
    [page] = runner.read(path, "csv", 1, 1, Limits())
    assert size(page) < LONGEST_SHOWN * 2
    assert len(page.text) <= LONGEST_TEXT
    assert page.blocks[-1]["text"] == f"（{REST}）"
    assert page.blocks[0]["rows"][0][0]["text"] == "県"


@pytest.mark.parametrize("kind", ["p", "h", "li", "pre"])
def test_words_without_end(kind):
    page = within(PageContent(1, text="あ", blocks=[{"t": kind, "text": "あ" * LONGEST_SHOWN}] * 3))
    assert [len(block["text"]) for block in page.blocks[:2]] == [LONGEST_SHOWN, 0]
    assert len(page.blocks) == 3


def test_rows_that_are_left_out_are_counted():
    rows = [[{"text": "あ" * 1000, "colspan": 1, "rowspan": 1, "head": False}] for _ in range(500)]
    page = within(PageContent(1, text="あ", blocks=[{"t": "table", "rows": rows, "left_out": 5}]))
    assert page.blocks[0]["left_out"] == 505 - len(page.blocks[0]["rows"])


def test_a_page_without_blocks():
    page = within(PageContent(1, raw="あ", text="あ" * 300_000))
    assert len(page.text) < LONGEST_SHOWN + 100
    assert page.text.endswith(f"（{REST}）")


def test_what_is_short_stays_as_it_is():
    page = PageContent(1, raw="あ", text="あ", blocks=[{"t": "p", "text": "あ"}])
    assert within(page) is page
