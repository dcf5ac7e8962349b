"""What is embedded at the gate: whatever sort of file lies in a document is judged by the rules of that sort."""

import io
import zipfile

import pytest

from tests.extraction.gate import look, said
from tests.extraction.test_gate_office import DDE, EMBEDDED
from tests.extraction.test_gate_office_parts import typed
from tests.extraction.test_gate_pdfs import RUNS, Name, action, pdf
from tests.hostile import samples
from tests.hostile.office_files import document, link, text, with_object
from tests.hostile.old_files import old_object, open_document, rich, word
from tests.hostile.ole_files import compound, container, native, packaged

JAVASCRIPT = pdf(OpenAction=action(S=Name("/JavaScript"), JS="x"))
BASIC = open_document("text", "", {"Basic/Standard/Module1.xml": "<a/>"})
MACROS = "埋め込まれた文書にマクロ"
SCRIPTS = {
    "basic": b'a = Array("calc")\r\nMsgBox a(0)\r\n',
    "a page's": b"var a = 1; b(a);",
    "a shell's": "param($a)\n# 見本\nGet-Item $a\n".encode("cp932"),
    "a system's": b"start calc.exe\r\nexit\r\n",
    "wide letters": "\ufeffstart calc".encode("utf-16-le"),
}


@pytest.mark.parametrize("what", SCRIPTS)
@pytest.mark.parametrize("place", ["in its folder", "bound", "declared"])
def test_a_script_among_the_objects_is_refused(what, place, tmp_path):
    name = {"in its folder": "word/embeddings/a.bin"}.get(place, "word/other/a.dat")
    parts = {name: SCRIPTS[what]}
    if place == "declared":
        kind = "application/vnd.openxmlformats-officedocument.oleObject"
        parts["[Content_Types].xml"] = typed(f'<Override PartName="/{name}" ContentType="{kind}"/>').encode()
    bound = link("oleObject", "Other/a.dat", external=False) if place == "bound" else ""
    message = said(tmp_path, "見本.docx", document("docx", parts, bound))
    assert EMBEDDED in message
    assert "スクリプトなどの文字のファイル" in message


@pytest.mark.parametrize("name", ["a.vbs", "b.JS", "c.ps1", "d.bat", "e.settingcontent-ms", "f.exe"])
def test_a_part_that_is_called_like_a_program_is_refused(name, tmp_path):
    data = document("docx", {f"word/media/{name}": "何か"})
    assert f"書庫かプログラム「{name}」" in said(tmp_path, "見本.docx", data)


INSIDE = {
    "a PDF with a script": ("word/embeddings/a.pdf", JAVASCRIPT, RUNS),
    "a PDF with a script among the pictures": ("word/media/a.png", JAVASCRIPT, RUNS),
    "an open document with macros": ("word/embeddings/a.odt", BASIC, MACROS),
    "an open document with macros in another folder": ("docs/a.bin", BASIC, MACROS),
    "an open document that reaches out": (
        "word/embeddings/a.odt",
        open_document("text", '<draw:image xlink:href="http://example.jp/a.png"/>'),
        "開くと外部から",
    ),
    "rich text with a field": ("word/embeddings/a.rtf", rich(r"{\field{\*\fldinst DDEAUTO cmd x}}"), DDE),
    "an old document with a field": ("word/media/a.doc", word('\x13 DDEAUTO cmd "/k"\x14x\x15'), DDE),
    "rich text in a document inside": (
        "word/embeddings/a.docx",
        document("docx", {"word/embeddings/a.rtf": rich("x")}),
        "さらに文書が埋め込まれています",
    ),
}


@pytest.mark.parametrize("what", INSIDE)
def test_a_document_inside_passes_the_rules_of_its_own_kind(what, tmp_path):
    name, data, words = INSIDE[what]
    message = said(tmp_path, "見本.docx", document("docx", {name: data}))
    assert message.startswith("「見本.docx」")
    assert words in message


OBJECTS = {
    "a PDF with a script": ({"CONTENTS": JAVASCRIPT}, RUNS),
    "a PDF with a script as its own data": ({"\x01Ole10Native": native(JAVASCRIPT)}, RUNS),
    "an open document with macros": ({"EmbeddedOdf": BASIC}, MACROS),
    "an open document with macros as its own data": ({"\x01Ole10Native": native(BASIC)}, MACROS),
    "a pasted file without a label": ({"\x01Ole10Native": native(packaged("", b"x"))}, "貼り付けたファイル「C:"),
    "a pasted file of mail": ({"\x01CompObj": compound("x", "", "Outlook.FileAttach")}, "貼り付けたファイル"),
    "a browser": ({"\x01CompObj": compound("x", "", "Shell.Explorer.2")}, "貼り付けたファイル"),
}


