"""Office files made by code, small and in their own words: what tests of LibreOffice print."""

import io
import zipfile

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = (
    f'xmlns:office="{_ODF}office:1.0" xmlns:text="{_ODF}text:1.0" xmlns:table="{_ODF}table:1.0" '
    f'xmlns:draw="{_ODF}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3"'
)


def _zipped(parts: dict[str, str], first: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def odf(kind: str, body: str) -> bytes:
    """An OpenDocument file: `kind` text, spreadsheet or presentation."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    content = (
        f"<office:document-content {_SPACES}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    return _zipped({"content.xml": content, "META-INF/manifest.xml": manifest}, media)


def odt_with(link: str) -> bytes:
    """A text with a picture and a section that lie elsewhere."""
    return odf(
        "text",
        "<text:p>見本の本文</text:p>"
        f'<text:section text:name="s"><text:section-source xlink:href="{link}/section.txt" xlink:type="simple"/>'
        "<text:p>元の節</text:p></text:section>"
        f'<text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="{link}/picture.png" '
        'xlink:type="simple"/></draw:frame></text:p>',
    )


def ods_with(link: str) -> bytes:
    """A workbook that asks for a page and takes over a sheet from elsewhere."""
    return odf(
        "spreadsheet",
        '<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string">'
        "<text:p>見本のセル</text:p></table:table-cell>"
        f'<table:table-cell table:formula="of:=WEBSERVICE(&quot;{link}/service&quot;)"/></table:table-row>'
        "</table:table>"
        f'<table:table table:name="b"><table:table-source xlink:href="{link}/table.csv" '
        'table:filter-name="Text - txt - csv (StarCalc)" table:filter-options="44,34,UTF-8,1"/>'
        "<table:table-row><table:table-cell/></table:table-row></table:table>",
    )


def docx_with(link: str) -> bytes:
    """A Word file whose template and picture lie elsewhere."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{relations}" r:link="rId1"/></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    field = (
        f'<w:fldSimple w:instr=" INCLUDEPICTURE &quot;{link}/field.png&quot; "><w:r><w:t>欄</w:t></w:r></w:fldSimple>'
    )

    def related(number: int, name: str, target: str, mode: str = ' TargetMode="External"') -> str:
        return f'<Relationship Id="rId{number}" Type="{relations}/{name}" Target="{target}"{mode}/>'

    def relationships(*lines: str) -> str:
        return f'<Relationships xmlns="{package}/relationships">{"".join(lines)}</Relationships>'

    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{office}.document.main+xml"/>'
            f'<Override PartName="/word/settings.xml" ContentType="{office}.settings+xml"/></Types>',
            "_rels/.rels": relationships(related(1, "officeDocument", "word/document.xml", "")),
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>見本の本文</w:t></w:r>{picture}'
            f"{field}</w:p></w:body></w:document>",
            "word/_rels/document.xml.rels": relationships(
                related(1, "image", f"{link}/picture.png"), related(2, "settings", "settings.xml", "")
            ),
            "word/settings.xml": f'<w:settings xmlns:w="{word}" xmlns:r="{relations}"><w:attachedTemplate r:id="rId1"/>'
            "</w:settings>",
            "word/_rels/settings.xml.rels": relationships(related(1, "attachedTemplate", f"{link}/template.dotx")),
        }
    )


def rtf_with(link: str) -> bytes:
    """A rich text with a field that asks for a picture from elsewhere."""
    return (
        r'{\rtf1\ansi Hello {\field{\*\fldinst INCLUDEPICTURE "' + link + r'/picture.png" \\d}{\fldrslt x}}\par}'
    ).encode()


def slides(count: int, hidden: int = 0) -> bytes:
    """A presentation of so many slides, one of them hidden."""
    from pptx import Presentation

    deck = Presentation()
    for number in range(1, count + 1):
        slide = deck.slides.add_slide(deck.slide_layouts[0])
        slide.shapes.title.text = f"見本{number}"
        if number == hidden:
            slide._element.set("show", "0")
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def workbook(columns: int, rows: int = 3, *, fits: str = "") -> bytes:
    """A sheet of so many columns, printed as Excel would; `fits`: at half its size, three of them, or on one page."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("見本")
        for row in range(rows):
            for column in range(columns):
                sheet.write(row, column, f"r{row}c{column}.")
        if fits == "scale":
            sheet.set_print_scale(50)
        if fits == "width":
            sheet.fit_to_pages(1, 0)
        if fits == "area":
            sheet.print_area(0, 0, rows - 1, 2)
    return buffer.getvalue()
