"""New Office documents at the gate: what runs, loads or hides is refused, its honest twin is taken."""

import io
import zipfile

import pytest

from extraction.limits import Limits
from tests.extraction.gate import look, said
from tests.hostile import samples
from tests.hostile.office_files import (
    document,
    external,
    link,
    links,
    runs,
    sheet,
    slides,
    text,
    with_object,
)
from tests.hostile.ole_files import compound, container, native, packaged

DDE = "ほかのプログラムを動かすリンク（DDE"
EMBEDDED = "別のファイルやプログラムが埋め込まれています"
LOADS = "開くと外部から"
PACKAGE, HTML = "0003000c-0000-0000-c000-000000000046", "25336920-03f9-11cf-8fd0-00aa00686f13"
BOOK = "xl/externalLinks/externalLink1.xml"
EMBEDDING = "word/embeddings/a.bin"


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def refreshed(*, by_itself: bool) -> str:
    flag = ' refreshOnLoad="1"' if by_itself else ""
    inside = f'<connection id="1" name="n"{flag}><dbPr connection="DSN=a;PWD=secret"/></connection>'
    return f"<connections>{inside}</connections>"


REFUSED = {
    "a field": ("docx", {"word/document.xml": text(runs('DDEAUTO cmd "/k calc"'))}, "", DDE),
    "a field split over runs": ("docx", {"word/document.xml": text(runs("D", "DE", 'AUTO cmd "/k calc"'))}, "", DDE),
    "a simple field": ("docx", {"word/document.xml": text('<w:p><w:fldSimple w:instr=" dde cmd x"/></w:p>')}, "", DDE),
    "a field in a header": ("docx", {"word/header7.xml": text(runs("DDE cmd x"))}, "", "ヘッダーに、" + DDE),
    "a field spelt by numbers": (
        "docx",
        {
            "word/document.xml": text(
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                + runs("QUOTE 68 68 69 65 85 84 79")
                + "<w:r><w:instrText> cmd</w:instrText></w:r>"
                '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
            )
        },
        "",
        DDE,
    ),
    "a link of cells to a program": (
        "xlsx",
        {BOOK: external('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>')},
        "",
        DDE,
    ),
    "a link of cells to an object": ("xlsx", {BOOK: external('<oleLink progId="Word.Document"/>')}, "", DDE),
    "a remote template": ("docx", {}, link("attachedTemplate", "https://example.jp/a.dotm"), "外部のテンプレート"),
    "a template in the network": (
        "docx",
        {},
        link("attachedTemplate", r"file:///\\server\a.dotm"),
        "外部のテンプレート",
    ),
    "a frame": ("docx", {}, link("frame", "a.htm"), "本文の一部を別のファイル"),
    "a sub-document": ("docx", {}, link("subDocument", "a.docx"), "本文の一部を別のファイル"),
    "a remote picture": ("docx", {}, link("image", "https://example.jp/a.png"), LOADS + "画像"),
    "a remote object": ("docx", {}, link("oleObject", "mhtml:https://example.jp/!x-usc:https://example.jp/"), LOADS),
    "the source of a letter": ("docx", {}, link("mailMergeSource", "file:///C:/a.xlsx"), "差し込み印刷の宛先"),
    "text that Word must merge": (
        "docx",
        {"word/a.html": "<html/>"},
        link("aFChunk", "a.html", external=False),
        "取り込",
    ),
    "data fetched at opening": ("xlsx", {"xl/connections.xml": refreshed(by_itself=True)}, "", "外部のデータ"),
    "a control": ("docx", {"word/activeX/activeX1.xml": "<a/>"}, "", "ActiveX"),
    "a bound control": ("xlsx", {}, link("control", "a.xml", external=False), "ActiveX"),
    "a ribbon": ("docx", {"customUI/customUI14.xml": "<a/>"}, "", "customUI"),
    "macros of Excel 4": ("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"}, "", "マクロ"),
    "a program": ("docx", {"word/media/image1.png": b"MZ" + b"\0" * 90}, "", EMBEDDED),
    "a script": ("docx", {EMBEDDING: b"<job><script>x</script></job>"}, "", EMBEDDED),
    "a drawing that runs": ("pptx", {"ppt/media/image1.svg": "<svg><script>x</script></svg>"}, "", EMBEDDED),
    "a program called XML": ("docx", {"word/a.xml": b"MZ" + b"\0" * 90}, "", EMBEDDED),
    "a locked document inside": (
        "docx",
        {"word/embeddings/a.bin": container({"EncryptedPackage": b"x"})},
        "",
        "パスワード",
    ),
    "an archive": ("docx", {"word/media/a.bin": zipped("a.txt", b"a")}, "", EMBEDDED),
    "an archive of another kind": ("docx", {"word/media/a.bin": b"7z\xbc\xaf\x27\x1c" + b"\0" * 90}, "", EMBEDDED),
    "a document with macros inside": (
        "docx",
        {"word/embeddings/a.docx": samples.with_part(samples.word, "word/vbaProject.bin", b"x")()},
        "",
        "埋め込まれた文書にマクロ",
    ),
    "a document in a document in a document": (
        "docx",
        {"word/embeddings/a.docx": document("docx", {"word/embeddings/b.docx": samples.word()})},
        "",
        "さらに文書が埋め込まれています",
    ),
    "a part declared as XML": (
        "docx",
        {
            "word/a.dat": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "[Content_Types].xml": zipfile.ZipFile(io.BytesIO(samples.word()))
            .read("[Content_Types].xml")
            .decode()
            .replace("</Types>", '<Override PartName="/word/a.dat" ContentType="text/xml"/></Types>'),
        },
        "",
        "文書型の宣言",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_runs_loads_or_hides_is_refused(what, tmp_path):
    kind, parts, bound, words = REFUSED[what]
    message = said(tmp_path, f"見本.{kind}", document(kind, parts, bound))
    assert message.startswith(f"「見本.{kind}」")
    assert words in message
    assert message.endswith(("ください", "登録できます"))


TAKEN = {
    "a field of numbers": ("docx", {"word/document.xml": text(runs("PAGE"))}, ""),
    "a field about DDE in words": ("docx", {"word/document.xml": text(runs('REF "DDEの説明"'))}, ""),
    "the word in the text": ("docx", {"word/document.xml": text("<w:p><w:r><w:t>DDEAUTO cmd</w:t></w:r></w:p>")}, ""),
    "a local template": ("docx", {}, link("attachedTemplate", r"file:///C:\Users\a\Templates\b.dotx")),
    "a web address": ("docx", {}, link("hyperlink", "https://example.jp/vbaProject")),
    "a local picture": ("docx", {}, link("image", "file:///C:/share/a/b.png")),
    "another workbook": ("xlsx", {BOOK: external("<externalBook/>")}, link("externalLinkPath", "file:///\\\\a\\b.xls")),
    "data fetched by hand": ("xlsx", {"xl/connections.xml": refreshed(by_itself=False)}, ""),
    "a check box": ("xlsx", {"xl/ctrlProps/ctrlProp1.xml": "<a/>"}, ""),
    "a workbook for a chart": ("docx", {"word/embeddings/a.xlsx": samples.excel()}, ""),
    "a drawing": ("pptx", {"ppt/media/image1.svg": "<svg xmlns='s'><path d='M0'/></svg>"}, ""),
    "a font": ("docx", {"word/fonts/font1.odttf": b"MZ" + b"\x01" * 60}, ""),
    "settings of a printer": ("xlsx", {"xl/printerSettings/printerSettings1.bin": "<!DOCTYPE plist><plist/>"}, ""),
}


@pytest.mark.parametrize("what", TAKEN)
def test_what_only_looks_like_it_is_taken(what, tmp_path):
    kind, parts, bound = TAKEN[what]
    assert said(tmp_path, f"見本.{kind}", document(kind, parts, bound)) == ""


OBJECTS = {
    "a pasted file": (
        {"\x01CompObj": compound("OLE Package", "", "Package"), "\x01Ole10Native": native(packaged("a.exe", b"MZ"))},
        {"": PACKAGE},
        "「a.exe」",
    ),
    "a pasted file in other words": (
        {"\x01CompObj": compound("Objekt-Manager", "", "Package")},
        {},
        "貼り付けたファイル",
    ),
    "a pasted file without words": ({"\x01Ole10Native": native(packaged("表.vbs", b"x"))}, {}, "「表.vbs」"),
    "a page of the web": ({"\x01CompObj": compound("HTML Document", "", "htmlfile")}, {}, "貼り付けたファイル"),
    "a page of the web by class": ({"\x01CompObj": compound("Bitmap")}, {"": HTML}, "HTML"),
    "a program in a picture": (
        {"\x01CompObj": compound("Paintbrush"), "\x01Ole10Native": native(b"MZ\x90\0")},
        {},
        "プログラム",
    ),
    "a script in a picture": (
        {"\x01CompObj": compound("Paintbrush"), "\x01Ole10Native": native(b"<script>a</script>")},
        {},
        "スクリプト",
    ),
    "a command in an equation": (
        {"\x01CompObj": compound("Equation"), "Equation Native": b"\x1c\0cmd.exe /c calc"},
        {},
        "数式に見せかけた",
    ),
    "macros in an object": ({"WordDocument": b"x", "Macros/VBA/dir": b"x"}, {}, "マクロ"),
    "a document with macros in an object": (
        {"Package": samples.with_part(samples.word, "word/vbaProject.bin", b"x")()},
        {},
        "マクロ",
    ),
    "a link to another computer": (
        {"\x01Ole": b"\x01\0\0\x02\x01\0\0\0" + r"\\server\a.xls".encode("utf-16-le")},
        {},
        "リンク",
    ),
}


@pytest.mark.parametrize("what", OBJECTS)
def test_an_object_that_is_a_file_is_refused(what, tmp_path):
    streams, classes, words = OBJECTS[what]
    assert words in said(tmp_path, "見本.docx", with_object(streams, classes))


HONEST_OBJECTS = {
    "a Paintbrush picture": {
        "\x01CompObj": compound("Paintbrush Picture", "", "PBrush"),
        "\x01Ole10Native": native(b"BM" + b"\x07" * 60),
    },
    "an equation": {
        "\x01CompObj": compound("Microsoft Equation 3.0", "", "Equation.3"),
        "Equation Native": b"\x1c\0\0\0\x02\0x+y=1",
    },
    "a sheet": {
        "\x01CompObj": compound("Microsoft Excel", "", "Excel.Sheet.8"),
        "\x01Ole": b"\x01\0\0\x02" + b"\0" * 16,
    },
    "a new document": {"\x01CompObj": compound("Microsoft Word", "", "Word.Document.12"), "Package": samples.word()},
}


@pytest.mark.parametrize("what", HONEST_OBJECTS)
def test_an_honest_object_is_taken_and_remarked(what, tmp_path):
    assert "埋め込まれた表や図があります（1件" in "".join(
        look(tmp_path, "見本.docx", with_object(HONEST_OBJECTS[what]))
    )


def test_what_is_left_in_a_document_is_remarked(tmp_path):
    body = (
        '<w:p><w:ins w:author="甲"><w:r><w:t>足した</w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠した</w:t></w:r></w:p>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>山田 太郎</dc:creator>'
        "<cp:lastModifiedBy>県 庁</cp:lastModifiedBy></cp:coreProperties>"
    )
    note = '<w:comments xmlns:w="w"><w:comment w:id="1"/><w:comment w:id="2"/></w:comments>'
    parts = {"word/document.xml": text(body), "word/comments.xml": note, "docProps/core.xml": core}
    assert look(tmp_path, "見本.docx", document("docx", parts)) == [
        "コメントが残っています（2件）",
        "変更履歴が残っています（1か所）",
        "隠し文字があります（1か所）",
        "文書の情報に名前が残っています（作成者：山田 太郎、最終更新者：県 庁）",
    ]


def test_what_a_workbook_hides_or_links_is_remarked(tmp_path):
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>'
        '<sheet name="公表" sheetId="1"/><sheet name="元データ" sheetId="2" state="veryHidden"/></sheets></workbook>'
    )
    parts = {
        "xl/workbook.xml": book,
        "xl/worksheets/sheet1.xml": sheet('<sheetData><row r="1" hidden="1"><c r="A1"/></row></sheetData>'),
        BOOK: external("<externalBook/>"),
        "xl/externalLinks/_rels/externalLink1.xml.rels": links(
            link("externalLinkPath", "file:///C:/a/%E8%B3%87%E6%96%99.xls")
        ),
        "xl/connections.xml": refreshed(by_itself=False),
    }
    assert look(tmp_path, "見本.xlsx", document("xlsx", parts)) == [
        "外部のデータへの接続の設定があります（1件、うち1件にパスワード）",
        "非表示のシートがあります（「元データ」）",
        "非表示の行か列があります",
        "ほかのブックへのリンクが残っています（資料.xls）",
    ]


