"""How the sheets of a workbook are laid on paper where nobody said: across, and over more pages rather than small."""

import io
import zipfile

import pytest
from lxml import etree

from extraction import runner
from extraction.formats.odf import name
from extraction.limits import Limits
from extraction.sheet_widths import PrintedSheet, printed_sheets
from extraction.sheets_to_fit import fitted

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0"'
    for short, rest in {
        "office": "office",
        "style": "style",
        "table": "table",
        "text": "text",
        "fo": "xsl-fo-compatible",
    }.items()
)
UPRIGHT = 'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-left="2cm" fo:margin-right="2cm"'
CENTIMETRE = 72 / 2.54


def content(table: str, *, columns: str = "", more: str = "") -> bytes:
    """One sheet whose columns are two centimetres wide (c), or as `columns` says."""
    return (
        f'<office:document-content {SPACES}><office:automatic-styles>'
        '<style:style style:name="t" style:family="table" style:master-page-name="M"/>'
        '<style:style style:name="c" style:family="table-column"><style:table-column-properties'
        ' style:column-width="2cm"/></style:style>'
        '<style:style style:name="cut" style:family="table-column"><style:table-column-properties'
        ' style:column-width="1cm" fo:break-before="page"/></style:style>'
        '<style:style style:name="framed" style:family="table-cell"><style:table-cell-properties'
        ' fo:border="0.06pt solid #000000"/></style:style><style:style style:name="wrapped"'
        ' style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"/></style:style>'
        '</office:automatic-styles>'
        f'<office:body><office:spreadsheet><table:table table:style-name="t" {more}>'
        f'{columns or COLUMNS}{table}</table:table></office:spreadsheet></office:body></office:document-content>'
    ).encode()  # fmt: skip


COLUMNS = '<table:table-column table:style-name="c" table:number-columns-repeated="16384"/>'
WRAPPED = 'table:style-name="wrapped"'
LINE = '<table:table-cell {} office:value-type="string"><text:p>いろはにほへとちりぬるをわかよたれそつね</text:p>'
LINE += "<office:annotation><text:p>" + "控え" * 90 + "</text:p></office:annotation></table:table-cell>"
SAYS = "<table:table-cell><text:p>1</text:p></table:table-cell>"


def row(cells: str) -> str:
    return f"<table:table-row>{cells}</table:table-row>"


def empty(times: int, style: str = "") -> str:
    return f'<table:table-cell table:style-name="{style}" table:number-columns-repeated="{times}"/>'


WIDTHS = {
    "used columns": (content(row(SAYS * 3 + empty(16381)) + row(SAYS)), 6, False),
    "a gap between": (content(row(SAYS + empty(8) + SAYS)), 20, False),
    "an empty frame is printed": (content(row(SAYS + empty(4, "framed") + empty(16000))), 10, False),
    "ground of one kind is not": (content(row(SAYS + empty(16383, "framed"))), 2, False),
    "nothing": (content(row(empty(16384))), 0, False),
    "a line runs over the empty cells beside it": (
        content(row(empty(1) + LINE.format(""))),
        2 + 20 * 11 / CENTIMETRE,
        False,
    ),
    "a line that stays in its cell": (content(row(empty(1) + LINE.format(WRAPPED))), 4, False),
    "a line over merged cells": (content(row(LINE.format('table:number-columns-spanned="3"'))), 6, False),
    "a long line with a cell behind it": (content(row(LINE.format("") + SAYS)), 4, False),
    "hidden columns take no room": (
        content(
            row(SAYS * 3),
            columns='<table:table-column table:style-name="c"/>'
            '<table:table-column table:style-name="c" table:visibility="collapse"/>' + COLUMNS,
        ),
        4,
        False,
    ),
    "the widest print area": (
        content(row(SAYS * 30), more='table:print-ranges="表.$A$1:.$B$9 &apos;表 2&apos;.D1:&apos;表 2&apos;.H9"'),
        10,
        True,
    ),
    "cut by hand": (
        content(
            row(SAYS * 3),
            columns='<table:table-column table:style-name="c"/><table:table-column table:style-name="cut"/>',
        ),
        3,
        True,
    ),
}


@pytest.mark.parametrize("case", WIDTHS)
def test_how_wide_a_sheet_is(case):
    part, width, is_laid_out = WIDTHS[case]
    (sheet,) = printed_sheets(io.BytesIO(part))
    assert (sheet.master, sheet.width / CENTIMETRE, sheet.is_laid_out) == ("M", pytest.approx(width), is_laid_out)


