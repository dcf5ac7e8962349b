"""Rich text at the gate: sources, pictures and templates on other computers, and ways to hide a code."""

import pytest

from tests.extraction.gate import look, said
from tests.extraction.test_gate_disguises import DETACH
from tests.extraction.test_gate_open_and_rich import DDE, LOADS
from tests.hostile.old_files import old_object, rich
from tests.hostile.ole_files import packaged

MERGE, BODY, TEMPLATE = "差し込み印刷の宛先", "本文の一部を別のファイル", "開くと外部のテンプレート"
FAR_SHAPE = r"{\shp{\*\shpinst{\sp{\sn %s}{\sv %s}}}}"
REACHES_OUT = {
    "the source of a letter": (r"{\*\mailmerge{\mmdatasource C:\\a.xls}}", MERGE),
    "the head of a source": (r"{\*\mailmerge{\mmheadersource a.doc}}", MERGE),
    "a connection to a source": (r"{\*\mailmerge{\mmconnectstr Provider=a}}", MERGE),
    "a sub-document": (r"{\subdocument1 a.doc}", BODY),
    "a file on another computer": (r"{\*\filetbl{\file\fid1 \\\\server\\a.doc}}", BODY + "（"),
    "a file in the network": (r"{\*\filetbl{\file\fid1\fnetwork a.doc}}", BODY),
    "a template": (r"{\*\template http://example.jp/a.dotm}", TEMPLATE),
    "a template in other strokes": (r"{\*\template /\\server/a.dotm}", TEMPLATE),
    "a template by numbers of letters": (r"{\*\template \'5c\'5cserver\'5ca.dotm}", TEMPLATE),
    "a template that stands twice": (r"{\*\template{\upr{C:\\a.dot}{\*\ud{http://example.jp/a}}}}", TEMPLATE),
    "a picture by its name": (FAR_SHAPE % ("pibName", "http://example.jp/a.png"), LOADS + "画像"),
    "a picture as its address": (FAR_SHAPE % ("pib", "http://example.jp/a.png"), LOADS + "画像"),
    "a picture that is linked": (FAR_SHAPE % ("pibName", r"http://a.jp/b.png}}{\sp{\sn pibFlags}{\sv 10"), LOADS),
    "a filling": (FAR_SHAPE % ("fillBlipName", r"\\\\server\\a.png"), LOADS + "画像"),
    "a field for a picture": (r"{\field{\*\fldinst INCLUDEPICTURE \'68ttp://example.jp/a.png \\d}}", LOADS),
}


@pytest.mark.parametrize("what", REACHES_OUT)
def test_rich_text_that_reaches_out_is_refused(what, tmp_path):
    inside, words = REACHES_OUT[what]
    message = said(tmp_path, "見本.rtf", rich(inside))
    assert words in message
    assert message.endswith("ください")
    assert (DETACH in message) == (words == TEMPLATE)


HONEST = {
    "a picture in itself": r"{\shp{\sp{\sn pib}{\sv {\pict\pngblip 89504e47}}}{\sp{\sn pibName}{\sv 図.png}}}",
    "the origin of a picture": r"{\shp{\sp{\sn pibName}{\sv http://a.jp/b.png}}{\sp{\sn pibFlags}{\sv 2}}}",
    "an address behind a click": FAR_SHAPE % ("pihlShape", "http://example.jp/"),
    "a list of near files": r"{\*\filetbl{\file\fid1 C:\\a.doc}}",
    "words that stand twice": r"{\field{\*\fldinst {\upr{PAGE}{\*\ud{PAGE}}}}{\fldrslt 1}}",
}


@pytest.mark.parametrize("what", HONEST)
def test_rich_text_that_keeps_to_itself_is_taken(what, tmp_path):
    assert said(tmp_path, "見本.rtf", rich(HONEST[what])) == ""


def test_what_is_left_of_a_letter_is_remarked(tmp_path):
    data = rich(r"{\*\mailmerge\mmmaintypeletters}")
    assert look(tmp_path, "見本.rtf", data) == ["差し込み印刷の設定が残っています"]


HIDDEN = {
    "letters that stand twice": r"{\field{\*\fldinst {\upr{PAGE}{\*\ud{DDEAUTO cmd x}}}}}",
    "another place named in between": r"{\field{\*\fldinst DDEA\author UTO cmd x}}",
    "another place named before": r"{\field{\template\fldinst DDEAUTO cmd x}}",
}


@pytest.mark.parametrize("what", HIDDEN)
def test_a_code_is_found_where_it_hides(what, tmp_path):
    assert DDE in said(tmp_path, "見本.rtf", rich(HIDDEN[what]))


FILES = {
    "by the word before its data": r"{\object{\*\objclass Package}{\*\objdata " + old_object("PBrush", b"BM") + "}}",
    "by its shape": r"{\object{\*\objdata " + old_object("Word.Picture.8", packaged("a.exe", b"x")) + "}}",
    "by its shape without a label": r"{\object{\*\objdata " + old_object("PBrush", packaged("", b"x")) + "}}",
    "by a class of mail": r"{\object{\*\objdata " + old_object("Outlook.FileAttach", b"x") + "}}",
    "by a class with a number": r"{\object{\*\objdata " + old_object("htmlfile.1", b"x") + "}}",
}


@pytest.mark.parametrize("what", FILES)
def test_an_object_that_is_a_file_is_known(what, tmp_path):
    assert "貼り付けたファイル" in said(tmp_path, "見本.rtf", rich(FILES[what]))
