"""Hostile and odd files made by code, each with the words that its sender reads; no words for what is taken."""

import io
import zipfile
from collections.abc import Callable

import docx
import xlsxwriter

from tests.factories import pdf_upload

WRONG_TYPE = (
    "「{}」は登録できない種類です。PDF、Word、Excel、PowerPoint、OpenDocument、リッチテキスト、テキスト、"
    "Markdown、CSV、画像（PNG、JPEG、TIFF、WebP）にしてください"
)
_PROGRAM = (
    "「{}」は登録できない種類です（プログラム）。プログラムは登録できません。"
    "説明の文書があれば、その文書を登録してください"
)
BROKEN = "「{}」は壊れていて開けません。元のファイルを確かめてください"
RENAMED = "「{}」は中身がOfficeなどの1つの文書です。名前の最後を元の種類（.docx など）に戻して送ってください"
EMPTY = "「{}」は中身がありません。ファイルを確かめてください"
RUNS = "「{}」には自動で動く仕掛け（スクリプト）があります。「印刷」から PDF に作り直してください"
BOMB = "「{}」は展開すると大きくなりすぎるため登録できません。不要な画像やシートを除いて保存し直してください"
ENTITIES = "「{}」には登録できない書き方（文書型の宣言）が入っています。Officeで開いて保存し直してください"
_NOT = "「{{}}」は中身が{}ではありません。元のファイルを開いて保存し直してください"
_MACROS = "「{{}}」にはマクロが入っています。マクロなしの形式（{} など）で保存し直してください"
LAUNCHES = (
    "「{}」には、ほかのファイルやプログラムを開くリンクがあります。"
    "もとの文書でそのリンクを外してから PDF に作り直すか、「印刷」から PDF に作り直してください"
)
TEMPLATE = (
    "「{}」は開くと外部のテンプレート（\\\\server\\課.dotx）を読み込みます。"
    "Wordの「ファイル」→「オプション」→「アドイン」を開き、「管理」で「テンプレート」を選んで「設定」を押します。"
    "「文書の作成に使用するテンプレート」を Normal に書き替えて「OK」を押し、保存し直してください"
)
FORMULA = (
    "「{}」には、開くと外部からデータを読み込む数式（WEBSERVICE）があります。"
    "そのセルをコピーし、「形式を選択して貼り付け」→「値」で値だけにして保存し直してください"
)
_SCRIPT = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"


def pdf() -> bytes:
    return pdf_upload().read()


def word() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("見本の文章です。")
    document.save(buffer)
    return buffer.getvalue()


def excel() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("見本").write_string(0, 0, "見本")
    return buffer.getvalue()


def with_part(original: Callable[[], bytes], name: str, data: bytes) -> Callable[[], bytes]:
    """The Office file with one part more, or with that part in place of its own."""

    def made() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(original())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.namelist():
                if entry != name:
                    new.writestr(entry, old.read(entry))
            new.writestr(name, data)
        return buffer.getvalue()

    return made


def with_words(part: str, words: str, *, encoding: str = "utf-8") -> Callable[[], bytes]:
    """The Word file whose list of parts, or of what binds them, has these words too."""

    def made() -> bytes:
        with zipfile.ZipFile(io.BytesIO(word())) as archive:
            before = archive.read(part).decode().replace("UTF-8", encoding)
        start, end = before.rsplit("</", 1)
        changed = with_part(word, part, f"{start}{words}</{end}".encode(encoding))
        return with_part(changed, "word/other.bin", b"x")()

    return made


_VBA, _SHEET = "application/vnd.ms-office.vbaProject", "application/vnd.ms-excel.macrosheet+xml"
_TYPES, _BINDINGS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_OTHER = '<Override PartName="/word/other.bin" ContentType="{}"/>'
_BOUND = (
    '<Relationship Id="rId99" Target="other.bin" Type="http://schemas.microsoft.com/office/2006/relationships/{}"/>'
)
_FAR_TEMPLATE = (
    '<Relationship Id="rId99" TargetMode=" External" Target="\\\\server\\課.dotx" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
)
_CALLING_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1">'
    b'<f>_xlfn.WEBSERVICE("http://a")</f></c></row></sheetData></worksheet>'
)
_LINK = (
    '<Relationship Id="rId99" TargetMode="External" Target="https://example.jp/vbaProject" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/>'
)


def with_many_parts() -> bytes:
    buffer = io.BytesIO(word())
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(5001):
            archive.writestr(f"word/media/{number}.txt", b"")
    return buffer.getvalue()


def with_a_size_that_lies() -> bytes:
    """The directory claims a hundred bytes where a part holds forty million."""
    data = with_part(word, "word/media/bomb.xml", b"\0" * 40_000_000)()
    return data.replace((40_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))


def damaged_pdf(catalog: str = "") -> bytes:
    """No table of objects, an impossible generation: one reader gives up, the other shows the page."""
    return f"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R {catalog} >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 18446744073709551616 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>