def styles(properties: str, masters: tuple[str, ...] = ("M",)) -> bytes:
    made = "".join(f'<style:master-page style:name="{one}" style:page-layout-name="pm"/>' for one in masters)
    return (
        f'<office:document-styles {SPACES}><office:automatic-styles><style:page-layout style:name="pm">'
        f"<style:page-layout-properties {properties}/></style:page-layout></office:automatic-styles>"
        f"<office:master-styles>{made}</office:master-styles></office:document-styles>"
    ).encode()


def layouts(made: bytes) -> dict[str, tuple[str, str, str, str]]:
    """By master page: width of the paper, orientation, pages across, order."""
    root = etree.fromstring(made)
    found = {layout.get(name("style:name")): layout[0] for layout in root.iter(name("style:page-layout"))}
    width = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}page-width"
    keys = (width, *map(name, ("style:print-orientation", "style:scale-to-X", "style:print-page-order")))
    return {
        master.get(name("style:name")): tuple(
            found[master.get(name("style:page-layout-name"))].get(key, "") for key in keys
        )
        for master in root.iter(name("style:master-page"))
    }


LANDSCAPE = UPRIGHT.replace("21cm", "x").replace("29.7cm", "21cm").replace("x", "29.7cm")
WAYS = {  # properties, width in centimetres, whether its author laid it out → width, orientation, pages, order
    "narrow": (UPRIGHT, 10, False, ("21cm", "", "1", "")),
    "a little too wide": (UPRIGHT, 19, False, ("21cm", "", "1", "")),
    "wide": (UPRIGHT, 30, False, ("29.7cm", "landscape", "1", "")),
    "nobody said any paper": ("", 30, False, ("29.7cm", "landscape", "1", "")),
    "too wide for one": (UPRIGHT, 50, False, ("29.7cm", "landscape", "2", "ltr")),
    "laid across already": (LANDSCAPE, 50, False, ("29.7cm", "", "2", "ltr")),
    "a print area": (UPRIGHT, 50, True, ("21cm", "", "2", "ltr")),
    "a scale": (UPRIGHT + ' style:scale-to="40%"', 50, False, ("21cm", "", "", "")),
    "no scale worth a word": (UPRIGHT + ' style:scale-to="100%"', 30, False, ("29.7cm", "landscape", "1", "")),
    "so many pages": (UPRIGHT + ' style:scale-to-X="1"', 50, False, ("21cm", "", "1", "")),
}


@pytest.mark.parametrize("case", WAYS)
def test_how_a_sheet_is_laid_on_paper(case):
    properties, width, is_laid_out, expected = WAYS[case]
    sheet = PrintedSheet("M", is_laid_out, width * CENTIMETRE)
    assert layouts(fitted(styles(properties), [sheet])) == {"M": expected}


def test_sheets_of_one_layout_are_laid_out_each_by_itself():
    sheets = [PrintedSheet("一", False, 10 * CENTIMETRE), PrintedSheet("二", False, 30 * CENTIMETRE)]
    sheets.append(PrintedSheet("一", False, 12 * CENTIMETRE))
    found = layouts(fitted(styles(UPRIGHT, ("一", "二", "三")), sheets))
    assert [found[master][:3] for master in ("一", "二", "三")] == [
        ("21cm", "", "1"), ("29.7cm", "landscape", "1"), ("21cm", "", ""),
    ]  # fmt: skip


def test_a_workbook_that_cannot_be_fitted_is_printed_as_it_is(tmp_path):
    workbook, target = tmp_path / "見本.ods", tmp_path / "fitted.ods"
    workbook.write_bytes(b"no workbook")
    assert runner.fit(workbook, target, Limits()) == workbook
    with zipfile.ZipFile(workbook, "w") as made:
        made.writestr("content.xml", content(row(SAYS * 12)))
        made.writestr("styles.xml", styles(UPRIGHT))
        made.writestr("Pictures/a.png", b"picture")
    assert runner.fit(workbook, target, Limits(archive_bytes=100)) == workbook
    assert runner.fit(workbook, target, Limits()) == target
    with zipfile.ZipFile(target) as made:
        assert made.read("Pictures/a.png") == b"picture"
        assert layouts(made.read("styles.xml"))["M"][1] == "landscape"
