"""New Office documents at the gate: what is written in another way than usual does the same, and is refused as well."""

import pytest

from extraction.gate.reach import Reach, reach
from tests.extraction.gate import look, said
from tests.extraction.test_gate_office import DDE, LOADS
from tests.hostile.office_files import document, external, link, links, runs, sheet, text

FETCHED = "外部のデータ"
BY_FORMULA = "開くと外部からデータを読み込む数式"
VML = '<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:{}/></v:shape></w:pict>'
DETACH = "「ファイル」→「オプション」→「アドイン」"


def modes(target: str, mode: str, kind: str = "image") -> str:
    return link(kind, target, external=False).replace("/>", f' TargetMode="{mode}"/>')


FAR = [
    r"/\host\share\x.png",
    r"\/host/share/x.png",
    r"\\host\share\x.png",
    "//host/share/x.png",
    " \t\\\\host\\share\\x.png",
    "\x01\\\\host\\x.png",
    "\ufeffhttp://example.jp/x.png",
    "\u3000http://example.jp/x.png",
    "%5C%5Chost%5Cx.png",
    "%255C%255Chost%255Cx.png",
    "%2F%5Chost/x.png",
    "ht\ntp://example.jp/x.png",
    "file:%5C%5Chost/x.png",
    r"file:/\host\x.png",
    r"FILE:\\host\x.png",
    "file://host/x.png",
    "file: //host/x.png",
    r"file:///\\host\x.png",
]


@pytest.mark.parametrize("target", FAR)
def test_another_computer_is_far_however_it_is_written(target):
    assert reach(target) is Reach.FAR


NEAR = [
    "a/x.png",
    "C:\\a.png",
    "file:///C:/a.png",
    "file:/C|/a.png",
    "資料%20.png",
    "/a/b.png",
    "..\\a.png",
    "100%",
    "",
]


@pytest.mark.parametrize("target", NEAR)
def test_what_lies_beside_the_document_is_near_however_it_is_written(target):
    assert reach(target) is Reach.NEAR


LINKED = {
    "a name of a computer in other strokes": link("image", r"/\host\share\x.png"),
    "blanks around the word that says it leads outside": modes("https://example.jp/a.png", " External "),
    "the word in other letters": modes("https://example.jp/a.png", "eXTERNAL"),
    "another word": modes("https://example.jp/a.png", "Extern"),
    "no word": link("image", "https://example.jp/a.png", external=False),
    "a template behind blanks": modes("https://example.jp/a.dotm", "External\t", "attachedTemplate"),
}


@pytest.mark.parametrize("what", LINKED)
def test_a_link_leads_outside_unless_it_says_that_it_leads_inside(what, tmp_path):
    assert "開くと外部" in said(tmp_path, "見本.docx", document("docx", {}, LINKED[what]))


def test_a_link_inside_is_taken(tmp_path):
    bound = modes("media/a.png", "Internal")
    assert said(tmp_path, "見本.docx", document("docx", {"word/media/a.png": b"\x89PNG"}, bound)) == ""


@pytest.mark.parametrize("target", [r"\\server\a.dotx", "https://example.jp/a.dotm", "file://server/a.dot"])
def test_the_words_about_a_far_template_lead_to_where_it_is_detached(target, tmp_path):
    message = said(tmp_path, "見本.docx", document("docx", {}, link("attachedTemplate", target)))
    assert "開くと外部のテンプレート" in message
    assert DETACH in message


@pytest.mark.parametrize("kind", ["theme", "font", "header", "glossaryDocument", "transform"])
def test_a_part_of_its_own_lies_on_no_other_computer(kind, tmp_path):
    assert LOADS in said(tmp_path, "見本.docx", document("docx", {}, link(kind, r"\\host\a.xml")))
    assert said(tmp_path, "見本.docx", document("docx", {}, link("slideUpdateUrl", "https://example.jp/"))) == ""


