"""OpenDocument and rich text at the gate, and tables that a spreadsheet would run."""

import pytest

from extraction.limits import Limits
from tests.extraction.gate import look, said
from tests.hostile.old_files import old_object, open_document, rich
from tests.hostile.ole_files import compound, container, native, packaged

DDE_CELL = "ほかのプログラムを動かします（DDE）"
MANIFEST = "META-INF/manifest.xml"
DDE, MACROS, LOADS = "ほかのプログラムを動かすリンク（DDE", "マクロが入っています", "開くと外部から"
OLD_DTD = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'

REFUSED = {
    "a locked one": (
        "odt",
        "text",
        "",
        {MANIFEST: '<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>'},
        "パスワード",
    ),
    "a module": ("ods", "spreadsheet", "", {"Basic/Standard/Module1.xml": "<a/>"}, MACROS),
    "a script": ("odt", "text", "", {"Scripts/python/a.py": "x"}, MACROS),
    "a script without a place": (
        "odt",
        "text",
        '<script:event-listener xlink:href="vnd.sun.star.script:a"/>',
        {},
        MACROS,
    ),
    "a link to a program": ("ods", "spreadsheet", '<office:dde-source office:dde-application="cmd"/>', {}, DDE),
    "a field of Word": ("odt", "text", '<text:param text:value="DDEAUTO cmd x"/>', {}, DDE),
    "a frame": ("odt", "text", '<draw:floating-frame xlink:href="a.html"/>', {}, "埋め込みの枠"),
    "a remote picture": ("odt", "text", '<draw:image xlink:href="https://example.jp/a.png"/>', {}, LOADS),
    "a remote section": ("odt", "text", r'<text:section-source xlink:href="file://server/a.odt"/>', {}, LOADS),
    "entities": ("odt", "text", "", {"styles.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "文書型の宣言"),
    "an object": (
        "odt",
        "text",
        "",
        {"Object 1": container({"\x01Ole10Native": native(packaged("a.exe", b"MZ"))})},
        "「a.exe」",
    ),
    "a program": ("odp", "presentation", "", {"Pictures/a.png": b"MZ" + b"\0" * 90}, "別のファイルやプログラム"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_open_document_that_runs_loads_or_hides_is_refused(what, tmp_path):
    extension, kind, content, parts, words = REFUSED[what]
    assert words in said(tmp_path, f"見本.{extension}", open_document(kind, content, parts))


SCRIPT = "vnd.sun.star.script:a?language=Basic"
ACTS = {
    "a link to a script": ("odt", "text", f'<text:a xlink:href="{SCRIPT}">x</text:a>', MACROS),
    "a link to a macro": ("odt", "text", '<text:a xlink:href="macro:///Tools.Misc.Shell()">x</text:a>', MACROS),
    "a button": ("odt", "text", f'<draw:control xlink:href="{SCRIPT}"/>', MACROS),
    "a script as a field": ("odt", "text", "<text:script>alert(1)</text:script>", MACROS),
    "a script from elsewhere": ("odt", "text", '<text:script xlink:href="http://example.jp/a.js"/>', MACROS),
    "a macro as a field": ("odt", "text", '<text:execute-macro text:name="a">x</text:execute-macro>', MACROS),
    "a script of the document": ("odt", "text", "<office:script><a>Shell</a></office:script>", MACROS),
    "a formula": ("ods", "spreadsheet", '<table:table-cell table:formula="of:=DDE(&quot;cmd&quot;;1)"/>', DDE),
    "a far topic": ("ods", "spreadsheet", r'<office:dde-source office:dde-topic="\\server\a.ods"/>', LOADS),
    "a far range": ("ods", "spreadsheet", '<table:cell-range-source xlink:href="http://example.jp/a"/>', LOADS),
    "a background": ("odt", "text", '<style:background-image xlink:href="http://example.jp/a.png"/>', LOADS),
    "a mark of a list": ("odt", "text", '<text:list-level-style-image xlink:href="http://example.jp/a"/>', LOADS),
    "a letter's shape": ("odt", "text", '<draw:font-face-uri xlink:href="http://example.jp/a.ttf"/>', LOADS),
}


@pytest.mark.parametrize("what", ACTS)
def test_what_acts_or_fetches_is_refused_in_any_element(what, tmp_path):
    extension, kind, content, words = ACTS[what]
    assert words in said(tmp_path, f"見本.{extension}", open_document(kind, content, {}))


def test_a_formula_that_only_speaks_of_it_is_taken(tmp_path):
    content = '<table:table-cell table:formula="of:=&quot;DDE(&quot;&amp;ADDED(1)"/><office:scripts/><office:script/>'
    assert said(tmp_path, "見本.ods", open_document("spreadsheet", content, {})) == ""


TAKEN = {
    "an empty library": {"Basic/script-lc.xml": "<a/>", "Basic/Standard/script-lb.xml": "<a/>"},
    "the definition of OpenOffice.org 2": {MANIFEST: f"{OLD_DTD}<manifest:manifest xmlns:manifest='m'/>"},
    "an object of its own": {"Object 1/content.xml": "<a/>"},
}


@pytest.mark.parametrize("what", TAKEN)
def test_an_open_document_that_only_looks_like_it_is_taken(what, tmp_path):
    content = '<draw:image xlink:href="Pictures/a.png"/><text:a xlink:href="https://example.jp/"/>'
    assert said(tmp_path, "見本.odt", open_document("text", content, TAKEN[what])) == ""


def test_what_an_open_document_leaves_is_remarked(tmp_path):
    styles = (
        '<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    content = (
        '<table:table table:name="公表"/><table:table table:name="元データ" table:style-name="t"/>'
        "<office:annotation/><text:changed-region/>"
    )
    names = "<meta:initial-creator>山田</meta:initial-creator><dc:creator>県庁</dc:creator>"
    meta = f'<a xmlns:meta="m" xmlns:dc="d">{names}</a>'
    assert look(tmp_path, "見本.ods", open_document("spreadsheet", content, {"meta.xml": meta}, styles)) == [
        "コメントが残っています（1件）",
        "変更履歴が残っています（1か所）",
        "非表示のシートやスライドがあります（「元データ」）",
        "文書の情報に名前が残っています（作成者：山田、最終更新者：県庁）",
    ]


def test_sheets_and_slides_have_limits(tmp_path):
    book = open_document("spreadsheet", "<table:table/><table:table/>")
    assert "シートが2あります" in said(tmp_path, "見本.ods", book, Limits(sheets=1))
    show = open_document("presentation", "<draw:page/><draw:page/>")
    assert "スライドが2あります" in said(tmp_path, "見本.odp", show, Limits(slides=1))


PASTED = container({"\x01CompObj": compound("OLE Package", "", "Package")})
RICH_REFUSED = {
    "a pasted file": (
        rf"{{\object\objemb{{\*\objdata {old_object('Package', packaged('a.exe', b'MZ'))}}}}}",
        "「a.exe」",
    ),
    "a pasted file in a container": (rf"{{\object{{\*\objdata {old_object('Word.Document.8', PASTED)}}}}}", "貼り付け"),
    "a link": (rf"{{\object\objemb{{\*\objdata {old_object('Excel.Sheet.8', b'', form=1)}}}}}", "オブジェクトのリンク"),
    "a link that updates itself": (r"{\object\objautlink}", "オブジェクトのリンク"),
    "a control": (r"{\object\objocx}", "オブジェクトのリンク"),
    "what nobody can read": (r"{\object{\*\objdata 01050000{\x abc}02}}", "読み取れないオブジェクト"),
    "a program strewn over groups": (
        r"{\object{\*\objdata "
        + old_object("PBrush", b"MZ\x90\0")[:40]
        + "\n{\\x}"
        + old_object("PBrush", b"MZ\x90\0")[40:]
        + "}}",
        "プログラム",
    ),
    "a command in an equation": (
        rf"{{\object{{\*\objdata {old_object('Equation.3', b'\x1c\0 x cmd.exe /c')}}}}}",
        "数式に見せかけた",
    ),
    "a field": (r"{\field{\*\fldinst DDEAUTO cmd x}{\fldrslt x}}", DDE),
    "a field strewn over groups": (r"{\field{\*\fldinst {\b D}{\i DE}{AUTO cmd}}}", DDE),
    "a field in other letters": (r"{\field{\*\fldinst \'44\'44\u69?  cmd}}", DDE),
    "a remote template": (r"{\*\template https://example.jp/a.dotm}", "外部のテンプレート"),
}


@pytest.mark.parametrize("what", RICH_REFUSED)
def test_rich_text_that_runs_loads_or_hides_is_refused(what, tmp_path):
    inside, words = RICH_REFUSED[what]
    assert words in said(tmp_path, "見本.rtf", rich(inside))


SHEET = container({"\x01CompObj": compound("Excel")})
RICH_TAKEN = {
    "text": r"\par DDEAUTO は使わない",
    "a Paintbrush picture": rf"{{\object\objemb{{\*\objdata {old_object('PBrush', b'BM' + bytes(60))}}}}}",
    "a sheet": rf"{{\object{{\*\objdata {old_object('Excel.Sheet.8', SHEET)}}}}}",
    "a page number": r"{\field{\*\fldinst PAGE}{\fldrslt 1}}",
    "a local template": r"{\*\template C:\\Users\\a\\Normal.dot}",
    "bytes as they are": r"{\pict\bin5 {{{{{}",
}


@pytest.mark.parametrize("what", RICH_TAKEN)
def test_rich_text_that_only_looks_like_it_is_taken(what, tmp_path):
    assert said(tmp_path, "見本.rtf", rich(RICH_TAKEN[what])) == ""


def test_the_author_of_rich_text_is_remarked(tmp_path):
    data = rich(r"{\info{\author 山田}{\operator 県庁}}{\*\annotation x}{\revised y}")
    assert look(tmp_path, "見本.rtf", data) == [
        "コメントが残っています（1件）",
        "変更履歴が残っています",
        "文書の情報に名前が残っています（作成者：山田、最終更新者：県庁）",
    ]


@pytest.mark.parametrize("cell", ["=cmd|'/C calc'!A0", "+cmd|' /C calc'!'A1'", "\"@SUM(1+1)*cmd|'/C calc'!A0\""])
def test_a_cell_that_starts_a_program_is_refused(cell, tmp_path):
    assert "（DDE）" in said(tmp_path, "表.csv", f"県,数\n栃木県,{cell}\n".encode())


@pytest.mark.parametrize("cell", ["=SUM(A1:A2)", "-5", "a|b!c", "-|急ぎ", "+81-28-623-2323"])
def test_an_honest_cell_is_taken(cell, tmp_path):
    assert said(tmp_path, "表.csv", f"県,数\n栃木県,{cell}\n".encode("cp932")) == ""
    assert said(tmp_path, "表.txt", b"=cmd|'/C calc'!A0") == ""


def in_field(code: str) -> bytes:
    return rich(rf"{{\field{{\*\fldinst {code}}}{{\fldrslt x}}}}")


INNER = r"{\field{\*\fldinst QUOTE 68 68 69 65 85 84 79}{\fldrslt x}}"
RUNNING_CODES = {
    "letters by number with one that stands in": r"\uc1 \u68x\u68x\u69xAUTO cmd x",
    "letters by number with a byte that stands in": r"\u68\'3f\u68\'3f\u69\'3fAUTO cmd x",
    "letters by number with two that stand in": r"\uc2 \u68xy\u68xy\u69xyAUTO cmd x",
    "letters by number with none that stands in": r"\uc0 \u68\u68\u69 AUTO cmd x",
    "an inner field": INNER + " cmd x",
    "words of an unknown destination": r"{\*\zzz junk}DDEAUTO cmd x",
    "a mark of a place": r"{\*\bkmkstart abc}DDEAUTO cmd x",
    "an entry of an index": r"{\xe a}DDEAUTO cmd x",
}


@pytest.mark.parametrize("what", RUNNING_CODES)
def test_a_code_of_rich_text_is_read_as_word_reads_it(what, tmp_path):
    assert DDE in said(tmp_path, "見本.rtf", in_field(RUNNING_CODES[what]))


@pytest.mark.parametrize(
    "code",
    [
        r'INCLUDEPICTURE "http://example.jp/a.png" \\* MERGEFORMAT',
        r'INCLUDETEXT "http://example.jp/a.rtf"',
        r'LINK Excel.Sheet.8 "\\\\\\\\server\\\\a.xls" "" \\a \\p',
    ],
)
def test_a_field_of_rich_text_that_fetches_is_refused(code, tmp_path):
    assert LOADS in said(tmp_path, "見本.rtf", in_field(code))


@pytest.mark.parametrize(
    "code",
    [r'INCLUDEPICTURE "C:\\\\a.png"', 'HYPERLINK "http://example.jp/"', r'QUOTE "\u-28437?DDE"', r"REF DDE_1 \\h"],
)
def test_an_honest_field_of_rich_text_is_taken(code, tmp_path):
    assert said(tmp_path, "見本.rtf", in_field(code)) == ""


def test_cells_are_read_as_a_spreadsheet_reads_them(tmp_path):
    for cell in (
        "=cmd|'/c calc'!A0",
        "\"=IF(1,cmd|'/c calc'!A0)\"",
        "=cmd|'/c calc | x'!A0",
        "=1+" + "1+" * 150 + "cmd|'/c calc'!A0",
        "=cmd|'/c calc " + "x" * 600 + "'!A0",
        "\"=1+\ncmd|'/c calc'!A0\"",
        "\"=SUM(1;cmd|'/c calc'!A0)\"",
        "@SUM(1+1)*MSEXCEL|'a'!x",
        "-2+3+cmd|' /C calc'!A0",
    ):
        assert DDE_CELL in said(tmp_path, "表.csv", f"a,b\n{cell},1\n".encode()), cell


@pytest.mark.parametrize(
    "cell",
    [
        "- 前年度|要確認!",
        "=A1|A2!",
        "@tochigi|@kagawa 連絡先!",
        "-,内線 12|34 至急!",
        "- 項目A | 重要! | 済",
        '="a|b!"&A1',
    ],
)
def test_ordinary_words_are_no_such_cells(cell, tmp_path):
    assert said(tmp_path, "表.csv", f"項目,増減\n{cell},1\n".encode()) == ""


def test_records_that_excel_opens_as_another_format_are_refused(tmp_path):
    records = b'ID;P\r\nO;E\r\nNN;NAuto_open;ER101C1\r\nC;X1;Y101;K0;EEXEC("CALC.EXE")\r\nE\r\n'
    assert "SYLK" in said(tmp_path, "表.csv", records)
    assert said(tmp_path, "表.csv", "ID;PW;氏名\n1;2;3\n".encode()) == ""


def test_what_lies_beside_an_open_document_is_remarked(tmp_path):
    link = '<text:section-source xlink:href="../別紙.odt"/>'
    remarks = look(tmp_path, "見本.odt", open_document("text", link))
    assert "ほかのファイルへのリンクが残っています（../別紙.odt）" in remarks


MANY = {
    "slides": ("odp", "presentation", "<draw:page/>", Limits(slides=2), "スライド"),
    "sheets": ("ods", "spreadsheet", "<table:table/>", Limits(sheets=2), "シート"),
    "cells": ("ods", "spreadsheet", "<table:table-cell/>", Limits(cells=2), "セル"),
}


@pytest.mark.parametrize("what", MANY)
def test_an_open_document_is_no_larger_than_others(what, tmp_path):
    extension, kind, element, limits, unit = MANY[what]
    assert said(tmp_path, f"見本.{extension}", open_document(kind, element * 2), limits) == ""
    assert unit in said(tmp_path, f"見本.{extension}", open_document(kind, element * 3), limits)
