"""Word, PowerPoint and Markdown: what a person sees on the page is what the blocks say."""

import itertools
import re
import time
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Inches

from extraction.clean import readable
from extraction.formats import docx as word
from extraction.formats import markdown, pptx
from extraction.formats.numbering import Level, Numbering, kanji, roman, written
from extraction.formats.text import LONGEST_PAGE, paragraphs, parts
from extraction.sniff import sniff


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(number):
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    signs = [values[sign] for sign in roman(number)] + [0]
    assert sum(-a if a < b else a for a, b in itertools.pairwise(signs)) == number


@given(st.integers(0, 99))
def test_kanji_numbers_read_back(number):
    tens, ten, ones = re.fullmatch(r"([一二三四五六七八九]?)(十?)([〇一二三四五六七八九]?)", kanji(number)).groups()
    digits = "〇一二三四五六七八九"
    if not ten:
        tens, ones = "", tens or ones
    assert (digits.index(tens) if tens else int(bool(ten))) * 10 + (digits.index(ones) if ones else 0) == number


@pytest.mark.parametrize(
    ("how", "number", "words"),
    [
        ("decimal", 12, "12"), ("decimalFullWidth", 12, "１２"), ("decimalZero", 3, "03"),
        ("decimalEnclosedCircle", 20, "⑳"), ("decimalEnclosedCircle", 21, "21"), ("lowerRoman", 4, "iv"),
        ("upperLetter", 27, "AA"), ("aiueoFullWidth", 3, "ウ"), ("irohaFullWidth", 3, "ハ"),
        ("japaneseCounting", 21, "二十一"), ("none", 5, ""), ("somethingNew", 5, "5"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them(how, number, words):
    assert written(number, how) == words


@given(st.sampled_from(["decimal", "lowerRoman", "aiueo", "iroha", "japaneseCounting", "x"]), st.integers(-5, 10**9))
def test_no_number_is_too_large_to_write(how, number):
    assert len(written(number, how)) < 200


class Properties:
    """A `w:pPr` with a place in a list."""

    def __new__(cls, number: str, level: int | None = None):
        inner = f'<w:ilvl w:val="{level}"/>' if level is not None else ""
        return parse_xml(f'<w:pPr {nsdecls("w")}><w:numPr>{inner}<w:numId w:val="{number}"/></w:numPr></w:pPr>')


def test_counting_goes_on_and_begins_anew_below_a_higher_level():
    levels = {0: Level("decimalFullWidth", "第%1章"), 1: Level("decimal", "%1.%2"), 2: Level("bullet", "・")}
    numbering = Numbering({"1": ("a", levels), "2": ("a", levels), "3": ("b", {0: Level("decimal", "(%1)", 5)})})
    asked = [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("2", 0), ("2", 1), ("3", 0), ("3", 0), ("9", 0), ("0", 0)]
    marks = [numbering.mark(Properties(number, level), "") for number, level in asked]
    assert [mark.label if mark else None for mark in marks] == [
        "第１章", "１.1", "１.2", "", "第２章", "２.1", "(5)", "(6)", None, None,
    ]  # fmt: skip


def test_a_style_brings_its_list_and_a_paragraph_can_leave_it():
    numbering = Numbering(
        {"1": ("a", {0: Level("decimal", "%1"), 1: Level("decimal", "%1.%2", style="Sub")})},
        {"Head": ("1", 0, ""), "Sub": ("1", None, ""), "SubSub": ("", None, "Sub"), "Loop": ("", None, "Loop")},
    )
    asked = [(None, "Head"), (None, "Sub"), (Properties("0"), "Head"), (None, "Head"), (None, "Loop")]
    assert [mark and mark.label for mark in (numbering.mark(*one) for one in asked)] == ["1", "1.1", None, "2", None]


def document(tmp_path: Path, fill) -> Path:
    made = docx.Document()
    fill(made)
    path = tmp_path / "見本.docx"
    made.save(path)
    return path


def test_word_is_cut_at_its_top_headings_and_keeps_lists_and_tables(tmp_path):
    def fill(made) -> None:
        made.add_paragraph("はじめに")
        made.add_heading("目的", 1)
        made.add_paragraph("一つ目", style="List Bullet")
        made.add_paragraph("番号", style="List Number")
        table = made.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "広い"
        table.cell(1, 0).text, table.cell(1, 1).text = "左", "右"
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        made.add_heading("定義", 1)

    path = document(tmp_path, fill)
    pages = list(word.read(path, 1, 9))
    assert word.count(path) == len(pages) == 3
    assert [page.label for page in pages] == ["", "目的", "定義"]
    heading, bullet, number, table = pages[1].blocks
    assert (heading["t"], bullet["t"], bullet["ordered"], number["ordered"]) == ("h", "li", False, True)
    assert number["label"] == "1."
    assert [(cell["text"], cell["colspan"], cell["head"]) for cell in table["rows"][0]] == [("広い", 2, True)]
    assert pages[1].text == "目的\n一つ目\n1. 番号\n広い\n左\t右"


def test_word_reads_frames_boxes_and_tracked_changes_as_they_are_shown(tmp_path):
    def fill(made) -> None:
        body = made.element.body
        space = nsdecls("w")
        run = "<w:r><w:t>{}</w:t></w:r>"
        body.insert(
            0, parse_xml(f"<w:sdt {space}><w:sdtContent><w:p>{run.format('枠の中')}</w:p></w:sdtContent></w:sdt>")
        )
        body.insert(1, parse_xml(
            f"<w:sdt {space}><w:sdtPr><w:docPartObj>"
            '<w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            f"<w:sdtContent><w:p>{run.format('目次 1')}</w:p></w:sdtContent></w:sdt>"
        ))  # fmt: skip
        body.insert(2, parse_xml(
            f"<w:p {space}>{run.format('前')}<w:del><w:r><w:delText>消した</w:delText></w:r></w:del>"
            f"<w:ins>{run.format('足した')}</w:ins></w:p>"
        ))  # fmt: skip

    [page] = word.read(document(tmp_path, fill), 1, 1)
    assert page.text == "枠の中\n前足した"


def test_word_with_nothing_in_it_is_one_empty_page(tmp_path):
    path = document(tmp_path, lambda made: made.element.body.remove(made.element.body.find(qn("w:sectPr"))))
    [page] = word.read(path, 1, 9)
    assert (word.count(path), page.text, page.blocks) == (1, "", [])


def test_slides_are_read_from_top_to_bottom_without_their_furniture(tmp_path):
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    low = slide.shapes.add_textbox(Inches(1), Inches(4), Inches(3), Inches(1)).text_frame
    low.text = "下"
    low.add_paragraph().text = "下の下"
    low.paragraphs[1].level = 1
    slide.shapes.add_textbox(Inches(1), Inches(2), Inches(3), Inches(1)).text_frame.text = "上"
    slide.shapes.title.text = "題\v二行目"
    number = slide.shapes.add_textbox(0, Inches(6), Inches(1), Inches(1))
    number.text_frame.text = "17"
    number._element.nvSpPr.nvPr.append(
        parse_xml('<p:ph xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" type="sldNum" idx="12"/>')
    )
    slide.notes_slide.notes_text_frame.text = "話す人だけの覚え"
    path = tmp_path / "見本.pptx"
    show.save(path)
    [page] = pptx.read(path, 1, pptx.count(path))
    assert page.label == "題 二行目"
    assert [(block["t"], block["text"]) for block in page.blocks] == [
        ("h", "題 二行目"), ("p", "上"), ("p", "下"), ("li", "下の下"),
    ]  # fmt: skip


def test_markdown_is_set_and_its_marks_are_gone(tmp_path):
    path = tmp_path / "見本.md"
    path.write_text(
        "# 題 #\n<!-- 覚え -->\n本文は**重要**で`code`も[様式](#a)も[県](https://example.jp/)も。\n続き\n\n---\n"
        "1. 一\n   - 下\n\n| 県 | 数 |\n|---|:-:|\n| **栃木** | 1 |\n\n```\n**そのまま**\n```\n![地図](map.png)\n"
    )
    [page] = markdown.read(path, 1, 1)
    assert [block["t"] for block in page.blocks] == ["h", "p", "li", "li", "table", "pre", "p"]
    assert page.text == (
        "題\n本文は重要でcodeも様式も県（https://example.jp/）も。\n続き\n"
        "1. 一\n下\n県\t数\n栃木\t1\n**そのまま**\n（図：地図）"
    )
    assert "<!-- 覚え -->" in page.raw


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n#|-*`[]()!<> 1."), max_size=200))
def test_no_text_makes_markdown_stumble(tmp_path_factory, words):
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(words.encode("utf-8", "replace"))
    [page] = markdown.read(path, 1, 1)
    assert all(block["t"] in {"h", "p", "li", "pre", "table"} for block in page.blocks)


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "**a",
        "[",
        "[a](",
        "![",
        "`",
        "|",
        "# ",
        "- ",
        "<!--",
        "<!-- -->",
        " ",
        "あ ",
        "あいうえおかきくけこさしすせそ\n",
    ],
)
def test_no_piece_repeated_costs_much_time(piece, tmp_path):
    words = piece * (400_000 // len(piece)) + "x"
    path = tmp_path / "long.md"
    path.write_text(words)
    began = time.process_time()
    sniff(path)
    readable(words)
    for page in markdown.read(path, 1, 9):
        assert page.number
    assert time.process_time() - began < 4


@settings(max_examples=10)
@given(st.integers(0, 3 * LONGEST_PAGE), st.sampled_from(["あ", "あいう\n"]))
def test_long_text_is_cut_into_pages_and_none_is_lost(size, piece):
    words = (piece * size)[:size]
    cut = parts(words)
    assert "".join(cut) == words
    assert all(len(part) <= LONGEST_PAGE for part in cut)


@given(st.text(st.sampled_from("あ\n 　"), max_size=60))
def test_paragraphs_keep_what_is_written(words):
    joined = "".join(block["text"] for block in paragraphs(words))
    assert joined.count("あ") == words.count("あ")
