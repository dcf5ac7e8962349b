"""What is extracted from real documents is what a person reads; the pages are in `expected/pages.txt`."""

from pathlib import Path

import pytest

from extraction import runner
from extraction.limits import Limits
from extraction.pages import Block, PageContent
from tests.extraction.test_corpus import CORPUS

EXPECTED = Path(__file__).parent / "expected" / "pages.txt"
GOES_ON = "……"


def expected() -> list[tuple[str, str, int, list[str]]]:
    found = []
    for part in ("\n" + EXPECTED.read_text()).split("\n=== ")[1:]:
        head, *lines = part.split("\n")
        name, kind, number = head.rsplit(" ", 2)
        found.append((name, kind, int(number), [line for line in lines if line]))
    return found


def lines_of(page: PageContent) -> list[str]:
    if not page.blocks:
        return page.text.split("\n")
    return [line for block in page.blocks for line in lines_of_block(block)]


def lines_of_block(block: Block) -> list[str]:
    if block["t"] == "table":
        return ["| " + " | ".join(cell["text"].replace("\n", " / ") for cell in row) for row in block["rows"]]
    return f"{block.get('label', '')} {block['text']}".strip().split("\n")


def says(found: str, wanted: str) -> bool:
    return found.startswith(wanted[: -len(GOES_ON)]) if wanted.endswith(GOES_ON) else found == wanted


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus")
@pytest.mark.parametrize(("name", "kind", "number", "wanted"), expected(), ids=lambda value: str(value)[:40])
def test_a_page_says_what_a_person_reads(name, kind, number, wanted):
    [page] = runner.read(CORPUS / name, kind, number, number, Limits())
    found = lines_of(page)
    starts = [place for place, line in enumerate(found) if says(line, wanted[0])]
    assert starts, f"{wanted[0]!r} is not on the page: {found[:30]}"
    runs = [found[start : start + len(wanted)] for start in starts]
    right = [all(map(says, run, wanted)) and len(run) == len(wanted) for run in runs]
    assert any(right), runs[0]


def test_the_table_holds_every_kind_and_thirty_documents():
    pages = expected()
    assert len({name for name, *_ in pages}) >= 30
    assert {"pdf", "docx", "doc", "xlsx", "xls", "pptx", "ppt", "odt", "rtf", "markdown", "csv"} <= {
        p[1] for p in pages
    }
    assert all(lines for *_, lines in pages)
