"""What a second look at the gate found, format by format: the hostile twin is refused, the honest one taken."""

import base64
import io
import zipfile

import pytest

from tests.extraction.gate import said
from tests.extraction.test_gate_disguises import BY_FORMULA, cell
from tests.extraction.test_gate_embedded import MACROS as MACROS_INSIDE
from tests.extraction.test_gate_office import DDE, LOADS
from tests.extraction.test_gate_office_parts import typed
from tests.extraction.test_gate_pdfs import RUNS, Name, action, pdf
from tests.hostile import samples
from tests.hostile.office_files import document, link, runs, slides, text
from tests.hostile.old_files import open_document, rich, word

BROKEN = "壊れていて開けません"
CLICK = "クリックするとプログラムが動くリンク"
MACROS = "マクロが入っています"


@pytest.mark.parametrize(
    "address",
    [
        "ms-msdt:/id PCWDiagnostic",
        "search-ms:query=a",
        "javascript:a()",
        "file:///C:/Windows/calc.exe",
        r"\\host\a.hta",
    ],
)
def test_a_link_whose_click_runs_something_is_refused_in_every_document(address, tmp_path):
    field = f'HYPERLINK "{address}"'
    found = [
        said(tmp_path, "見本.docx", document("docx", {}, link("hyperlink", address))),
        said(tmp_path, "見本.xlsx", document("xlsx", {}, link("hyperlink", address.replace(":", "&#58;")))),
        said(tmp_path, "見本.docx", document("docx", {"word/document.xml": text(runs(field))})),
        said(tmp_path, "見本.doc", word(f"\x13{field}\x14x\x15")),
        said(tmp_path, "見本.rtf", rich(rf"{{\field{{\*\fldinst {field}}}}}".replace("\\\\", "\\\\\\\\"))),
    ]
    assert [CLICK in message for message in found] == [True] * 5, found
    opened = said(tmp_path, "見本.odt", open_document("text", f'<text:a xlink:href="{address}"/>'))
    assert CLICK in opened or MACROS in opened


@pytest.mark.parametrize(
    "address",
    [
        "https://example.jp/a.exe",
        "mailto:a@example.jp",
        "ms-word:ofe|u|https://example.jp/a.docx",
        "file:///C:/a/資料.xlsx",
        r"\\server\share\様式.docx",
        "#見出し",
    ],
)
def test_a_link_to_a_page_or_a_document_is_taken(address, tmp_path):
    assert said(tmp_path, "見本.docx", document("docx", {}, link("hyperlink", address))) == ""
    assert said(tmp_path, "見本.doc", word(f'\x13HYPERLINK "{address}"\x14x\x15')) == ""


@pytest.mark.parametrize(
    "code",
    [r'DATABASE \d "\\\\server\\a.mdb"', r'RD "http://example.jp/a.docx"', r'DATA "\\\\server\\a.doc"'],
)
def test_other_fields_that_fetch_are_refused(code, tmp_path):
    assert LOADS in said(tmp_path, "見本.docx", document("docx", {"word/document.xml": text(runs(code))}))


TWICE = {
    "the mark of a field": (
        "docx",
        {"word/document.xml": text(runs("DDEAUTO cmd x").replace("<w:fldChar ", '<w:fldChar x:fldCharType="a" '))},
        DDE,
    ),
    "the code of a field": (
        "docx",
        {"word/document.xml": text('<w:p><w:fldSimple x:instr="PAGE" w:instr="DDE cmd x"/></w:p>')},
        DDE,
    ),
    "the action of a click": (
        "pptx",
        {"ppt/a.xml": '<s xmlns:x="x"><hlinkClick x:action="a" action="ppaction://program"/></s>'},
        "クリックすると",
    ),
    "the picture of an open document": (
        "odt",
        {"content.xml": '<draw:image x:href="Pictures/a.png" xlink:href="http://example.jp/a.png"/>'},
        LOADS,
    ),
}


@pytest.mark.parametrize("what", TWICE)
def test_a_second_attribute_of_the_same_name_hides_nothing(what, tmp_path):
    kind, parts, words = TWICE[what]
    if kind == "odt":
        data = open_document("text", f'<a xmlns:x="x">{parts["content.xml"]}</a>')
    else:
        spaced = {name: part.replace("<w:document ", '<w:document xmlns:x="x" ') for name, part in parts.items()}
        data = document(kind, spaced)
    assert words in said(tmp_path, f"見本.{kind}", data)


@pytest.mark.parametrize("name", ["word/document.xml/[0].piece", "word/docu%6Dent.xml", "/word/document.xml"])
def test_a_part_that_lies_there_twice_or_in_pieces_is_refused(name, tmp_path):
    buffer = io.BytesIO(samples.word())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, "<a/>")
    assert BROKEN in said(tmp_path, "見本.docx", buffer.getvalue())


def test_a_control_is_known_by_its_declared_type(tmp_path):
    declared = '<Override PartName="/word/a.xml" ContentType="application/vnd.ms-office.activeX+xml"/>'
    parts = {"word/a.xml": "<a/>", "[Content_Types].xml": typed(declared)}
    assert "ActiveX" in said(tmp_path, "見本.docx", document("docx", parts))


def test_an_action_behind_blanks_runs_as_well(tmp_path):
    inside = '<s><hlinkClick action=" PPaction://Program"/></s>'
    assert "クリックすると" in said(tmp_path, "見本.pptx", document("pptx", {"ppt/a.xml": inside}))
    assert said(tmp_path, "見本.pptx", slides()) == ""


