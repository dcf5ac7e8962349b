"""PowerPoint 97 to 2003: slides in order, boxes from top to bottom, notes apart, hidden slides marked."""

import random
import struct
import time
from pathlib import Path

from extraction import runner
from extraction.formats import ppt
from extraction.limits import Limits
from extraction.pages import Heading
from tests.extraction.ole import container

SAMPLE = Path(__file__).parent / "samples" / "show.ppt"


def test_slides_are_read_as_a_person_reads_them():
    first, second, third = runner.read(SAMPLE, "ppt", 1, ppt.count(SAMPLE), Limits())
    assert (first.label, first.text, first.notes) == (
        "研修の進め方", "研修の進め方\n一つ目の点\n二つ目の点（①ア）", "話す人の覚え\n二行目",
    )  # fmt: skip
    assert (second.label, second.is_hidden, first.is_hidden) == ("予備のスライド", True, False)
    assert third.text == "件数\n上の注\n県\t令和5年\t令和6年\n栃木県\t12\tcafé\n左下の注\n右下の注"
    assert [block["t"] for block in third.blocks] == ["h", "p", "table", "p", "p"]
    assert runner.outline(SAMPLE, "ppt", Limits()) == [Heading(1, "研修の進め方", 1), Heading(1, "件数", 3)]


def record(kind: int, body: bytes, instance: int = 0, version: int = 0xF) -> bytes:
    return struct.pack("<HHI", instance << 4 | version, kind, len(body)) + body


def show(listed: bytes, slide: bytes) -> bytes:
    """Of one slide, whose texts stand in the list of slides, as PowerPoint writes them."""
    texts = record(0x03F3, struct.pack("<5I", 2, 0, 0, 256, 0), version=0) + listed
    document = record(0x03E8, record(0x0FF0, texts))
    data = document + slide
    table = len(data)
    data += record(0x1772, struct.pack("<III", 2 << 20 | 1, 0, len(document)), version=0)
    edit = len(data)
    data += record(0x0FF5, struct.pack("<7I", 0, 0, 0, table, 1, 2, 0), version=0)
    return container({"PowerPoint Document": data, "Current User": struct.pack("<16xI", edit)})


def boxes(*places: tuple[int, int]) -> bytes:
    """Boxes that point into the list of slides: (top, number of the text)."""
    shapes = record(0xF004, b"")
    for top, number in places:
        place = record(0xF010, struct.pack("<4h", top, 0, 100, top + 10), version=0)
        shapes += record(0xF004, place + record(0xF00D, record(0x0F9E, struct.pack("<I", number), version=0)))
    return record(0x03EE, record(0x040C, record(0xF002, record(0xF003, shapes))))


def text(kind: int, words: str) -> bytes:
    return record(0x0F9F, struct.pack("<I", kind), version=0) + record(0x0FA0, words.encode("utf-16-le"), version=0)


def test_texts_of_the_list_stand_where_the_slide_has_them(tmp_path: Path):
    path = tmp_path / "見本.ppt"
    listed = text(1, "本文\r二行目") + text(0, "題\x0bの続き") + text(4, "")
    path.write_bytes(show(listed, boxes((300, 0), (10, 1), (500, 2), (700, 9))))
    [page] = ppt.read(path, 1, 9)
    assert (page.label, page.text) == ("題 の続き", "題 の続き\n本文\n二行目")


def test_a_show_of_powerpoint_95_is_kept_unread(tmp_path: Path):
    path = tmp_path / "見本.ppt"
    path.write_bytes(container({"PP40": b"x"}))
    assert (ppt.count(path), list(ppt.read(path, 1, 9))) == (0, [])


def test_damage_is_an_error_or_less_text_but_never_a_hang(tmp_path: Path):
    chance = random.Random(4)
    path = tmp_path / "見本.ppt"
    whole = SAMPLE.read_bytes()
    began = time.process_time()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(512, len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data[: chance.randrange(len(data))] if chance.random() < 0.2 else data))
        try:
            pages = list(ppt.read(path, 1, 99))
        except (ValueError, OSError, struct.error, IndexError):
            continue
        assert sum(len(page.raw) for page in pages) < 1_000_000
    assert time.process_time() - began < 30
