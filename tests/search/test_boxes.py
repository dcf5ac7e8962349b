"""The places of words on pictures of pages, against what PDFium says of each character."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

import pypdfium2
import pytest

from extraction.boxes import Box, pack
from extraction.formats import pdf
from extraction.pages import PageContent
from search.answers.boxes import rectangles
from search.answers.marks import spans
from search.normalise import normalise
from search.query import parse
from search.tokens import tokens

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
type Area = tuple[float, float, float, float]


def line(text: str, x: int, y: int) -> list[Box]:
    """Characters of 100 by 100; blanks and line ends have no box."""
    return [
        (x + 100 * place, y, x + 100 * place + 90, y + 100) if sign.strip() else (0, 0, 0, 0)
        for place, sign in enumerate(text)
    ]


def places(raw: str, boxes: list[Box], begin: int, end: int) -> list[tuple[str, ...]]:
    return [(one.x, one.y, one.width, one.height) for one in rectangles(raw, pack(boxes), (600, 600), ((begin, end),))]


def test_a_word_on_one_line_is_one_rectangle_across_a_narrow_blank():
    raw = "生成 AIの"
    assert places(raw, line(raw, 1000, 2000), 0, 5) == [("10%", "20%", "4.9%", "1%")]


def test_a_word_over_a_line_end_is_two():
    raw = "デジ\r\nタル"
    boxes = [*line("デジ\r\n", 9000, 2000), *line("タル", 1000, 2150)]
    assert places(raw, boxes, 0, 6) == [("90%", "20%", "1.9%", "1%"), ("10%", "21.5%", "1.9%", "1%")]


def test_a_wide_gap_parts_a_word():
    raw = "目次"
    boxes = [*line("目", 1000, 2000), *line("次", 1300, 2000)]
    assert len(places("目次", [*line("目", 1000, 2000), *line("次", 1190, 2000)], 0, 2)) == 1
    assert len(places(raw, boxes, 0, 2)) == 2


def test_flat_characters_stand_on_the_same_line():
    raw = "一般サーバー"
    boxes = line(raw, 1000, 2000)
    for place in (0, 3, 5):
        boxes[place] = (boxes[place][0], 2045, boxes[place][2], 2055)
    assert len(places(raw, boxes, 0, 6)) == 1


def test_vertical_writing_is_one_rectangle_a_column():
    raw = "生成AI"
    boxes = [(5000, 1000 + 100 * row, 5090, 1090 + 100 * row) for row in range(3)] + [(4850, 1000, 4940, 1090)]
    assert places(raw, boxes, 0, 4) == [("50%", "10%", "0.9%", "2.9%"), ("48.5%", "10%", "0.9%", "0.9%")]


def test_a_wide_letter_is_narrow_and_the_page_is_higher_than_wide():
    """ＡＩ as PDFium gives it on an A4 page: the room beside the Ｉ is wider than both letters."""
    boxes = [(5780, 6416, 5891, 6503), (6006, 6416, 6018, 6503)]
    assert len(rectangles("ＡＩ", pack(boxes), (595, 842), ((0, 2),))) == 1


def test_where_text_and_places_differ_there_is_none():
    assert places("生成", line("生", 0, 0), 0, 1) == []
    assert rectangles("生成", b"", (600, 600), ((0, 2),)) == []
    assert rectangles("生成", pack(line("生成", 0, 0)), (600, 600), ()) == []


# --- real pages ---


@dataclass(frozen=True)
class Sample:
    """A word that finds a page, and where it stands in the page's raw text."""

    sort: str
    typed: str
    path: Path
    page: PageContent
    begin: int
    end: int


def sort_of(written: str) -> str:
    if re.search(r"[\r\n\ufffd]", written):
        return "broken"
    return "plain" if unicodedata.normalize("NFKC", written) == written else "folded"


