"""New Office documents at the gate: their parts are judged whatever they are called and wherever they lie."""

import io
import zipfile

import pytest

from extraction.limits import Limits
from tests.extraction.gate import said
from tests.extraction.test_gate_office import DDE, LOADS, refreshed
from tests.hostile import samples
from tests.hostile.office_files import document, external, link, links, runs, slides, text


def typed(*declared: str) -> str:
    """The list of parts with these entries more."""
    own = zipfile.ZipFile(io.BytesIO(samples.word())).read("[Content_Types].xml").decode()
    return own.replace("</Types>", f"{''.join(declared)}</Types>")


XML = '<Default Extension="dat" ContentType="text/xml"/>'
ENTITY = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
CLICK = '<s><hlinkClick action="ppaction://program"/></s>'
MOVED = {
    "a field": ("docx", {"docs/d.xml": text(runs("DDEAUTO cmd x"))}, DDE),
    "a field in a part that is not called XML": ("docx", {"word/d.dat": text(runs("DDEAUTO cmd x"))}, DDE),
    "a field in wide letters": ("docx", {"d.dat": text(runs("DDEAUTO cmd x"))[21:].encode("utf-16")}, DDE),
    "a field in a document inside": (
        "docx",
        {"word/embeddings/a.docx": document("docx", {"docs/d.xml": text(runs("DDEAUTO cmd x"))})},
        DDE,
    ),
    "a link of cells": ("xlsx", {"xl/links/e.xml": external('<ddeLink ddeService="cmd"/>')}, DDE),
    "a link of cells to an object": ("xlsx", {"xl/x/e.xml": external('<oleLink progId="Package"/>')}, DDE),
    "data fetched at opening": ("xlsx", {"xl/c.xml": refreshed(by_itself=True)}, "外部のデータ"),
    "a program behind a click": ("pptx", {"ppt/s/slide1.xml": CLICK}, "クリックすると"),
    "entities by extension": ("docx", {"a.dat": ENTITY, "[Content_Types].xml": typed(XML)}, "文書型の宣言"),
    "entities in four bytes": ("docx", {"a.xml": ENTITY.encode("utf-32")}, "文書型の宣言"),
    "entities in letters of mainframes": (
        "docx",
        {"a.xml": ('<?xml version="1.0" encoding="cp037"?>' + ENTITY).encode("cp037")},
        "文書型の宣言",
    ),
}


@pytest.mark.parametrize("what", MOVED)
def test_a_part_is_looked_at_whatever_its_name(what, tmp_path):
    kind, parts, words = MOVED[what]
    assert words in said(tmp_path, f"見本.{kind}", document(kind, parts))


FETCHES = [
    'LINK Word.Document.8 "http://example.jp/a.rtf" "" \\a \\p',
    r'LINK Excel.Sheet.12 "\\\\server\\a.xlsx" "Sheet1!R1C1" \a \f 5',
    r'INCLUDEPICTURE "http://example.jp/a.png" \d \* MERGEFORMAT',
    r'INCLUDETEXT "\\\\server\\a.docx"',
]
LIES_NEAR = [
    r'INCLUDEPICTURE "C:\\a.png"',
    'HYPERLINK "https://example.jp/"',
    'LINK Excel.Sheet.12 "C:\\\\a.xlsx" "" \\a',
]


@pytest.mark.parametrize("code", FETCHES)
def test_a_field_that_fetches_is_refused(code, tmp_path):
    assert LOADS in said(tmp_path, "見本.docx", document("docx", {"word/document.xml": text(runs(code))}))


@pytest.mark.parametrize("code", LIES_NEAR)
def test_a_field_whose_target_lies_near_is_taken(code, tmp_path):
    assert said(tmp_path, "見本.docx", document("docx", {"word/document.xml": text(runs(code))})) == ""


CHART = '<Override PartName="/{}" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>'
FAR_BOOK = "https://example.jp/a.xlsx"


@pytest.mark.parametrize("kind", ["image", "oleObject", "attachedTemplate"])
def test_a_folder_called_charts_hides_no_link(kind, tmp_path):
    parts = {"word/charts/d.xml": "<a/>", "word/charts/_rels/d.xml.rels": links(link(kind, FAR_BOOK))}
    assert "開くと外部" in said(tmp_path, "見本.docx", document("docx", parts))


def test_only_the_workbook_of_a_chart_may_lie_far(tmp_path):
    for kind, words in (("package", ""), ("oleObject", ""), ("image", "開くと外部")):
        parts = {
            "word/c/d.xml": "<a/>",
            "word/c/_rels/d.xml.rels": links(link(kind, FAR_BOOK)),
            "[Content_Types].xml": typed(CHART.format("word/c/d.xml")),
        }
        message = said(tmp_path, "見本.docx", document("docx", parts))
        assert words in message
        assert bool(message) == bool(words)


def test_slides_are_counted_by_their_declared_type(tmp_path):
    show = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(slides())) as old, zipfile.ZipFile(show, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("ppt/slides/", "ppt/s/"), old.read(name).replace(b"slides/", b"s/"))
    assert said(tmp_path, "見本.pptx", show.getvalue()) == ""
    assert "スライドが1あります" in said(tmp_path, "見本.pptx", show.getvalue(), Limits(slides=0))
