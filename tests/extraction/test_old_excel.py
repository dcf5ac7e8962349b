"""Excel until 2003: the same grid as from new workbooks, also where the bytes are those of the nineties."""

import struct
from pathlib import Path

from extraction import runner
from extraction.formats import xls
from extraction.limits import Limits
from extraction.pages import Heading
from tests.extraction.ole import container


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def workbook(sheets: list[tuple[str, int, list[list[str | float]]]]) -> bytes:
    """Excel 95 in CP932: (name, 0 shown or 1 hidden, rows)."""
    bodies = [record(0x0809, struct.pack("<HHHH", 0x0500, 0x10, 0, 0)) + cells(rows) + record(0x0A, b"")
              for _, _, rows in sheets]  # fmt: skip
    names = [name.encode("cp932") for name, _, _ in sheets]
    head = record(0x0809, struct.pack("<HHHH", 0x0500, 0x05, 0, 0)) + record(0x42, struct.pack("<H", 932))
    place = len(head) + sum(11 + len(name) for name in names) + 4
    for name, (_, hidden, _), body in zip(names, sheets, bodies, strict=True):
        head += record(0x85, struct.pack("<IBBB", place, hidden, 0, len(name)) + name)
        place += len(body)
    return head + record(0x0A, b"") + b"".join(bodies)


def cells(rows: list[list[str | float]]) -> bytes:
    made = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                words = value.encode("cp932")
                made += record(0x0204, at + struct.pack("<H", len(words)) + words)
            else:
                made += record(0x0203, at + struct.pack("<d", value))
    return made


def test_a_workbook_of_the_nineties_is_read_in_its_own_code(tmp_path: Path):
    path = tmp_path / "調査.xls"
    sheets = [("集計表", 0, [["県", "件数"], ["栃木県", 12.0], ["ｶﾅ①", 0.30000000000000004]]), ("作業", 1, [["控え"]])]
    path.write_bytes(container({"Book": workbook(sheets)}))
    first, second = runner.read(path, "xls", 1, xls.count(path), Limits())
    assert (first.label, first.is_hidden, second.label, second.is_hidden) == ("集計表", False, "作業", True)
    assert first.text == "県\t件数\n栃木県\t12\nｶﾅ①\t0.3"
    assert [[cell["text"] for cell in row] for row in first.blocks[0]["rows"]] == [
        ["行", "A", "B"], ["1", "県", "件数"], ["2", "栃木県", "12"], ["3", "ｶﾅ①", "0.3"],
    ]  # fmt: skip


def test_the_outline_names_the_sheets_that_are_shown(tmp_path: Path):
    path = tmp_path / "調査.xls"
    sheets = [("集計表", 0, [["a"]]), ("作業", 1, [["b"]]), ("一覧", 0, [["c"]])]
    path.write_bytes(container({"Book": workbook(sheets)}))
    assert runner.outline(path, "xls", Limits()) == [Heading(1, "集計表", 1), Heading(1, "一覧", 3)]
    path.write_bytes(container({"Book": workbook(sheets[:1])}))
    assert runner.outline(path, "xls", Limits()) == []


def workbook_97(code: str, values: list[float]) -> bytes:
    """Excel 97 with one sheet: each value as a number and as many at once, in one format."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x05, 0, 0, 0, 0))
    words = code.encode("utf-16-le")
    styles = record(0x041E, struct.pack("<HHB", 170, len(code), 1) + words)
    styles += b"".join(record(0xE0, struct.pack("<HH16x", 0, name)) for name in (0, 170))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    sheet += b"".join(record(0x0203, struct.pack("<HHHd", row, 0, 1, value)) for row, value in enumerate(values))
    whole = [struct.pack("<HI", 1, int(value) << 2 | 2) for value in values]
    sheet += record(0xBD, struct.pack("<HH", len(values), 0) + b"".join(whole) + struct.pack("<H", len(values) - 1))
    sheet += record(0x0A, b"")
    name = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 2, 0) + b"ab")
    place = len(begin) + len(styles) + len(name) + 4
    name = record(0x85, struct.pack("<IBBBB", place, 0, 0, 2, 0) + b"ab")
    return begin + styles + name + record(0x0A, b"") + sheet


def test_numbers_are_read_as_they_are_displayed(tmp_path: Path):
    path = tmp_path / "調査.xls"
    path.write_bytes(container({"Workbook": workbook_97('#,##0.0"人"', [1234.56, 7.0])}))
    [page] = xls.read(path, 1, 1)
    assert page.text == "1,234.6人\n7.0人\n1,234.0人\t7.0人"