endobj
trailer
<< /Root 1 0 R >>
%%EOF
""".encode()


def text(words: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: words.encode(encoding)


TABLE: list[tuple[str, Callable[[], bytes], str]] = [
    ("空.pdf", lambda: b"", EMPTY),
    ("空白だけ.txt", lambda: b"\xef\xbb\xbf \r\n\t\n", EMPTY),
    ("絵.png", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 40, BROKEN),
    ("名札だけ.zip", with_part(word, "a.txt", b"a"), RENAMED),
    ("傷んだ箱.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, _NOT.format("Word（97-2003）")),
    ("新しい.PPT", word, _NOT.format("PowerPoint（97-2003）")),
    ("傷んだ箱.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, _NOT.format("Word")),
    ("名前なし", lambda: b"\x7fELF" + b"\0" * 40, _PROGRAM),
    ("拡張子なし", pdf, ""),
    ("偽.pdf", word, _NOT.format("PDF")),
    ("偽.docx", excel, _NOT.format("Word")),
    ("偽.xlsx", pdf, _NOT.format("Excel")),
    ("頁.txt", lambda: b"<!DOCTYPE html><html><script>alert(1)</script></html>", _NOT.format("テキスト")),
    ("頁.md", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", _NOT.format("Markdown")),
    ("全角の頁.txt", text("\u3000<html><script>alert(1)</script></html>"), _NOT.format("テキスト")),
    ("幅広の頁.csv", text("<html><script>alert(1)</script></html>", "utf-16-le"), _NOT.format("CSV")),
    ("埋め草.csv", lambda: text("県,数\r\n栃木県,12\r\n", "cp932")() + b"\x1a" + b"\0" * 100, ""),
    ("見本.docx", word, ""),
    ("遠い型.docx", with_words(_BINDINGS, _FAR_TEMPLATE), TEMPLATE),
    ("数式.xlsx", with_part(excel, "xl/worksheets/sheet1.xml", _CALLING_SHEET), FORMULA),
    ("開く.pdf", lambda: damaged_pdf("/A << /S /Launch /F (a.xlsx) >>"), LAUNCHES),
    ("見本.xlsx", excel, ""),
    ("マクロ.docx", with_part(word, "word/vbaProject.bin", b"x"), _MACROS.format(".docx")),
    ("マクロ.xlsx", with_part(excel, "xl/macrosheets/sheet1.xml", b"<a/>"), _MACROS.format(".xlsx")),
    ("別名のマクロ.docx", with_words(_TYPES, _OTHER.format(_VBA)), _MACROS.format(".docx")),
    ("大文字のマクロ.docx", with_words(_TYPES, _OTHER.format(_VBA.upper())), _MACROS.format(".docx")),
    ("符号のマクロ.docx", with_words(_TYPES, _OTHER.format(_VBA.replace("P", "&#80;"))), _MACROS.format(".docx")),
    ("16のマクロ.docx", with_words(_BINDINGS, _BOUND.format("vbaProject"), encoding="utf-16"), _MACROS.format(".docx")),
    ("別名のシート.docx", with_words(_TYPES, _OTHER.format(_SHEET)), _MACROS.format(".docx")),
    ("結ばれたマクロ.docx", with_words(_BINDINGS, _BOUND.format("vbaProject")), _MACROS.format(".docx")),
    ("マクロへのリンク.docx", with_words(_BINDINGS, _LINK), ""),
    ("実体.docx", with_part(word, "word/extra.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), ENTITIES),
    ("実体16.docx", with_part(word, "word/extra.xml", "<!DOCTYPE a><a/>".encode("utf-16")), ENTITIES),
    ("爆弾.docx", with_part(word, "word/media/bomb.xml", b"\0" * 40_000_000), BOMB),
    ("嘘の大きさ.docx", with_a_size_that_lies, BROKEN),
    ("多い.docx", with_many_parts, BOMB),
    ("切れた.xlsx", lambda: excel()[:-200], BROKEN),
    ("中身なし.docx", with_part(word, "word/document.xml", b"<a"), BROKEN),
    ("傷.pdf", damaged_pdf, ""),
    ("傷と仕掛け.pdf", lambda: damaged_pdf(_SCRIPT), RUNS),
    ("傷と隠れた仕掛け.pdf", lambda: damaged_pdf() + b"9 0 obj << /J#53 (x) >> endobj", BROKEN),
    ("頁なし.pdf", lambda: b"%PDF-1.4\n%%EOF\n", BROKEN),
    ("文.txt", text("生成AIの利用について\n", "cp932"), ""),
    ("表.csv", text("\ufeff県,数\n栃木県,１２\n"), ""),
    ("手引.md", text("# 手引\n本文\n", "euc_jp"), ""),
]  # fmt: skip