def rel(kind: str, target: str) -> str:
    return link(kind, target).replace('Id="', 'Id="far" Old="')


BLIP = '<w:p xmlns:a="a" xmlns:r="r"><a:blip r:link="far"/></w:p>'
PICTURES = {
    "an address in an old drawing": (text(VML.format('imagedata src="http://example.jp/a.png"')), ""),
    "an address in a filling": (text(VML.format(r'fill type="frame" src="/\host\a.png"')), ""),
    "a picture by the link of a web page": (text(BLIP), rel("hyperlink", "https://example.jp/a.png")),
}


@pytest.mark.parametrize("what", PICTURES)
def test_a_picture_that_is_fetched_by_other_ways_is_refused(what, tmp_path):
    body, bound = PICTURES[what]
    assert LOADS in said(tmp_path, "見本.docx", document("docx", {"word/document.xml": body}, bound))


def test_pictures_of_mails_and_links_by_click_are_taken(tmp_path):
    body = text(VML.format('imagedata src="cid:a.png" href="http://example.jp"') + '<w:hyperlink id="far"/>')
    bound = rel("hyperlink", "https://example.jp/a.png")
    assert said(tmp_path, "見本.docx", document("docx", {"word/document.xml": body}, bound)) == ""


@pytest.mark.parametrize("between", ["<!-- -->", "<?a b?>", "<![CDATA[]]>"], ids=["comment", "instruction", "literal"])
def test_what_stands_within_a_word_does_not_cut_it(between, tmp_path):
    field = text(runs(f"DDE{between}AUTO cmd x").replace("DDE", f"D{between}DE"))
    assert DDE in said(tmp_path, "見本.docx", document("docx", {"word/document.xml": field}))
    cell = sheet(f'<sheetData><row r="1"><c r="A1"><f>WEB{between}SERVICE("http://a")</f></c></row></sheetData>')
    assert BY_FORMULA in said(tmp_path, "見本.xlsx", document("xlsx", {"xl/worksheets/sheet1.xml": cell}))


def connection(words: str, inside: str = '<dbPr connection="DSN=a"/>') -> dict[str, str]:
    return {"xl/c.xml": f'<connections><connection id="1" name="n" {words}>{inside}</connection></connections>'}


def pivot(source: str) -> dict[str, str]:
    return {
        "xl/p.xml": f'<pivotCacheDefinition refreshOnLoad="1"><cacheSource type="{source}"/></pivotCacheDefinition>'
    }


REFRESHED = {
    "large letters": connection('refreshOnLoad="TRUE"'),
    "blanks": connection('refreshOnLoad=" true "'),
    "every few minutes": connection('interval="5"'),
    "a model that has a source": connection('type="100" refreshOnLoad="1"'),
    "a table of a query": {"xl/q.xml": '<queryTable name="n" refreshOnLoad="1"/>'},
    "a table of a query in large letters": {"xl/q.xml": '<x:queryTable xmlns:x="x" name="n" refreshOnLoad=" True"/>'},
    "a pivot table": pivot("external"),
}


@pytest.mark.parametrize("what", REFRESHED)
def test_data_that_is_fetched_by_itself_is_refused(what, tmp_path):
    message = said(tmp_path, "見本.xlsx", document("xlsx", REFRESHED[what]))
    assert FETCHED in message
    assert message.endswith("で接続を削除して保存し直してください")


NOT_REFRESHED = {
    "by hand": connection('refreshOnLoad="0" interval="0"'),
    "the model of the book": connection('type="100" refreshOnLoad="1"', "<extLst/>"),
    "a table of a query": {"xl/q.xml": '<queryTable name="n" refreshOnLoad="false"/>'},
    "a pivot table of the book": pivot("worksheet"),
}


@pytest.mark.parametrize("what", NOT_REFRESHED)
def test_data_that_is_fetched_by_hand_is_taken(what, tmp_path):
    assert said(tmp_path, "見本.xlsx", document("xlsx", NOT_REFRESHED[what])) == ""


