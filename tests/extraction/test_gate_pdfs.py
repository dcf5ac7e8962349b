"""PDFs at the gate beyond the attack set: jumps to other computers, other files before and behind, forms, names."""

import io

import pikepdf
import pytest

from tests.extraction.gate import look, said
from tests.hostile import samples

LAUNCHES = "ほかのファイルやプログラムを開くリンクがあります。もとの文書でそのリンクを外してから"
RUNS = "自動で動く仕掛け（スクリプト）があります。「印刷」から PDF に作り直してください"


def pdf(**root: object) -> bytes:
    """One page, with these entries in the root."""
    buffer = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for name, value in root.items():
            document.Root[f"/{name}"] = value
        document.save(buffer)
    return buffer.getvalue()


def action(**entries: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({f"/{name}": value for name, value in entries.items()})


Name = pikepdf.Name
REFUSED = {
    "a file within": (action(S=Name("/GoToE"), D="a"), "別のファイルが付いています"),
    "a file in the network": (action(S=Name("/GoToR"), F=r"\\server\a.pdf", D="a"), "ほかのコンピューター"),
    "a file by its address": (action(S=Name("/GoToR"), F=action(UF="http://example.jp/a.pdf")), "ほかのコンピューター"),
    "a file by its old name": (action(S=Name("/GoToR"), F=action(DOS=r"\\server\a.pdf")), "ほかのコンピューター"),
    "a file with a near name too": (
        action(S=Name("/GoToR"), F=action(UF="a.pdf", F=r"\\server\a.pdf")),
        "ほかのコンピューター",
    ),
    "a file by a bare address": (
        action(S=Name("/GoToR"), F=action(FS=Name("/URL"), F="a.jp/a")),
        "ほかのコンピューター",
    ),
    "a far thread": (action(S=Name("/Thread"), F=action(F=r"\\server\a.pdf")), "ほかのコンピューター"),
    "a page of another file": (action(Ref=action(F=action(F=r"\\server\a.pdf"))), "ほかのコンピューター"),
    "an address that runs": (action(S=Name("/URI"), URI=" javascript:alert(1)"), "ほかのコンピューター"),
    "an address of a program": (action(S=Name("/URI"), URI="file:///C:/windows/calc.exe"), "ほかのコンピューター"),
    "an address in the network": (action(S=Name("/URI"), URI="file://server/a.pdf"), "ほかのコンピューター"),
    "a program": (action(S=Name("/Launch"), F="cmd.exe"), LAUNCHES),
    "a near document": (action(S=Name("/Launch"), F="様式.xlsx"), LAUNCHES),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_action_that_reaches_out_is_refused(what, tmp_path):
    opened, words = REFUSED[what]
    assert words in said(tmp_path, "見本.pdf", pdf(OpenAction=opened))


def test_a_link_on_a_page_that_opens_a_file_is_called_so(tmp_path):
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        link = action(Type=Name("/Annot"), Subtype=Name("/Link"), Rect=pikepdf.Array([0, 0, 9, 9]))
        link.A = action(S=Name("/Launch"), F="様式.xlsx")
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])
        document.save(buffer)
    message = said(tmp_path, "見本.pdf", buffer.getvalue())
    assert LAUNCHES in message
    assert "スクリプト" not in message


TAKEN = {
    "the next volume": action(S=Name("/GoToR"), F="第2巻.pdf", D="a"),
    "a page": action(S=Name("/GoTo"), D="a"),
    "an address": action(S=Name("/URI"), URI="https://example.jp/"),
    "an address of a near document": action(S=Name("/URI"), URI="file:///C:/share/a/b.pdf"),
    "a command of the reader": action(S=Name("/Named"), N=Name("/NextPage")),
}


@pytest.mark.parametrize("what", TAKEN)
def test_an_action_that_goes_somewhere_is_taken(what, tmp_path):
    assert said(tmp_path, "見本.pdf", pdf(OpenAction=TAKEN[what])) == ""


@pytest.mark.parametrize("depth", [1, 60, 200])
@pytest.mark.parametrize("inside", ["an array", "an action"])
def test_depth_hides_no_script(depth, inside, tmp_path):
    opened: pikepdf.Object = action(S=Name("/JavaScript"), JS="x")
    for _ in range(depth):
        if inside == "an array":
            opened = pikepdf.Array([opened])
        else:
            opened = action(S=Name("/URI"), URI="https://example.jp/", Next=opened)
    message = said(tmp_path, "見本.pdf", pdf(A=opened))
    assert RUNS in message or "壊れていて開けません" in message


