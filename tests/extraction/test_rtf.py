"""RTF: what a person sees is what the pages say, in the codes of thirty years, and in time that grows with the file."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import runner
from extraction.formats import rtf
from extraction.limits import Limits
from extraction.pages import Heading

FONTS = r"{\fonttbl{\f0\fnil\fcharset0 Times;}{\f1\fnil\fcharset128 MS Mincho;}{\f2\fnil\fcharset204 Arial;}}"


def read(tmp_path: Path, body: str, head: str = r"\ansi\ansicpg1252\deff0") -> list:
    path = tmp_path / "見本.rtf"
    path.write_bytes(("{\\rtf1" + head + FONTS + body + "}").encode("latin-1"))
    return list(runner.read(path, "rtf", 1, rtf.count(path), Limits()))


def bytes_of(words: str, code: str = "cp932") -> str:
    return "".join(rf"\'{byte:02x}" for byte in words.encode(code))


def numbers_of(words: str) -> str:
    units = words.encode("utf-16-le")
    pairs = (int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2))
    return "".join(rf"\u{unit}?" for unit in pairs)


def test_every_way_to_write_japanese_is_read(tmp_path):
    half = rf"\'83{chr(0x41)}"  # ア: the second byte as the letter it is
    body = (
        rf"{{\f1 {bytes_of('栃木県①ｶﾅ')}{half}}}\par{{\f0 {numbers_of('令和🌸')}}}\par"
        rf"\uc2\u12354{bytes_of('あ')}\uc0\u12356 x\par{{\f2 \'cf}}\par\f0 caf\'e9\~!\par"
    )
    [page] = read(tmp_path, body)
    assert page.text == "栃木県①ｶﾅア\n令和🌸\nあいx\nП\ncafé\u00a0!"


def test_the_code_of_the_document_serves_fonts_that_name_none(tmp_path):
    [page] = read(tmp_path, rf"\f0 {bytes_of('鳥取県')}\par", r"\ansi\ansicpg932\deff0")
    assert page.text == "鳥取県"
    [page] = read(tmp_path, "\\f0 " + "鳥取県".encode("cp932").decode("latin-1") + "\\par", r"\ansi\ansicpg932\deff0")
    assert page.text == "鳥取県"


def test_what_is_not_shown_is_not_said(tmp_path):
    body = (
        r"{\info{\title secret}}{\*\generator X;}{\header top\par}{\footer 1\par}"
        r"see {\v hidden}{\deleted gone}it{\field{\*\fldinst HYPERLINK x}{\fldrslt {link}}}"
        r"{\pict\pngblip 89504e47{\*\blip x}}{\*\annotation note}\par"
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt box\par}}{\shprslt old\par}}next\par"
        "{\\pict\\bin5 }}{{\\'}after\\par"
    )
    [page] = read(tmp_path, body)
    assert page.text == "see itlink\nnext\nbox\nafter"


def test_headings_lists_and_notes(tmp_path):
    styles = r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s5\outlinelevel1 mine;}{\*\cs9 char;}}"
    body = (
        styles + r"\pard Intro\par\pard\s1 Aim{\footnote \pard see below}\par\pard\s5 Detail\par"
        r"\pard{\pntext\f0 1.\tab}{\*\pn\pnlvlbody}first\par\pard\ilvl1{\listtext\'b7\tab}dot\par"
        r"\pard\outlinelevel0 Next\par"
    )
    pages = read(tmp_path, body)
    assert [(page.label, page.text) for page in pages] == [
        ("", "Intro"), ("Aim", "Aim\nDetail\n1. first\ndot"), ("Next", "Next\n（注）see below"),
    ]  # fmt: skip
    _, _, first, dot = pages[1].blocks
    assert (first["ordered"], first["label"], dot["ordered"], dot["level"]) == (True, "1.", False, 1)
    found = runner.outline(tmp_path / "見本.rtf", "rtf", Limits())
    assert found == [Heading(1, "Aim", 2, 1), Heading(2, "Detail", 2, 2), Heading(1, "Next", 3, 1)]


def test_tables_keep_rows_and_columns(tmp_path):
    body = (
        r"\trowd\trhdr\cellx4000\pard\intbl wide\cell\row"
        r"\trowd\clvmgf\cellx2000\cellx4010\pard\intbl left\cell right\par more\cell\row"
        r"\trowd\clvmrg\cellx2000\cellx4010\pard\intbl\cell low\cell\row\pard after\par"
    )
    [page] = read(tmp_path, body)
    table, after = page.blocks
    assert [[(c["text"], c["colspan"], c["rowspan"], c["head"]) for c in row] for row in table["rows"]] == [
        [("wide", 2, 1, True)], [("left", 1, 2, False), ("right\nmore", 1, 1, False)], [("low", 1, 1, False)],
    ]  # fmt: skip
    assert after["text"] == "after"


@pytest.mark.parametrize("data", [b"", b"hello", b"{\\rt", b"{\\rtf1" + b"{" * 2000])
def test_what_is_no_rtf_is_refused(tmp_path, data):
    path = tmp_path / "見本.rtf"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"not RTF|without end"):
        rtf.count(path)


PIECES = [
    "{", "}", "\\", "'8", "\\'82", "\\u-5", "\\par", "\\cell", "\\row", "\\trowd", "\\cellx9", "\\clmrg", "\\clvmrg",
    "\\intbl", "\\*", "\\footnote", "\\shptxt", "\\bin9 ", "\\f1", "a", " ", "\\pict",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_nothing_makes_it_stumble(tmp_path_factory, pieces):
    path = tmp_path_factory.getbasetemp() / "any.rtf"
    path.write_bytes(b"{\\rtf1" + "".join(pieces).encode())
    assert len(list(rtf.read(path, 1, 99))) == rtf.count(path)


@pytest.mark.parametrize(
    "piece",
    [
        "{}", "{\\b a}", "\\'82\\'a0", "\\u12354?", "\\par ", "a\\cell ", "\\trowd\\cellx1 a\\cell\\row ",
        "{\\footnote a}",
        "{\\pict ab}", "{\\*\\x {", "\\clmrg\\cellx1", "{\\shptxt a}", "\\bin1 x",
    ],
)  # fmt: skip
def test_no_piece_repeated_costs_much_time(piece, tmp_path):
    path = tmp_path / "long.rtf"
    path.write_bytes(b"{\\rtf1 " + piece.encode() * (500_000 // len(piece)))
    began = time.process_time()
    rtf.count(path)
    assert time.process_time() - began < 8
