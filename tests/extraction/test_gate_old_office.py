"""Documents of Office until 2003 at the gate: locked, running and hiding ones are refused, their honest twins taken."""

import struct

import pytest

from extraction.limits import Limits
from tests.extraction.gate import look, said
from tests.hostile import samples
from tests.hostile.old_files import BEGINS, atom, excel, other_book, packed, powerpoint, record, sheet, word
from tests.hostile.ole_files import compound, container, native, packaged

DDE = "ほかのプログラムを動かすリンク（DDE"
LOCKED, MACROS = "パスワードがかかっています", "マクロ"
PASTED = {"ObjectPool/_1/\x01CompObj": compound("OLE Package", "", "Package"),
          "ObjectPool/_1/\x01Ole10Native": native(packaged("添付.exe", b"MZ"))}  # fmt: skip
PICTURE = {"ObjectPool/_1/\x01CompObj": compound("Paintbrush Picture", "", "PBrush"),
           "ObjectPool/_1/\x01Ole10Native": native(b"BM" + b"\x07" * 90)}  # fmt: skip
OLD_MACRO = b"\xff\x01\x01\x00" + b"\0" * 24

MACRO_SHEET = record(0x0809, b"\x00\x06\x40\x00")
HIDDEN_SHEET = record(0x00E0, b"\x01\x02" + MACRO_SHEET)  # in the body of another record
HIDDEN_LIST = record(0x85, struct.pack("<IBBBB", len(BEGINS) + 14 + 6, 0, 0, 1, 1) + "表".encode("utf-16-le"))

