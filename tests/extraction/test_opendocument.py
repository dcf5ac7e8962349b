"""OpenDocument: what a person sees on the page is what the pages say, and nothing repeated costs the world."""

import time
import zipfile
from pathlib import Path

import pytest

from extraction import runner
from extraction.formats import odp, ods, odt
from extraction.limits import Limits
from extraction.pages import Heading

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{prefix}="{ODF}{space}:1.0"'
    for prefix, space in {
        "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
        "presentation": "presentation", "svg": "svg-compatible",
    }.items()
)  # fmt: skip


@pytest.fixture
def package(tmp_path: Path):
    def make(extension: str, body: str, styles: str = "") -> Path:
        path = tmp_path / f"見本.{extension}"
        kind = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[extension]
        content = (
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
            archive.writestr("content.xml", content)
        return path

    return make


NUMBERED = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="１, ２, ３, ..."'
    ' style:num-prefix="第" style:num-suffix="条"/><text:list-level-style-number text:level="2" style:num-format="1"'
    ' text:display-levels="1" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
)


def test_text_has_its_headings_lists_and_notes(package):
    path = package(
        "odt",
        '<text:p>はじめに<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>脚注の文</text:p></text:note-body></text:note></text:p>"
        '<text:h text:outline-level="1">目的</text:h><text:h text:outline-level="2">細目</text:h>'
        '<text:list text:style-name="L"><text:list-item><text:p>一つ目</text:p><text:list><text:list-item>'
        "<text:p>下</text:p></text:list-item></text:list></text:list-item></text:list><text:p>間</text:p>"
        '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>二つ目</text:p>'
        "</text:list-item></text:list>",
        NUMBERED,
    )
    first, second = runner.read(path, "odt", 1, odt.count(path), Limits())
    assert first.text == "はじめに"
    assert second.label == "目的"
    assert second.text == "目的\n細目\n第１条 一つ目\n(1) 下\n間\n第２条 二つ目\n（注）脚注の文"
    assert [(block["t"], block.get("level")) for block in second.blocks[:4]] == [
        ("h", 1), ("h", 2), ("li", 0), ("li", 1),
    ]  # fmt: skip
    assert runner.outline(path, "odt", Limits()) == [Heading(1, "目的", 2, 1), Heading(2, "細目", 2, 2)]


def test_what_is_not_shown_is_not_said(package):
    hidden = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    path = package(
        "odt",
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>消した</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>見える<text:span text:style-name="H">隠した</text:span><office:annotation><text:p>意見</text:p>'
        '</office:annotation>文</text:p><text:p text:style-name="H">隠れた段落</text:p>'
        '<text:section text:display="none"><text:p>隠れた節</text:p></text:section>'
        "<text:table-of-content><text:p>目次 1</text:p></text:table-of-content>"
        "<text:p><text:ruby><text:ruby-base>栃木</text:ruby-base><text:ruby-text>とちぎ</text:ruby-text></text:ruby>"
        '<text:s text:c="2"/>県<text:line-break/>庁</text:p>',
        hidden,
    )
    [page] = odt.read(path, 1, 9)
    assert page.text == "見える文\n栃木  県\n庁"


def test_frames_and_tables_are_read(package):
    path = package(
        "odt",
        "<text:p>本文<draw:frame><draw:text-box><text:p>枠の中</text:p></draw:text-box></draw:frame></text:p>"
        '<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2">'
        "<text:p>広い</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        "</table:table-header-rows><table:table-row><table:table-cell><text:p>左</text:p></table:table-cell>"
        "<table:table-cell><text:p>右</text:p><text:p>二行目</text:p></table:table-cell></table:table-row></table:table>",
    )
    [page] = odt.read(path, 1, 9)
    assert page.text == "本文\n枠の中\n広い\n左\t右 二行目"
    head, body = page.blocks[2]["rows"]
    assert [(cell["text"], cell["colspan"], cell["head"]) for cell in head] == [("広い", 2, True)]
    assert [cell["text"] for cell in body] == ["左", "右\n二行目"]


def sheet(name: str, rows: str, style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def test_sheets_are_grids_of_what_is_displayed(package):
    cell = "<table:table-cell>{}</table:table-cell>"
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell/><table:table-cell table:number-columns-spanned="2"><text:p>見出し</text:p>'
        "</table:table-cell><table:covered-table-cell/></table:table-row>"
        "<table:table-row><table:table-cell/>"
        + cell.format("<text:p>25.0%</text:p>")
        + cell.format("<office:annotation><text:p>覚え</text:p></office:annotation><text:p>R5.8.22</text:p>")
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    )
    hidden = '<style:style style:name="H"><style:table-properties table:display="false"/></style:style>'
    path = package("ods", sheet("集計", rows) + sheet("作業", "", "H"), hidden)
    first, second = runner.read(path, "ods", 1, ods.count(path), Limits())
    assert [[(c["text"], c["colspan"]) for c in row] for row in first.blocks[0]["rows"]] == [
        [("行", 1), ("B", 1), ("C", 1)], [("3", 1), ("見出し", 2)], [("4", 1), ("25.0%", 1), ("R5.8.22", 1)],
    ]  # fmt: skip
    assert first.text == "見出し\n25.0%\tR5.8.22"
    assert "left_out" not in first.blocks[0]
    assert (second.label, second.is_hidden, second.text) == ("作業", True, "")
    assert runner.outline(path, "ods", Limits()) == []


def test_what_is_repeated_without_end_costs_little(package):
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384">'
        "<text:p>あ</text:p></table:table-cell></table:table-row>"
    )
    path = package("ods", "".join(sheet(str(n), row * 20) for n in range(20)))
    began = time.process_time()
    pages = list(ods.read(path, 1, 20))
    assert time.process_time() - began < 20
    assert len(pages) == 20
    assert pages[0].blocks[0]["left_out"] > 1_000_000
    assert sum(len(page.raw) for page in pages) < 20_000_000


def frame(words: str, y: str, kind: str = "", x: str = "1cm") -> str:
    of_kind = f'presentation:class="{kind}"' if kind else ""
    box = f"<draw:text-box><text:p>{words}</text:p></draw:text-box>"
    return f'<draw:frame {of_kind} svg:x="{x}" svg:y="{y}">{box}</draw:frame>'


def test_slides_are_read_from_top_to_bottom_with_notes_apart(package):
    hidden = (
        '<style:style style:name="H"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    path = package(
        "odp",
        "<draw:page>" + frame("下", "10cm") + frame("右上", "3.1cm", x="9cm") + frame("左上", "3.2cm")
        + frame("題", "1cm", "title") + frame("17", "19cm", "page-number")
        + "<presentation:notes>" + frame("話す人の覚え", "1cm", "notes") + "</presentation:notes></draw:page>"
        + '<draw:page draw:style-name="H">' + frame("予備", "1cm", "title") + "</draw:page>",
        hidden,
    )  # fmt: skip
    first, second = runner.read(path, "odp", 1, odp.count(path), Limits())
    assert (first.label, first.text, first.notes) == ("題", "題\n左上\n右上\n下", "話す人の覚え")
    assert (second.is_hidden, second.notes) == (True, "")
    assert runner.outline(path, "odp", Limits()) == [Heading(1, "題", 1)]


def test_entities_are_not_put_in(package, tmp_path):
    path = tmp_path / "爆弾.odt"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    content = (
        f"{bomb}<office:document-content {SPACES}><office:body><office:text><text:p>前&a;後</text:p>"
        "</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    [page] = odt.read(path, 1, 1)
    assert page.text == "前後"