def cell(formula: str, mark: str = "") -> dict[str, str]:
    inside = f'<sheetData><row r="1"><c r="A1"><f{mark}>{formula}</f></c></row></sheetData>'
    return {"xl/worksheets/sheet1.xml": sheet(inside)}


CALLS = {
    "a cell": cell('_xlfn.WEBSERVICE("http://a/")'),
    "a cell in other letters": cell('1+_XLFN.WebService("http://a/")'),
    "a cell by numbers of letters": cell('WEB&#83;ERVICE&#40;"http://a/")'),
    "a shared formula": cell('WEBSERVICE("http://a/")', ' t="shared" ref="A1:A9" si="0"'),
    "with another function around": cell('_xlfn.FILTERXML(_xlfn.WEBSERVICE(A1),"//a")'),
    "a picture": cell('_xlfn.IMAGE("https://a/b.png")'),
    "a name": {
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><definedNames>'
        '<definedName name="a">WEBSERVICE("http://a/")</definedName></definedNames></workbook>'
    },
    "a condition": {"xl/worksheets/sheet1.xml": sheet('<x:formula1 xmlns:x="x">WEBSERVICE("http://a/")</x:formula1>')},
    "words that hide a comment": cell('1</f><v><![CDATA[<!--]]></v><f>WEBSERVICE("http://a")</f><f><![CDATA[-->]]>'),
}


@pytest.mark.parametrize("what", CALLS)
def test_a_formula_that_fetches_is_refused(what, tmp_path):
    message = said(tmp_path, "見本.xlsx", document("xlsx", CALLS[what]))
    assert BY_FORMULA in message
    assert "値だけにして" in message


def test_a_formula_that_fetches_is_found_in_wide_letters(tmp_path):
    wide = cell('WEBSERVICE("http://a/")')["xl/worksheets/sheet1.xml"].encode("utf-16")
    assert BY_FORMULA in said(tmp_path, "見本.xlsx", document("xlsx", {"xl/worksheets/sheet1.xml": wide}))


@pytest.mark.parametrize("formula", ['RTD("a.b",,"c")', 'REGISTER.ID("a.dll","b")'])
def test_a_formula_that_starts_a_program_is_refused(formula, tmp_path):
    assert "ほかのプログラムを動かす数式" in said(tmp_path, "見本.xlsx", document("xlsx", cell(formula)))


HONEST_FORMULAS = {
    "a split by markup": 'FILTERXML("&lt;a&gt;"&amp;A1&amp;"&lt;/a&gt;","//b")',
    "a link to a picture": 'HYPERLINK("http://example.jp/image(1).png","写真")',
    "other functions": '_xlfn.XLOOKUP(A1,B:B,C:C)&amp;"&#10;"',
    "a cell of that column": "RTD5+REGISTER!A1",
}


@pytest.mark.parametrize("what", HONEST_FORMULAS)
def test_an_honest_formula_is_taken(what, tmp_path):
    assert said(tmp_path, "見本.xlsx", document("xlsx", cell(HONEST_FORMULAS[what]))) == ""


def test_words_about_such_a_function_are_no_formula(tmp_path):
    words = sheet('<sheetData><row r="1"><c t="inlineStr"><is><t>WEBSERVICE("http://a")</t></is></c></row></sheetData>')
    assert said(tmp_path, "見本.xlsx", document("xlsx", {"xl/worksheets/sheet1.xml": words})) == ""


def test_another_workbook_is_only_remarked(tmp_path):
    parts = {
        "xl/externalLinks/externalLink1.xml": external("<externalBook/>"),
        "xl/externalLinks/_rels/externalLink1.xml.rels": links(link("externalLinkPath", r"/\server\a\統計.xlsx")),
    }
    assert look(tmp_path, "見本.xlsx", document("xlsx", parts)) == ["ほかのブックへのリンクが残っています（統計.xlsx）"]