REFUSED = {
    "a locked document": ("doc", word(flags=0x0100), LOCKED),
    "macros of a document": ("doc", word(more={"Macros/VBA/dir": b"x"}), MACROS),
    "macros under another storage": ("doc", word(more={"_VBA_PROJECT/dir": b"x"}), MACROS),
    "macros of Word 6": ("doc", word(version=0x68, table=OLD_MACRO), MACROS),
    "a field": ("doc", word('前\x13 DDEAUTO cmd "/k"\x14x\x15後'), DDE),
    "a pasted file": ("doc", word(more=PASTED), "「添付.exe」"),
    "a document with macros inside": (
        "doc",
        word(more={"ObjectPool/_1/Package": samples.with_part(samples.word, "word/vbaProject.bin", b"x")()}),
        MACROS,
    ),
    "a control in a document": ("doc", word(more={"ObjectPool/_1/\x03OCXNAME": b"x"}), "ActiveX"),
    "a control in a workbook": ("xls", excel(more={"Ctls": b"x"}), "ActiveX"),
    "a locked workbook": ("xls", excel(record(0x2F, b"\0" * 6)), LOCKED),
    "macros of a workbook": ("xls", excel(more={"_VBA_PROJECT_CUR/VBA/dir": b"x"}), MACROS),
    "macros of Excel 4": ("xls", excel(sheet("表"), sheet("Macro1", kind=1)), "Excel 4.0 のマクロシート"),
    "macros of Excel 4 called a sheet": ("xls", excel(sheet("表"), MACRO_SHEET), "Excel 4.0 のマクロシート"),
    "macros of Excel 4 where no record begins": ("xls", excel(HIDDEN_LIST, HIDDEN_SHEET), "Excel 4.0 のマクロシート"),
    "a module of Excel 5 called a sheet": ("xls", excel(sheet("表"), record(0x0809, b"\0\6\6\0")), MACROS),
    "a module of Excel 5": ("xls", excel(sheet("Module1", kind=6)), MACROS),
    "a link to a program": ("xls", excel(sheet("表"), other_book("cmd\x03/c calc")), DDE),
    "a pasted file in a workbook": (
        "xls",
        excel(more={"MBD0001/\x01CompObj": compound("OLE Package", "", "Package")}),
        "別のファイルやプログラム",
    ),
    "a locked presentation": ("ppt", powerpoint(token=0xF3D1C4DF), LOCKED),
    "a presentation with keys": ("ppt", powerpoint(atom(0x2F14, b"x")), LOCKED),
    "macros of a presentation": ("ppt", powerpoint(atom(0x0400, struct.pack("<III", 1, 1, 2))), MACROS),
    "a control": ("ppt", powerpoint(atom(0x0FEE, holds=True)), "ActiveX"),
    "a program behind a click": ("ppt", powerpoint(atom(0x0FF3, b"\0" * 8 + b"\x02" + b"\0" * 7)), "クリックすると"),
    "a pasted file in a presentation": (
        "ppt",
        powerpoint(packed(container({"\x01Ole10Native": native(packaged("a.exe", b"MZ"))}))),
        "「a.exe」",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_locked_runs_or_hides_is_refused(what, tmp_path):
    kind, data, words = REFUSED[what]
    message = said(tmp_path, f"古い.{kind}", data)
    assert message.startswith(f"「古い.{kind}」")
    assert words in message


TAKEN = {
    "a document": ("doc", word()),
    "a document of Word 6": ("doc", word(version=0x68)),
    "the table of commands without macros": ("doc", word(version=0x68, table=b"\xff\x03\x01\x00" + b"\0" * 20)),
    "other fields": ("doc", word("\x13 PAGE \x14 1\x15 DDEAUTO は使わない")),
    "a picture": ("doc", word(more=PICTURE)),
    "a workbook": ("xls", excel()),
    "a chart sheet": ("xls", excel(sheet("表"), sheet("グラフ", kind=2))),
    "another workbook": ("xls", excel(sheet("表"), other_book("\x01\x01C\x03資料\x03元.xls"))),
    "a presentation": ("ppt", powerpoint()),
    "a project without macros": ("ppt", powerpoint(atom(0x0400, struct.pack("<III", 1, 0, 2)))),
    "a click to the next slide": ("ppt", powerpoint(atom(0x0FF3, b"\0" * 8 + b"\x03" + b"\0" * 7))),
}


@pytest.mark.parametrize("what", TAKEN)
def test_what_only_looks_like_it_is_taken(what, tmp_path):
    kind, data = TAKEN[what]
    assert said(tmp_path, f"古い.{kind}", data) == ""


def test_what_they_hide_is_remarked(tmp_path):
    book = excel(sheet("公表"), sheet("元データ", state=1), other_book("\x01\x01C\x03元.xls"), record(0x1C, b"\0" * 8))
    assert look(tmp_path, "古い.xls", book) == [
        "非表示のシートがあります（「元データ」）",
        "コメントが残っています（1件）",
        "ほかのブックへのリンクが残っています（1件）",
    ]
    show = powerpoint(atom(0x03EE, holds=True), atom(0x03F9, b"\0" * 10 + b"\x04" + b"\0" * 5))
    assert look(tmp_path, "古い.ppt", show) == ["非表示のスライドがあります（1枚）"]
    assert look(tmp_path, "古い.doc", word(more=PICTURE)) == ["埋め込まれた表や図があります（1件：Paintbrush Picture）"]


def test_there_are_limits(tmp_path):
    cells = excel(sheet("表"), record(0x0203, b"\0" * 14), record(0xBE, b"\0" * 26))
    assert said(tmp_path, "古い.xls", cells, Limits(cells=11)) == ""
    assert "セルが10を超えています" in said(tmp_path, "古い.xls", cells, Limits(cells=10))
    assert "シートが1あります" in said(tmp_path, "古い.xls", excel(), Limits(sheets=0))
    assert "スライドが1あります" in said(tmp_path, "古い.ppt", powerpoint(), Limits(slides=0))


def test_many_names_for_the_same_bytes_do_not_add_up(tmp_path):
    data = word(more={f"ObjectPool/_{n}/\x01Ole10Native": b"x" * 60_000 for n in range(30)})
    assert "展開すると大きくなりすぎる" in said(tmp_path, "古い.doc", data, Limits(archive_bytes=1_000_000))


@pytest.mark.parametrize("cut", [600, 4000, 9000])
def test_what_is_cut_off_is_broken_and_not_a_crash(cut, tmp_path):
    data = word(more=PICTURE)[:cut]
    assert "壊れていて開けません" in said(tmp_path, "古い.doc", data) or "中身がWord" in said(
        tmp_path, "古い.doc", data
    )


OLD_CODES = {
    "an inner field": ("\x13\x13QUOTE 68 68 69 65 85 84 79\x14\x15 cmd x\x14x\x15", DDE),
    "a longer code than any": ("\x13DDEAUTO cmd " + "x" * 9000 + "\x14x\x15", DDE),
    "behind a mark that is none": ("\x13\x13 a \x13DDEAUTO cmd x\x14x\x15", DDE),
    "behind many": ("\x13" * 90 + "DDEAUTO cmd x", DDE),
    "a picture from elsewhere": ('\x13INCLUDEPICTURE "http://example.jp/a" \\d\x14x\x15', "開くと外部から"),
    "data from elsewhere": ('\x13LINK Excel.Sheet.8 "\\\\server\\a.xls" "" \\a\x14x\x15', "開くと外部から"),
}


@pytest.mark.parametrize("what", OLD_CODES)
@pytest.mark.parametrize("front", ["前", ""])
def test_a_code_of_an_old_document_is_read_whole(what, front, tmp_path):
    code, words = OLD_CODES[what]
    assert words in said(tmp_path, "見本.doc", word(front + code))


def test_a_code_may_begin_at_any_byte(tmp_path):
    wide = "\x13DDEAUTO cmd x\x14x\x15".encode("utf-16-le")
    for shift in (b"", b"a"):
        assert DDE in said(tmp_path, "見本.doc", word(table=shift + wide, text=""))