def test_a_hidden_slide_is_remarked_and_a_program_behind_a_click_refused(tmp_path):
    data = slides()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        slide = archive.read("ppt/slides/slide1.xml").decode()
    hidden = document("pptx", {"ppt/slides/slide1.xml": slide.replace("<p:sld ", '<p:sld show="0" ')})
    assert "非表示のスライドがあります（1枚）" in look(tmp_path, "見本.pptx", hidden)
    click = '<a:hlinkClick action="ppaction://program" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></p:sld>'
    running = document("pptx", {"ppt/slides/slide1.xml": slide.replace("</p:sld>", click)})
    assert "クリックするとプログラムが動く" in said(tmp_path, "見本.pptx", running)


@pytest.mark.parametrize(
    ("kind", "limits", "words"),
    [
        ("xlsx", Limits(sheets=0), "シートが1あります"),
        ("xlsx", Limits(cells=0), "セルが0を超えています"),
        ("pptx", Limits(slides=0), "スライドが1あります"),
        ("docx", Limits(archive_bytes=1000), "展開すると大きくなりすぎる"),
    ],
)
def test_there_are_limits(kind, limits, words, tmp_path):
    assert words in said(tmp_path, f"見本.{kind}", document(kind), limits)


def test_what_is_embedded_counts_against_the_same_limit(tmp_path):
    inner = document("docx", {"word/media/a.xml": b"x" * 600_000})
    outer = document("docx", {"word/embeddings/a.docx": inner, "word/embeddings/b.docx": inner})
    assert said(tmp_path, "見本.docx", outer) == ""
    assert "展開すると大きくなりすぎる" in said(tmp_path, "見本.docx", outer, Limits(archive_bytes=1_000_000))


def test_two_parts_of_one_name_are_refused(tmp_path):
    buffer = io.BytesIO(samples.word())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("WORD/document.xml", "<a/>")
    assert "壊れていて開けません" in said(tmp_path, "見本.docx", buffer.getvalue())


def test_an_old_workbook_in_a_new_document_passes_the_same_rules(tmp_path):
    locked = b"\x09\x08\x04\x00\x00\x06\x05\x00\x2f\x00\x02\x00\x00\x00"
    data = document("docx", {"word/embeddings/a.xls": container({"Workbook": locked})})
    assert "パスワード" in said(tmp_path, "見本.docx", data)