def test_a_cell_of_a_new_workbook_that_starts_a_program_is_refused(tmp_path):
    assert "（DDE、" in said(tmp_path, "見本.xlsx", document("xlsx", cell("cmd|'/c calc'!A0")))
    assert said(tmp_path, "見本.xlsx", document("xlsx", cell("IF(A1=\"a|b!\",'表'!A1,0)"))) == ""


@pytest.mark.parametrize(
    "formula", ['=WEBSERVICE("http://a")', '"=1+webservice(""http://a"")"', '=IMAGE("https://a/b.png")']
)
def test_a_cell_of_a_table_that_fetches_is_refused(formula, tmp_path):
    assert BY_FORMULA in said(tmp_path, "表.csv", f"県,数\n栃木県,{formula}\n".encode())


@pytest.mark.parametrize("formula", ["WEBSERVICE(1)の使い方", "- image(1).png", "=SUM(A1:A2)", "=HYPERLINK(A1)"])
def test_a_cell_that_only_speaks_of_it_is_taken(formula, tmp_path):
    assert said(tmp_path, "表.csv", f"県,数\n栃木県,{formula}\n".encode("cp932")) == ""


OPEN = {
    "a formula": ("ods", '<table:table-cell table:formula="of:=WEBSERVICE(&quot;http://a&quot;)"/>', BY_FORMULA),
    "a name": ("ods", '<table:named-expression table:expression="DDE(&quot;cmd&quot;;1;2)"/>', DDE),
    "a command of the program": ("odt", '<text:a xlink:href=".uno:RunMacro"/>', MACROS),
    "a command behind percent signs": ("odt", '<text:a xlink:href="vnd.sun.star%2Escript:a"/>', MACROS),
    "a macro by its name": ("odt", '<script:event-listener script:macro-name="a.b.c"/>', MACROS),
    "a picture of a button": ("odt", '<form:button xmlns:form="f" form:image-data="http://a/b.png"/>', LOADS),
    "a far picture in other strokes": ("odt", r'<draw:image xlink:href="/\host\a.png"/>', LOADS),
}


@pytest.mark.parametrize("what", OPEN)
def test_an_open_document_that_acts_in_other_ways_is_refused(what, tmp_path):
    extension, content, words = OPEN[what]
    kind = {"odt": "text", "ods": "spreadsheet"}[extension]
    assert words in said(tmp_path, f"見本.{extension}", open_document(kind, content))


def inline(data: bytes) -> bytes:
    letters = base64.b64encode(data).decode()
    return open_document(
        "text", f"<draw:object-ole><office:binary-data>{letters}</office:binary-data></draw:object-ole>"
    )


def test_a_file_among_the_words_of_an_open_document_is_judged(tmp_path):
    macros = samples.with_part(samples.word, "word/vbaProject.bin", b"x")()
    assert MACROS_INSIDE in said(tmp_path, "見本.odt", inline(macros))
    assert RUNS in said(tmp_path, "見本.odt", inline(pdf(OpenAction=action(S=Name("/JavaScript"), JS="x"))))
    assert said(tmp_path, "見本.odt", inline(b"\x89PNG")) == ""


@pytest.mark.parametrize("address", [r"\\server\a.pdf", r"/\server\a.pdf"])
def test_an_address_of_a_pdf_in_the_network_is_refused(address, tmp_path):
    assert "ほかのコンピューター" in said(tmp_path, "見本.pdf", pdf(A=action(S=Name("/URI"), URI=address)))


@pytest.mark.parametrize("hidden", [b"%PDF-1.7\n", b"<html><script>x</script>", b"PK\x03\x04\x14\0"])
def test_nothing_else_hides_in_the_first_bytes_of_a_picture(hidden, tmp_path):
    data = jpeg()
    comment = b"\xff\xfe" + (len(hidden) + 2).to_bytes(2, "big") + hidden
    assert said(tmp_path, "写真.jpg", data) == ""
    assert "画像のはじめに" in said(tmp_path, "写真.jpg", data[:2] + comment + data[2:])


def jpeg() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    return buffer.getvalue()


def key(address: str) -> dict[str, str]:
    inside = f'<a:item xmlns:a="a" xmlns:xlink="http://www.w3.org/1999/xlink" a:code="KEY_F5" xlink:href="{address}"/>'
    return {"Configurations2/accelerator/current.xml": inside}


def properties(element: str, target: str) -> dict[str, str]:
    inside = f'<meta:{element} xlink:href="{target}"/>'
    return {"meta.xml": f'<a xmlns:meta="m" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</a>'}


BROUGHT_ALONG = {
    "a key for a macro": (key("vnd.sun.star.script:a?language=Basic"), MACROS),
    "a key for a command": (key(".uno:Save"), ""),
    "a far template": (properties("template", "http://example.jp/a.ott"), "開くと外部のテンプレートや文書"),
    "a template in the network": (properties("template", "file://server/a.ott"), "開くと外部のテンプレートや文書"),
    "a near template": (properties("template", "../a.ott"), ""),
    "another document in its place": (
        properties("auto-reload", "http://example.jp/"),
        "開くと外部のテンプレートや文書",
    ),
}


@pytest.mark.parametrize("what", BROUGHT_ALONG)
def test_what_an_open_document_brings_along_is_looked_at(what, tmp_path):
    parts, words = BROUGHT_ALONG[what]
    message = said(tmp_path, "見本.odt", open_document("text", "", parts))
    assert words in message
    assert bool(message) == bool(words)
