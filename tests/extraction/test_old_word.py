"""Word until 2003: headings, lists, tables, boxes and notes, from the bytes alone."""

import random
import struct
import time
from pathlib import Path

import pytest

from extraction import runner
from extraction.formats import doc
from extraction.limits import Limits
from extraction.pages import Heading
from tests.extraction.ole import container

SAMPLE = Path(__file__).parent / "samples" / "text.doc"


def test_a_document_is_read_as_a_person_reads_it():
    pages = list(runner.read(SAMPLE, "doc", 1, doc.count(SAMPLE), Limits()))
    assert [page.label for page in pages] == ["", "目的", "一覧"]
    assert [page.text.split("\n") for page in pages] == [
        ["はじめに（見本の文書です）"],
        [
            "目的", "生成AIを業務で使うときのきまりを定める。", "細目", "第1条 個人情報を入力しないこと",
            "(1) 氏名", "(2) 住所", "第2条 出力を確かめること", "丸の付いた点",
        ],
        [
            "一覧", "広い見出し\t備考", "栃木県\t12件\t済 二行目", "3件\t", "おわり 🌸 café",
            "枠の中の注意", "（注）脚注：出典を示すこと。",
        ],
    ]  # fmt: skip
    kinds = [(block["t"], block.get("level"), block.get("ordered")) for block in pages[1].blocks]
    assert kinds == [
        ("h", 1, None), ("p", None, None), ("h", 2, None), ("li", 0, True), ("li", 1, True), ("li", 1, True),
        ("li", 0, True), ("li", 0, False),
    ]  # fmt: skip
    table = pages[2].blocks[1]
    assert [[(cell["text"], cell["colspan"], cell["rowspan"]) for cell in row] for row in table["rows"]] == [
        [("広い見出し", 2, 1), ("備考", 1, 1)],
        [("栃木県", 1, 2), ("12件", 1, 1), ("済\n二行目", 1, 1)],
        [("3件", 1, 1), ("", 1, 1)],
    ]
    outline = runner.outline(SAMPLE, "doc", Limits())
    assert outline == [Heading(1, "目的", 2, 1), Heading(2, "細目", 2, 2), Heading(1, "一覧", 3, 1)]


def word_97(pieces: list[tuple[str, bool]]) -> bytes:
    """As fast saving leaves it: each piece in CP1252 (True) or UTF-16, not in the order of the text."""
    main = bytearray(0x9A + 8 * 93).ljust(1024, b"\0")
    places: dict[int, int] = {}
    for number in reversed(range(len(pieces))):
        words, is_narrow = pieces[number]
        places[number] = len(main) * 2 | 0x40000000 if is_narrow else len(main)
        main += words.encode("cp1252" if is_narrow else "utf-16-le").ljust(64, b"\0")
    limits = [0]
    for words, is_narrow in pieces:
        limits.append(limits[-1] + (len(words) if is_narrow else len(words.encode("utf-16-le")) // 2))
    table = struct.pack(f"<{len(limits)}I", *limits)
    table += b"".join(struct.pack("<HIH", 0, places[number], 0) for number in range(len(pieces)))
    clx = b"\x01" + struct.pack("<H", 2) + b"ab" + b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<I", main, 0x4C, limits[-1])
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    return container({"WordDocument": bytes(main), "1Table": clx})


def test_pieces_of_both_codes_are_put_in_order_and_fields_say_their_result(tmp_path: Path):
    path = tmp_path / "見本.doc"
    path.write_bytes(word_97([
        ("栃木県🌸と", False), ("caf\u00e9 \u201cx\u201d\r", True),
        ('\x13 HYPERLINK "http://a" \x14見る\x15。\r', False), ("\x13TOC \\o\x14", True), ("目次 1\r第1章 2\r", False),
        ("\x15\x13 DATE \x15end\x0bline\x1eb\r", True),
    ]))  # fmt: skip
    [page] = doc.read(path, 1, 9)
    assert page.text == "栃木県🌸とcafé “x”\n見る。\nend\nline-b"


def word_6(words: bytes, language: int = 0x0411) -> bytes:
    main = bytearray(768)
    struct.pack_into("<HHxxH", main, 0, 0xA5DC, 104, language)
    struct.pack_into("<II", main, 0x18, 768, 768 + len(words))
    struct.pack_into("<I", main, 0x34, len(words))
    return container({"WordDocument": bytes(main) + words})


def test_word_of_the_nineties_is_read_in_its_own_code(tmp_path: Path):
    path = tmp_path / "見本.doc"
    path.write_bytes(word_6("表題\r栃木県①ｶﾅ\r県\x07数\x07\x07栃木\x0712\x07\x07おわり\r".encode("cp932")))
    [page] = runner.read(path, "doc", 1, 9, Limits())
    assert page.text == "表題\n栃木県①ｶﾅ\n県\t数\n栃木\t12\nおわり"
    path.write_bytes(word_6("caf\u00e9\r".encode("cp1252"), 0x0409))
    [page] = doc.read(path, 1, 9)
    assert page.text == "café"


def test_a_locked_document_is_not_read_as_garbage(tmp_path: Path):
    data = bytearray(word_97([("secret\r", True)]))
    data[data.index(b"\xec\xa5") + 0x0B] |= 0x01
    path = tmp_path / "見本.doc"
    path.write_bytes(bytes(data))
    with pytest.raises(ValueError, match="no Word file"):
        doc.count(path)


def test_pieces_that_lie_over_each_other_cost_little(tmp_path: Path):
    """A million pieces that all name the same megabyte."""
    size, count = 1_000_000, 30_000
    main = bytearray(0x9A + 8 * 93).ljust(1024, b"\0") + b"a" * size
    limits = [number * size % 2**31 for number in range(count + 1)]
    table = struct.pack(f"<{count + 1}I", *limits)
    table += struct.pack("<HIH", 0, 2048 | 0x40000000, 0) * count
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<I", main, 0x4C, 2**31)
    clx = b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    path = tmp_path / "見本.doc"
    path.write_bytes(container({"WordDocument": bytes(main), "1Table": clx}))
    began = time.process_time()
    doc.count(path)
    assert time.process_time() - began < 10


def test_damage_is_an_error_or_less_text_but_never_a_hang(tmp_path: Path):
    chance = random.Random(4)
    path = tmp_path / "見本.doc"
    whole = SAMPLE.read_bytes()
    began = time.process_time()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(512, len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data[: chance.randrange(len(data))] if chance.random() < 0.2 else data))
        try:
            pages = list(doc.read(path, 1, 99))
        except (ValueError, OSError, struct.error, IndexError):
            continue
        assert sum(len(page.raw) for page in pages) < 1_000_000
    assert time.process_time() - began < 30
