"""The gate comes to an end soon, whatever it is given: no word of its patterns takes long on bytes made against it."""

import time

import pytest

from tests.extraction.gate import said
from tests.hostile.office_files import document, link, sheet
from tests.hostile.old_files import atom, excel, open_document, powerpoint, record, rich, word

MANY = 200_000
TRAPS = {
    "comments before markup.txt": lambda: b"<!---->" * MANY,
    "comments that never end.txt": lambda: b"<!--" * MANY,
    "cells.csv": lambda: b",=|" * MANY + b"\n" + b"=" * MANY,
    "groups.rtf": lambda: rich("{\\b " * 9_000 + "}" * 9_000),
    "words in groups.rtf": lambda: rich("{\\b " * 9_000 + "\\ud\\pict" * MANY),
    "fields in groups.rtf": lambda: rich("{\\b " * 9_000 + "{\\fldinst a}" * MANY),
    "digits.rtf": lambda: rich("{\\*\\objdata " + "0" * 2 * MANY + "}"),
    "rows.xlsx": lambda: document("xlsx", {"xl/worksheets/sheet1.xml": sheet("<row " * MANY)}),
    "formulas.xlsx": lambda: document("xlsx", {"xl/worksheets/sheet1.xml": sheet("<f>webservice " * MANY)}),
    "comments.xlsx": lambda: document("xlsx", {"xl/worksheets/sheet1.xml": sheet("<!--" * MANY)}),
    "instructions.xlsx": lambda: document("xlsx", {"xl/worksheets/sheet1.xml": sheet("<?a?><![CDATA[" * MANY)}),
    "strokes.xlsx": lambda: document("xlsx", {"xl/worksheets/sheet1.xml": sheet("<f>" + "a|'!" * MANY + "</f>")}),
    "letters.docx": lambda: document("docx", {"word/media/a.bin": b"a" * 5 * MANY}, link("image", "a" * 5 * MANY)),
    "dots.docx": lambda: document("docx", {}, link("hyperlink", "file:" + ".exe " * MANY)),
    "percents.docx": lambda: document("docx", {}, link("image", "%25" * MANY)),
    "drawing.pptx": lambda: document("pptx", {"ppt/media/a.svg": "<svg>" + "<a on" * MANY}),
    "script.docx": lambda: document("docx", {"word/embeddings/a.bin": b"a = 1\r\n" * MANY}),
    "calls.csv": lambda: b"=webservice " * MANY,
    "blanks.txt": lambda: "\u3000".encode() * MANY + b"<!--" * MANY,
    "zeros.txt": lambda: b"a" * MANY + b"\0" * MANY,
    "tables.doc": lambda: word(more={"Data": b"\x03\xff\x0b\xf0\x05\xc1\xff\x7f" * MANY}),
    "types.docx": lambda: document("docx", {"word/styles.xml": "<Override " * MANY}),
    "comments.docx": lambda: document("docx", {"word/media/a.bin": b"<!---->" * MANY}),
    "fields.doc": lambda: word("\x13" * MANY),
    "records.xls": lambda: excel(*[record(0x0203, b"")] * MANY),
    "records.ppt": lambda: powerpoint(*[atom(0x0400)] * MANY),
    "list.odt": lambda: open_document("text", "", {"META-INF/manifest.xml": 'full-path="/" ' * MANY}),
    "before.pdf": lambda: b"<!---->" * 140 + b"%PDF-1.4" + b"%%EOF" * MANY,
}


@pytest.mark.parametrize("name", TRAPS)
def test_it_comes_to_an_end(name, tmp_path):
    data = TRAPS[name]()
    began = time.process_time()
    said(tmp_path, name, data)
    assert time.process_time() - began < 10