def samples() -> dict[str, list[Sample]]:
    """Up to three words of each sort from each PDF, the same each time."""
    found: dict[str, list[Sample]] = {"plain": [], "folded": [], "broken": []}
    for path in sorted([*CORPUS.glob("government/*.pdf"), *CORPUS.glob("guidelines/*.[pP][dD][fF]")]):
        of_file = dict.fromkeys(found, 0)
        for number in range(1, min(pdf.count(path), 40) + 1, 3):
            for page in pdf.read(path, number, number):
                for sample in words_of(path, page):
                    if of_file[sample.sort] < 3:
                        of_file[sample.sort] += 1
                        found[sample.sort].append(sample)
    return found


def words_of(path: Path, page: PageContent) -> Iterator[Sample]:
    """Every seventeenth word, and all that are broken or written in another width."""
    clean = normalise(page.raw)
    for place, token in enumerate(tokens(clean.text)):
        if token.end - token.begin < 2 or token.word.isdigit():
            continue
        begin, end = clean.origin(token.begin, token.end)
        sort, typed = sort_of(page.raw[begin:end]), clean.text[token.begin : token.end]
        if (sort != "plain" or place % 17 == 5) and parse(typed).words == (token.word,):
            yield Sample(sort, typed, path, page, begin, end)


def of_pdfium(sample: Sample) -> list[Area]:
    """In percent of the page as it is drawn: one area for each line, from PDFium's own boxes of the characters."""
    with pypdfium2.PdfDocument(sample.path) as document:
        page = document[sample.page.number - 1]
        text, bitmap = page.get_textpage(), page.render(scale=4)
        place_of, lines = bitmap.get_posconv(page).to_bitmap, [[]]
        for place in range(sample.begin, sample.end):
            left, bottom, right, top = text.get_charbox(place)
            if sample.page.raw[place] in "\r\n\ufffd":
                lines.append([])
            elif right > left and top > bottom:
                corners = (place_of(left, top), place_of(right, bottom))
                lines[-1] += [(x * 100 / bitmap.width, y * 100 / bitmap.height) for x, y in corners]
    sides = [tuple(zip(*corners, strict=True)) for corners in lines if corners]
    return [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in sides]


def of_ours(sample: Sample) -> list[Area]:
    """What is drawn for the mark that holds the word."""
    page = sample.page
    marks = [
        (begin, end)
        for begin, end in spans(page.raw, parse(sample.typed))
        if begin <= sample.begin and sample.end <= end
    ]
    found = rectangles(page.raw, page.boxes, (page.width, page.height), tuple(marks))
    numbers = [[float(side.rstrip("%")) for side in (one.x, one.y, one.width, one.height)] for one in found]
    return [(x, y, x + width, y + height) for x, y, width, height in numbers]


def shared(ours: list[Area], theirs: list[Area]) -> float:
    """Intersection over union."""
    xs = sorted({area[side] for area in [*ours, *theirs] for side in (0, 2)})
    ys = sorted({area[side] for area in [*ours, *theirs] for side in (1, 3)})
    both = either = 0.0
    for (left, right), (top, bottom) in product(pairwise(xs), pairwise(ys)):
        x, y, size = (left + right) / 2, (top + bottom) / 2, (right - left) * (bottom - top)
        is_in = [any(a[0] < x < a[2] and a[1] < y < a[3] for a in areas) for areas in (ours, theirs)]
        both += size * all(is_in)
        either += size * any(is_in)
    return both / either if either else 0.0


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus")
def test_boxes_cover_the_words_of_real_pages():
    found = samples()
    assert {sort: len(some) >= 10 for sort, some in found.items()} == dict.fromkeys(found, True)
    all_samples = [sample for some in found.values() for sample in some]
    assert len(all_samples) >= 100
    covered = {
        (each.path.name, each.page.number, each.typed): round(shared(of_ours(each), of_pdfium(each)), 2)
        for each in all_samples
    }
    assert {word: share for word, share in covered.items() if share < 0.5} == {}
