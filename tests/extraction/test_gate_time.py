"""The gate comes to an end soon, whatever it is given: no word of its patterns takes long on bytes made against it."""

import time

import pytest

from tests.extraction.gate import said
from tests.hostile.office_files import document, sheet
from tests.hostile.old_files import atom, excel, open_document, powerpoint, record, rich, word

MANY = 200_000
TRAPS = {
    "comments before markup.txt": lambda: b"<!---->" * MANY,
    "comments that never end.txt": lambda: b"<!--" * MANY,
    "cells.csv": lambda: b",=|" * MANY + b"\n" + b"=" * MANY,
    "groups.rtf": lambda: rich("{\\b " * 9_000 + "}" * 9_000),
    "digits.rtf": lambda: rich("{\\*\\objdata " + "0" * 2 * MANY + "}"),
    "rows.xlsx": lambda: document("xlsx", {"xl/worksheets/sheet1.xml": sheet("<row " * MANY)}),
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