def test_names_in_shift_jis_are_taken(tmp_path):
    role = b"/S /#8c#a9#8fo /Subtype /#82l#82r"
    data = samples.damaged_pdf(catalog="/A << /B 1 >>").replace(b"/A << /B 1 >>", b"/A << " + role + b" >>")
    assert said(tmp_path, "構造.pdf", data) == ""
    whole = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(A=pikepdf.Dictionary({"/S": Name("/AAAA")})))) as document:
        document.save(whole, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert said(tmp_path, "構造.pdf", whole.getvalue().replace(b"/AAAA", b"/#8c#a9")) == ""


def form(**more: object) -> pikepdf.Dictionary:
    field = pikepdf.Dictionary({"/FT": Name("/Tx"), "/T": "氏名", **{f"/{k}": v for k, v in more.items()}})
    return pikepdf.Dictionary({"/Fields": pikepdf.Array([field])})


def test_plain_fields_are_taken_and_scripts_in_a_form_refused_with_advice(tmp_path):
    assert said(tmp_path, "様式.pdf", pdf(AcroForm=form())) == ""
    message = said(tmp_path, "様式.pdf", pdf(AcroForm=form(AA=action(K=action(S=Name("/JavaScript"), JS="x")))))
    assert RUNS in message
    assert "入力欄を残したい様式は" in message
    assert RUNS in said(tmp_path, "様式.pdf", pdf(OpenAction=action(S=Name("/JavaScript"), JS="x")))
    assert "入力欄" not in said(tmp_path, "様式.pdf", pdf(OpenAction=action(S=Name("/JavaScript"), JS="x")))


TAILS = {
    "a page of the web": b"<html><script>x</script></html>",
    "an archive": samples.word(),
    "a program": b"MZ\x90\0\0",
    "a script": b"\n<?php x ?>",
}


@pytest.mark.parametrize("what", TAILS)
def test_nothing_else_follows_the_end(what, tmp_path):
    tail = TAILS[what]
    assert "中身がPDFだけではありません（終わりのあとに" in said(tmp_path, "見本.pdf", pdf() + tail)


@pytest.mark.parametrize(
    "front",
    [b"<html><script>x</script>\n", b"MZ\x90\0" + b"\0" * 60, b"#!/bin/sh\nexit\n"],
    ids=["a page of the web", "a program", "a script"],
)
def test_nothing_else_stands_before_the_beginning(front, tmp_path):
    assert "中身がPDFだけではありません（はじまりの前に" in said(tmp_path, "見本.pdf", front + pdf())


@pytest.mark.parametrize("what", TAILS)
def test_nothing_else_stands_between_two_ends(what, tmp_path):
    data = pdf() + b"\n" + TAILS[what] + b"\n%%EOF\n"
    assert "中身がPDFだけではありません" in said(tmp_path, "見本.pdf", data)


@pytest.mark.parametrize("front", [b"abc<html><script>x</script>\n", b"\n\nMZ\x90\0", b"x\nRar!\x1a\x07\0"])
def test_nothing_else_stands_anywhere_before_the_beginning(front, tmp_path):
    assert "（はじまりの前に" in said(tmp_path, "見本.pdf", front + pdf())


def test_an_archive_behind_other_words_is_refused(tmp_path):
    assert "（終わりのあとに" in said(tmp_path, "見本.pdf", pdf() + b"\nx\nRar!\x1a\x07\0AAAA\n")


def test_a_revision_and_words_about_markup_are_taken(tmp_path):
    revision = b"\n9 0 obj\n(<html> MZ)\nendobj\nxref\n0 0\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    assert said(tmp_path, "見本.pdf", samples.damaged_pdf() + revision) == ""
    assert said(tmp_path, "見本.pdf", pdf() + b"\r\n% made by <HTML to PDF>\r\n") == ""


def test_an_archive_around_it_is_refused(tmp_path):
    around = samples.with_part(samples.word, "a.pdf", b"x")()
    middle = pdf().replace(b"%%EOF", b"%\n" + around + b"\n%%EOF")
    assert "ZIPとしても開ける" in said(tmp_path, "見本.pdf", middle)


@pytest.mark.parametrize(
    "tail",
    [b"\0" * 600, b"\r\n\x1b%-12345X@PJL EOJ\r\n", b"\n% a comment\n"],
    ids=["zeros", "commands", "a comment"],
)
def test_blanks_and_printers_commands_behind_the_end_are_taken(tail, tmp_path):
    assert said(tmp_path, "見本.pdf", pdf() + tail) == ""


def test_author_and_notes_are_remarked(tmp_path):
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.docinfo["/Author"] = "山田 太郎"
        note = pikepdf.Dictionary({"/Type": Name("/Annot"), "/Subtype": Name("/Text"), "/Rect": [0, 0, 9, 9]})
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])
        document.save(buffer)
    assert look(tmp_path, "見本.pdf", buffer.getvalue()) == [
        "文書の情報に名前が残っています（作成者：山田 太郎）",
        "注釈（コメント）が残っています（1件）",
    ]
