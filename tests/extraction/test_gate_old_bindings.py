"""Documents of Office until 2003 at the gate: what they are bound to, and what lies where no record begins."""

import struct

import pytest

from tests.extraction.gate import said
from tests.extraction.test_gate_disguises import FETCHED
from tests.extraction.test_gate_office import LOADS
from tests.hostile.old_files import atom, excel, powerpoint, record, sheet, word
from tests.hostile.ole_files import container


def bound(**names: str) -> bytes:
    """A document of Word 97 with these names in its list: of the template, or of the source of a letter."""
    kept = ["", names.get("template", ""), "題名", *[""] * 5, names.get("source", ""), *[""] * 9]
    data = b"\xff\xff\x12\0\0\0" + b"".join(struct.pack("<H", len(n)) + n.encode("utf-16-le") for n in kept)
    header = bytearray(struct.pack("<HH6xH", 0xA5EC, 0xC1, 0x0200).ljust(0x400, b"\0"))
    struct.pack_into("<II", header, 0x19A, 40, len(data))
    return container({"WordDocument": bytes(header), "1Table": b"\0" * 40 + data})


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"template": r"\\server\a.dot"}, "開くと外部のテンプレート（"),
        ({"template": "http://example.jp/a.dot"}, "「ファイル」→「オプション」→「アドイン」"),
        ({"source": r"\\server\a.xls"}, "差し込み印刷の宛先（"),
        ({"template": r"C:\Users\a\Normal.dot", "source": r"C:\a.xls"}, ""),
        ({}, ""),
    ],
    ids=["a template in the network", "a template on the web", "a source in the network", "near names", "no names"],
)
def test_an_old_document_is_bound_to_no_other_computer(names, words, tmp_path):
    message = said(tmp_path, "古い.doc", bound(**names))
    assert words in message
    assert bool(message) == bool(words)


def hiding(*hidden: bytes, is_honest: bool = False) -> bytes:
    """A presentation whose list of parts leads to these records; unless it is honest, they lie in another's body."""
    part = atom(0x03E8, holds=True)[:4] + struct.pack("<I", sum(map(len, hidden))) + b"".join(hidden)
    first = part if is_honest else atom(0x0FC8, part)
    place = 0 if is_honest else 8
    directory = atom(0x1772, struct.pack("<II", 1 << 20 | 1, place))
    edit = atom(0x0FF5, struct.pack("<IIIIII", 0, 0, 0, len(first), 1, 1))
    user = struct.pack("<HHIIII", 0, 0x0FF6, 20, 20, 0xE391C05F, len(first) + len(directory))
    return container({"Current User": user, "PowerPoint Document": first + directory + edit})


RUNS_BY_CLICK = atom(0x0FF3, b"\0" * 8 + b"\x02" + b"\0" * 7)


@pytest.mark.parametrize("is_honest", [True, False], ids=["in its order", "in the body of another"])
def test_a_part_of_an_old_presentation_is_looked_at_where_it_is_said_to_lie(is_honest, tmp_path):
    assert "クリックすると" in said(tmp_path, "古い.ppt", hiding(RUNS_BY_CLICK, is_honest=is_honest))
    assert said(tmp_path, "古い.ppt", hiding(atom(0x03EE, holds=True), is_honest=is_honest)) == ""


def test_many_places_of_the_same_bytes_are_too_much(tmp_path):
    part = atom(0x0FC8, b"\1" * 900_000)  # a record that claims millions, wherever it is looked at
    places = struct.pack("<I", 1000 << 20 | 1) + b"".join(struct.pack("<I", 1 + n) for n in range(1000))
    directory = atom(0x1772, places)
    edit = atom(0x0FF5, struct.pack("<IIIIII", 0, 0, 0, len(part), 1, 1))
    user = struct.pack("<HHIIII", 0, 0x0FF6, 20, 20, 0xE391C05F, len(part) + len(directory))
    data = container({"Current User": user, "PowerPoint Document": part + directory + edit})
    assert len(data) < 2_000_000
    assert "大きくなりすぎる" in said(tmp_path, "古い.ppt", data)


def drawn(flags: int, address: str = "http://example.jp/a.png", key: int = 0xC105) -> bytes:
    """A table of two properties: the name of a picture, and what the name is for."""
    name = f"{address}\0".encode("utf-16-le")
    flag = (key & 0x3FFF) + 1
    table = struct.pack("<HIHI", key, len(name), flag, flags) + name
    return struct.pack("<HHI", 2 << 4 | 3, 0xF00B, len(table)) + table


DRAWN = {
    "a document": ("doc", lambda table: word(more={"1Table": b"\7" * 9 + table})),
    "a picture in the text": ("doc", lambda table: word(more={"Data": b"\7" * 70 + table})),
    "a presentation": ("ppt", powerpoint),
    "a workbook": ("xls", lambda table: excel(sheet("表"), record(0xEC, table))),
}


@pytest.mark.parametrize("what", DRAWN)
def test_a_picture_of_an_old_document_that_is_kept_elsewhere_is_refused(what, tmp_path):
    kind, made = DRAWN[what]
    for table in (drawn(0x0A), drawn(0x0E, r"\\server\a.png"), drawn(0x08, key=0xC187)):
        assert LOADS + "画像" in said(tmp_path, f"古い.{kind}", made(table))
    for table in (drawn(0), drawn(2), drawn(0x09, "C:\\a.png"), drawn(0x0A)[:20]):
        assert said(tmp_path, f"古い.{kind}", made(table)) == ""


@pytest.mark.parametrize("flags", [0x28, 0x20])
def test_a_table_of_an_old_workbook_that_is_fetched_at_opening_is_refused(flags, tmp_path):
    table = record(0x01AD, struct.pack("<H", flags) + b"\0" * 20)
    assert FETCHED in said(tmp_path, "古い.xls", excel(sheet("表"), table))
    assert said(tmp_path, "古い.xls", excel(sheet("表"), record(0x01AD, b"\x0b" + b"\0" * 20))) == ""
