"""What a file is comes from its bytes; what is not taken is called by its name, with the way out."""

import io
import struct
import zipfile

import pytest

from extraction.kinds import KINDS, accepted, accepted_extensions
from extraction.sniff import Nature, sniff
from tests.extraction.gate import said
from tests.hostile import old_files, samples
from tests.hostile.office_files import document, slides
from tests.hostile.ole_files import container

ELF, MZ = b"\x7fELF" + b"\0" * 60, b"MZ\x90\0" + b"\0" * 60
XDW = b"\x60\x0e\x82\x01\x0a\x80\x04abcd\x83\x03abc\x61" + b"\x80" * 90


def typed(name: str) -> bytes:
    """A document whose main part is declared as this."""
    types = f'<Types><Override PartName="/a" ContentType="application/{name}"/></Types>'
    return document("docx", {"[Content_Types].xml": types})


BY_NAME = {
    "一太郎の文書です。PDF": ("jtd", container({"DocumentText": b"SsmgV.01", "\x04JSRV_SummaryInformation": b"x"})),
    "一太郎の文書です": ("jttc", container({"JSCompDocument": b"x"})),
    "DocuWorksの文書です。PDF": ("xdw", XDW),
    "DocuWorksの文書です": ("xbd", b"whatever"),
    "HEIC）です。JPEG": ("heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60),
    "AVIFの画像です": ("avif", b"\0\0\0\x1cftypavif\0\0\0\0mif1avif" + b"\0" * 60),
    "Word 2.0以前の文書です": ("doc", b"\xdb\xa5\x2d\x00" + b"\x01" * 90),
    "Excel 4.0以前のブックです": ("xls", b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\x01" * 90),
    "PowerPoint 95以前": ("ppt", container({"PP40": b"x"})),
    "WordPerfectの文書です": ("wpd", b"\xffWPC" + b"\x01" * 60),
    "Works の文書です": ("wps", container({"MatOST": b"x"})),
    "バイナリ形式のブック": ("xlsb", typed("vnd.ms-excel.sheet.binary.macroEnabled.main")),
    "テンプレートかスライドショー": (
        "dotx",
        typed("vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
    ),
    "Visioの図面": ("vsdx", typed("vnd.ms-visio.drawing.main+xml")),
    "OneNoteのノート": ("one", b"\xe4R\\{\x8c\xd8\xa7M\xae\xb1Sx\xd0)\x96\xd3" + b"\0" * 60),
    "OpenDocumentのテンプレート": ("ott", old_files.open_document("text-template")),
    "Word 2003のXML文書": ("xml", b'<?xml version="1.0"?><w:wordDocument xmlns:w="w"/>'),
}


@pytest.mark.parametrize("words", BY_NAME)
def test_a_document_of_another_program_is_called_by_its_name(words, tmp_path):
    extension, data = BY_NAME[words]
    message = said(tmp_path, f"見本.{extension}", data)
    assert message.startswith(f"「見本.{extension}」は")
    assert words in message
    assert message.endswith("ください")


@pytest.mark.parametrize("renamed", ["見本.pdf", "見本.doc", "見本.jpg", "見本"])
def test_its_extension_hides_nothing(renamed, tmp_path):
    for data, words in ((BY_NAME["一太郎の文書です。PDF"][1], "一太郎の文書です"), (XDW, "DocuWorksの文書です")):
        assert words in said(tmp_path, renamed, data)


WRONG = {
    "exe": MZ,
    "so": ELF,
    "sh": b"#!/bin/sh\nrm x\n",
    "bat": b"@echo off\r\n",
    "lnk": b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60,
    "url": b"[InternetShortcut]\r\nURL=http://a\r\n",
    "7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 60,
    "rar": b"Rar!\x1a\x07\x01\0",
    "gz": b"\x1f\x8b\x08" + b"\0" * 60,
    "tar": b"a" * 257 + b"ustar\x0000",
    "lzh": b"\x1a\x2d-lh5-" + b"\0" * 60,
    "iso": b"\0" * 0x8001 + b"CD001" + b"\0" * 60,
    "html": b"<!-- a --><html></html>",
    "svg": b"<svg xmlns='s'/>",
    "xml": b"<?xml version='1.0'?><a/>",
    "msg": container({"__properties_version1.0": b"x"}),
    "eml": b"From: a\nTo: b\n\nx",
    "gif": b"GIF89a" + b"\0" * 60,
    "json": b"{}",
    "xlam": typed("vnd.ms-excel.addin.macroEnabled.main+xml"),
    "zip": b"PK\x05\x06" + b"\0" * 18,
    "mp4": b"\0\0\0\x18ftypisom" + b"\0" * 60,
}


@pytest.mark.parametrize("extension", WRONG)
def test_a_wrong_type_says_so_and_says_what_to_do(extension, tmp_path):
    message = said(tmp_path, f"見本.{extension}", WRONG[extension])
    assert message.startswith(f"「見本.{extension}」は登録できない種類です")
    assert message.endswith("ください")


LIARS = {
    "a page of the web": ("見本.docx", b"<html></html>", "Word"),
    "a drawing": ("見本.png", b"<svg xmlns='s'/>", "画像（PNG）"),
    "wide markup": ("見本.txt", "<!DOCTYPE html><html/>".encode("utf-16"), "テキスト"),
    "a program": ("見本.csv", MZ, "CSV"),
    "an archive": ("見本.pdf", samples.word(), "PDF"),
    "new for old": ("見本.doc", samples.word(), "Word（97-2003）"),
    "old for new": ("見本.docx", old_files.word(), "Word"),
    "sheet for text": ("見本.doc", old_files.excel(), "Word（97-2003）"),
    "slides for sheets": ("見本.xlsx", slides(), "Excel"),
    "text for slides": ("見本.odp", old_files.open_document("text"), "OpenDocumentスライド"),
    "rich for old": ("見本.doc", old_files.rich("x"), "Word（97-2003）"),
    "a PDF far behind": ("見本.pdf", b"x" * 1025 + samples.pdf(), "PDF"),
    "jpeg for png": ("見本.png", b"\xff\xd8\xff\xe0" + b"\0" * 60, "画像（PNG）"),
}


@pytest.mark.parametrize("what", LIARS)
def test_name_and_bytes_must_agree(what, tmp_path):
    name, data, label = LIARS[what]
    assert (
        said(tmp_path, name, data)
        == f"「{name}」は中身が{label}ではありません。元のファイルを開いて保存し直してください"
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("表.csv", "MZ,数\n栃木県,1\n".encode("cp932")),
        ("文.txt", "ﾛ･ﾊﾞｰﾂの話\n".encode("cp932")),
        ("文.txt", b"Date: 2024-01-01\nFrom: a\nTo: b\nSubject: c\n\nx"),
        ("手引.md", b"<!-- marp -->\n<style>a{}</style>\n# x\n"),
        ("手引.md", b"<div align=center>x</div>\n"),
        ("印刷.pdf", b"\x1b%-12345X@PJL JOB\r\n" + samples.pdf()),
    ],
    ids=["letters of a program", "katakana", "a letter", "a style", "a division", "a printer's commands"],
)
def test_honest_files_that_begin_like_others_are_taken(name, data, tmp_path):
    assert said(tmp_path, name, data) == ""


MENTIONS = {
    "PDF": "PDFの先頭は %PDF-1.7 です。",
    "PDF at the start": "%PDF-1.7 で始まるファイルがPDFです。",
    "rich text": "{\\rtf1 で始まるファイルはリッチテキストです。",
    "a picture": "GIF89a とは",
    "a script": "#!/bin/sh の書き方",
    "a page": "<html> で始まるページの作り方\n1. 準備",
    "a page of the fifth kind": "<!DOCTYPE html>の書き方について\n====",
    "XML": '<?xml version="1.0"?>\n上の行から始まるファイルを見ます。',
    "columns": "<Body>,<Head>\n1,2",
}


@pytest.mark.parametrize("what", MENTIONS)
@pytest.mark.parametrize("extension", ["txt", "md", "csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_text_that_only_mentions_a_format_is_taken(what, extension, encoding, tmp_path):
    assert said(tmp_path, f"手引.{extension}", f"{MENTIONS[what]}\n".encode(encoding)) == ""


WHOLE = {
    "a PDF": samples.damaged_pdf(),
    "rich text": old_files.rich("x"),
    "rich text that says little": b"{\\rtf1 x}",
    "rich text that never ends": b"{\\rtf1\\ansi\\deff0 x",
    "a picture": b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0;",
    "a script": b"#!/bin/sh -e\nrm x\n",
    "a page": b"<html><script>alert(1)</script></html>",
    "a page that never ends": b"<!DOCTYPE html>\n<body>x",
    "a page that acts": b"<body onload=x()>",
    "a drawing": b"<svg onload='x()'/>",
    "XML": b'<?xml version="1.0"?><a>x</a>',
}


@pytest.mark.parametrize("what", WHOLE)
@pytest.mark.parametrize("extension", ["txt", "md", "csv"])
def test_the_format_itself_is_no_text(what, extension, tmp_path):
    assert "ではありません" in said(tmp_path, f"手引.{extension}", WHOLE[what])


PAGE = "<html><script>alert(1)</script></html>"
BEHIND = {
    "wide blanks": "\u3000\u3000\n",
    "blanks that do not break": "\u00a0",
    "two marks of order": "\ufeff\ufeff",
    "what nobody sees": "\u200b\u2060",
    "a control": "\x01",
    "a comment": "<!-- 見本 -->\u3000",
    "nothing": "",
}


@pytest.mark.parametrize("what", BEHIND)
@pytest.mark.parametrize("extension", ["txt", "md", "csv"])
@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_page_is_known_behind_what_nobody_sees_and_in_wide_letters(what, extension, code, tmp_path):
    data = f"{BEHIND[what]}{PAGE}\n".encode(code)
    assert "ではありません" in said(tmp_path, f"手引.{extension}", data)


HONEST_TEXTS = {
    "a table of Markdown": "\u3000項目<br>数\n|---|\n|栃木県<br>宇都宮市|\n",
    "a tag in the middle": "ページは次のように書きます。\n\n<html>\n<body>本文</body>\n</html>\n",
    "a tag behind blanks": "\u3000<html>で始まるページの作り方\n",
    "a division": "\u3000<div align='center'>見本</div>\n",
    "padding": "県,数\r\n栃木県,1\r\n" + "\0" * 300,
}


@pytest.mark.parametrize("what", HONEST_TEXTS)
@pytest.mark.parametrize("extension", ["txt", "md", "csv"])
@pytest.mark.parametrize("code", ["utf-8", "cp932"])
def test_an_honest_text_with_a_tag_or_padding_is_taken(what, extension, code, tmp_path):
    assert said(tmp_path, f"手引.{extension}", HONEST_TEXTS[what].encode(code)) == ""


def test_a_zip_that_is_no_document_is_known_as_one(tmp_path):
    path = tmp_path / "束"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    found = sniff(path)
    assert (found.kind, found.nature, found.foreign) == ("", Nature.ZIP, None)


def test_all_kinds_are_known_by_their_bytes(tmp_path):
    data = {
        "docx": samples.word(),
        "xlsx": samples.excel(),
        "pptx": slides(),
        "pdf": samples.pdf(),
        "doc": old_files.word(),
        "xls": old_files.excel(),
        "ppt": old_files.powerpoint(),
        "rtf": old_files.rich("x"),
        "odt": old_files.open_document("text"),
        "ods": old_files.open_document("spreadsheet"),
        "odp": old_files.open_document("presentation"),
        "png": b"\x89PNG\r\n\x1a\n",
        "jpeg": b"\xff\xd8\xff\xe1",
        "tiff": b"MM\0*",
        "webp": b"RIFF" + struct.pack("<I", 4) + b"WEBP",
    }
    found = {}
    for kind, content in data.items():
        (tmp_path / "a").write_bytes(content)
        found[kind] = sniff(tmp_path / "a").kind
    assert found == {kind: kind for kind in data}
    assert set(data) == {kind.name for kind in KINDS if not kind.is_text}


def test_what_is_said_to_be_taken_is_what_is_taken():
    assert accepted().startswith("PDF、Word、Excel、PowerPoint、OpenDocument、")
    taken = [extension for kind in KINDS for extension in kind.extensions]
    assert accepted_extensions().split(", ") == [*taken, ".zip"]


def test_a_truncated_document_is_broken_and_not_another_type(tmp_path):
    assert said(tmp_path, "見本.odt", old_files.open_document("text")[:200]).endswith("元のファイルを確かめてください")
    assert io.BytesIO(samples.word()).read(4) == b"PK\x03\x04"
    assert "壊れていて開けません" in said(tmp_path, "見本.docx", samples.word()[:-100])