@pytest.mark.parametrize("what", OBJECTS)
def test_an_object_is_judged_by_what_it_holds(what, tmp_path):
    streams, words = OBJECTS[what]
    assert words in said(tmp_path, "見本.docx", with_object(streams))


HONEST = {
    "a PDF": ("word/embeddings/a.pdf", pdf(), "（1件：PDF）"),
    "an open document": ("word/embeddings/a.odt", open_document("text"), "（1件：Officeの文書や表）"),
    "rich text": ("word/embeddings/a.rtf", rich("見本"), "（1件：リッチテキスト）"),
    "nothing": ("word/embeddings/a.bin", b"", ""),
    "a picture": ("word/embeddings/a.bin", b"\x01\0\0\0\x6c\0\0\0" + b"\0" * 60, ""),
    "a table for its data": ("customXml/item1.xml", b"<a>var a = 1;</a>", ""),
}


@pytest.mark.parametrize("what", HONEST)
def test_an_honest_file_inside_is_taken(what, tmp_path):
    name, data, words = HONEST[what]
    assert words in "".join(look(tmp_path, "見本.docx", document("docx", {name: data})))


OBJECT = '<w:p xmlns:o="o"><w:object><o:OLEObject Type="Embed" ProgID="{}"/></w:object></w:p>'
PAINTBRUSH = {
    "\x01CompObj": compound("Paintbrush Picture", "", "PBrush"),
    "\x01Ole10Native": native(b"BM" + b"\7" * 60),
}


@pytest.mark.parametrize(("program", "is_taken"), [("Package", False), (" package ", False), ("PBrush", True)])
def test_the_document_s_own_word_for_an_object_counts(program, is_taken, tmp_path):
    parts = {"word/document.xml": text(OBJECT.format(program)), "word/embeddings/a.bin": container(PAINTBRUSH)}
    message = said(tmp_path, "見本.docx", document("docx", parts))
    assert bool(message) != is_taken
    assert (f"貼り付けたファイル（{program.strip()}）" in message) != is_taken


DRAWINGS = {
    "a handler": "<svg onload='a()'/>",
    "a handler in its own space": "<svg xmlns:e='e' e:onload='a()'/>",
    "an address by numbers of letters": "<svg><a href='&#106;avascript:b()'/></svg>",
    "an address with blanks": "<svg><a href='java&#9;script:b()'/></svg>",
    "an address by a word of its own": "<!DOCTYPE svg [<!ENTITY j 'javascri'>]><svg><a href='&j;pt:b()'/></svg>",
    "a handler that is set": "<svg><set attributeName='onclick' to='b()'/></svg>",
    "a page as an address": "<svg><a href='data:text/html,x'/></svg>",
    "a listener": "<svg xmlns:e='e'><e:listener/></svg>",
}


@pytest.mark.parametrize("what", DRAWINGS)
@pytest.mark.parametrize("name", ["ppt/media/a.svg", "ppt/media/a.png"])
@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_a_drawing_that_runs_is_refused(what, name, code, tmp_path):
    data = document("pptx", {name: DRAWINGS[what].encode(code)})
    assert EMBEDDED in said(tmp_path, "見本.pptx", data)


def test_a_drawing_that_only_shows_is_taken(tmp_path):
    drawing = (
        "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY n 'http://example.jp/'>]><!-- onload=a --><svg xmlns='&n;'>"
        "<a href='https://example.jp/on=1'><text>ononline</text></a></svg>"
    )
    assert said(tmp_path, "見本.pptx", document("pptx", {"ppt/media/a.svg": drawing})) == ""


def test_what_is_two_documents_at_once_passes_both_rules(tmp_path):
    buffer = io.BytesIO(samples.word())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("Basic/Standard/Module1.xml", "<a/>")
    assert "マクロが入っています" in said(tmp_path, "見本.docx", buffer.getvalue())


def test_an_object_of_an_open_document_is_judged_too(tmp_path):
    shows = '<draw:object-ole xlink:href="./Object 1"/>'
    data = open_document("text", shows, {"Object 1": SCRIPTS["basic"]})
    assert "スクリプトなどの文字のファイル" in said(tmp_path, "見本.odt", data)
    data = open_document("text", shows, {"Object 1": container(PAINTBRUSH)})
    assert said(tmp_path, "見本.odt", data) == ""


def test_an_object_of_rich_text_is_judged_by_its_data(tmp_path):
    data = rich(rf"{{\object{{\*\objdata {old_object('PBrush', JAVASCRIPT)}}}}}")
    assert RUNS in said(tmp_path, "見本.rtf", data)
