"""PowerPoint: charts, diagrams and boxes are said in the order in which a person reads; notes stand apart."""

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Cm

from extraction import runner
from extraction.formats import pptx, slides
from extraction.limits import Limits
from extraction.pages import Heading

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def show(tmp_path: Path):
    made = Presentation()
    return made, made.slides.add_slide(made.slide_layouts[5]), tmp_path / "見本.pptx"


def box(slide, words: str, left: float, top: float):
    shape = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(5), Cm(1))
    shape.text_frame.text = words
    return shape


def test_two_columns_are_read_from_left_to_right(show):
    made, slide, path = show
    slide.shapes.title.text = "題"
    for words, left, top in (("右", 12, 5.0), ("左", 1, 5.1), ("下", 1, 9), ("上", 8, 4)):
        box(slide, words, left, top)
    made.save(path)
    [page] = runner.read(path, "pptx", 1, 9, Limits())
    assert page.text == "題\n上\n左\n右\n下"


def test_notes_stand_apart_and_hidden_slides_are_marked(show):
    made, slide, path = show
    slide.shapes.title.text = "一枚目"
    slide.notes_slide.notes_text_frame.text = "話す人の覚え"
    hidden = made.slides.add_slide(made.slide_layouts[5])
    hidden.shapes.title.text = "予備"
    hidden._element.set("show", "0")
    made.save(path)
    first, second = runner.read(path, "pptx", 1, 9, Limits())
    assert (first.text, first.notes, first.is_hidden) == ("一枚目", "話す人の覚え", False)
    assert (second.text, second.notes, second.is_hidden) == ("予備", "", True)
    assert runner.outline(path, "pptx", Limits()) == [Heading(1, "一枚目", 1)]


def test_a_chart_is_a_table_of_what_it_shows(show):
    made, slide, path = show
    data = CategoryChartData()
    data.categories = ["令和5年", "令和6年"]
    data.add_series("導入済", (12, 34))
    data.add_series("検討中", (5, 6.5))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(5), Cm(10), Cm(8), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "団体の数"
    made.save(path)
    [page] = pptx.read(path, 1, 1)
    assert page.text == "団体の数\n\t導入済\t検討中\n令和5年\t12\t5\n令和6年\t34\t6.5"


def test_a_diagram_says_its_points(show):
    made, slide, path = show
    point = '<dgm:pt modelId="{}" type="{}"><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    points = point.format(1, "node", "計画") + point.format(2, "sibTrans", "→") + point.format(3, "node", "実施")
    xml = f'<dgm:dataModel xmlns:dgm="{DGM}" {A}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>'
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = Part(PackURI("/ppt/diagrams/data1.xml"), kind, made.part.package, xml.encode())
    name = slide.part.relate_to(part, f"{R}/diagramData")
    slide.shapes._spTree.append(parse_xml(
        f'<p:graphicFrame {P} {A}><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/>'
        f'</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="5000000"/><a:ext cx="1" cy="1"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{DGM}"><dgm:relIds xmlns:dgm="{DGM}" xmlns:r="{R}" r:dm="{name}"/></a:graphicData>'
        "</a:graphic></p:graphicFrame>"
    ))  # fmt: skip
    made.save(path)
    [page] = pptx.read(path, 1, 1)
    assert page.text == "計画\n実施"


def test_what_is_written_in_two_ways_is_said_once(show):
    made, slide, path = show
    shape = box(slide, "数式の入った枠", 1, 5)._element
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    either = parse_xml(
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="a14"/><mc:Fallback/></mc:AlternateContent>'
    )
    shape.addprevious(either)
    either[0].append(shape)
    made.save(path)
    [page] = pptx.read(path, 1, 1)
    assert page.text == "数式の入った枠"


def test_rows_do_not_creep():
    """Each row is measured from its first shape, not from the last one."""
    places = [(n * 8.0, 100.0 - n) for n in range(6)]
    assert slides.in_rows(places, lambda place: place) == [
        places[1], places[0], places[3], places[2], places[5], places[4],
    ]  # fmt: skip
