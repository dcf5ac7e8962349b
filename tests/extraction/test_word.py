"""Word: nothing that is shown is lost, nothing that is not shown is said."""

from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extraction import runner
from extraction.formats import docx as word
from extraction.limits import Limits
from extraction.pages import Heading

SPACE = nsdecls("w") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


@pytest.fixture
def document(tmp_path: Path):
    def make(body: str, *, styles: str = "", fill=None) -> Path:
        made = docx.Document()
        for element in reversed(list(parse_xml(f"<w:body {SPACE}>{body}</w:body>"))):
            made.element.body.insert(0, element)
        for style in parse_xml(f"<w:styles {SPACE}>{styles}</w:styles>"):
            made.styles.element.append(style)
        if fill is not None:
            fill(made)
        path = tmp_path / "見本.docx"
        made.save(path)
        return path

    return make


def texts(path: Path) -> str:
    [page] = runner.read(path, "docx", 1, 9, Limits())
    return page.text


def test_what_is_hidden_deleted_or_moved_away_is_not_said(document):
    style = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = (
        f"<w:p>{run('見える')}{run('隠した', '<w:vanish/>')}{run('様式で隠した', '<w:rStyle w:val="Secret"/>')}"
        f"{run('様式に背いて見せた', '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{run('段落の印だけ隠れた')}</w:p>"
        f"<w:p><w:moveFrom>{run('動く前')}</w:moveFrom><w:del><w:r><w:delText>消した</w:delText></w:r></w:del>"
        f"<w:moveTo>{run('動いた後')}</w:moveTo></w:p>"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>とちぎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>栃木</w:t></w:r></w:rubyBase>"
        '</w:ruby></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
    )
    assert texts(document(body, styles=style)) == "見える様式に背いて見せた\n段落の印だけ隠れた\n動いた後\n栃木☑"


def box(words: str) -> str:
    inner = f"<w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_boxes_are_said_once_in_the_text_and_in_cells(document):
    cell = f"<w:tc><w:p>{run('欄')}{box('欄の枠')}</w:p></w:tc>"
    body = f"<w:p>{run('本文')}{box('枠')}</w:p><w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    assert texts(document(body)) == "本文\n枠\n欄 欄の枠"


def test_tables_keep_forms_nested_tables_and_places(document):
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('内1')}</w:p></w:tc><w:tc><w:p>{run('内2')}</w:p></w:tc></w:tr></w:tbl>"
    control = f"<w:sdt><w:sdtContent><w:tc><w:p>{run('記入')}</w:p></w:tc></w:sdtContent></w:sdt>"
    body = (
        f"<w:tbl><w:tr><w:tc><w:p>{run('左')}</w:p></w:tc>{control}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('消した行')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    )
    [page] = word.read(document(body), 1, 1)
    rows = page.blocks[0]["rows"]
    assert [[cell["text"] for cell in row] for row in rows] == [["左", "記入"], ["", "内1\t内2"]]


def test_footnotes_and_endnotes_are_kept_and_comments_are_not(document):
    def add(made) -> None:
        for kind, reltype in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
                              ("comment", RELATIONSHIP_TYPE.COMMENTS)):  # fmt: skip
            notes = (
                f"<w:{kind} w:id='0' w:type='separator'><w:p>{run('線')}</w:p></w:{kind}>"
                f"<w:{kind} w:id='1'><w:p>{run(kind)}</w:p><w:p>{run('続き')}</w:p></w:{kind}>"
            )
            xml = f"<w:{kind}s {SPACE}>{notes}</w:{kind}s>".encode()
            kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml."
            part = Part(PackURI(f"/word/{kind}s.xml"), f"{kinds}{kind}s+xml", xml, made.part.package)
            made.part.relate_to(part, reltype)

    assert texts(document(f"<w:p>{run('本文')}</w:p>", fill=add)) == "本文\n（注）footnote 続き\n（注）endnote 続き"


def test_a_style_that_stands_on_a_heading_is_one(document):
    styles = (
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="独自の見出し"/>'
        '<w:basedOn w:val="Heading2"/></w:style>'
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>{}</w:p>'
    body = heading.format("Heading1", run("章")) + heading.format("Own", run("節")) + f"<w:p>{run('文')}</w:p>"
    path = document(body + heading.format("Heading1", run("次の章")), styles=styles)
    assert runner.outline(path, "docx", Limits()) == [
        Heading(1, "章", 1, 1), Heading(2, "節", 1, 2), Heading(1, "次の章", 2, 1),
    ]  # fmt: skip


def test_headers_and_footers_are_no_text(document):
    def add(made) -> None:
        made.sections[0].header.paragraphs[0].text = "毎ページの頭"

    assert texts(document(f"<w:p>{run('本文')}</w:p>", fill=add)) == "本文"
