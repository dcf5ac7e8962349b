"""Pictures at the gate: many pixels, many pages, what hides behind them; where and by whom they were taken."""

import io
import struct
import zlib

import pytest
from PIL import Image, TiffImagePlugin

from extraction.limits import Limits
from tests.extraction.gate import look, said
from tests.hostile import samples
from tests.hostile.office_files import document

KINDS = {"png": "PNG", "jpg": "JPEG", "tif": "TIFF", "webp": "WEBP"}
GPS, EXIF, ARTIST, OWNER = 0x8825, 0x8769, 0x013B, 0xA430


def picture(
    extension: str, *, size: tuple[int, int] = (40, 30), pages: int = 1, exif: Image.Exif | None = None
) -> bytes:
    buffer = io.BytesIO()
    more = [Image.new("RGB", size) for _ in range(pages - 1)]
    options = {"save_all": True, "append_images": more} if more else {}
    Image.new("RGB", size).save(buffer, KINDS[extension], **options, **({"exif": exif.tobytes()} if exif else {}))
    return buffer.getvalue()


def taken_at_home() -> Image.Exif:
    exif = Image.Exif()
    exif[ARTIST] = "Yamada"
    exif.get_ifd(GPS).update({1: "N", 2: (36.0, 33.0, 56.0), 3: "E", 4: (139.0, 53.0, 0.0)})
    exif.get_ifd(EXIF)[OWNER] = "Sato"
    return exif


def claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims this many pixels."""
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    header = b"\0\0\0\x0dIHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))
    data = zlib.compress(b"\0" * 100)
    return (
        b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", len(data)) + b"IDAT" + data
        + struct.pack(">I", zlib.crc32(b"IDAT" + data)) + b"\0\0\0\0IEND\xaeB`\x82"
    )  # fmt: skip


@pytest.mark.parametrize("extension", KINDS)
def test_an_honest_picture_is_taken(extension, tmp_path):
    assert look(tmp_path, f"絵.{extension}", picture(extension)) == []


TAILS = {
    "a page of the web": b"<html><script>x</script></html>",
    "a program": b"MZ\x90\0",
    "an archive": samples.word(),
    "a script": b"<?php x",
    "an archive of another kind": b"Rar!\x1a\x07\0",
}


@pytest.mark.parametrize("extension", KINDS)
@pytest.mark.parametrize("what", TAILS)
@pytest.mark.parametrize("junk", [b"", b"A\0", b"AA" * 40], ids=["nothing", "a byte", "more"])
def test_nothing_else_follows_a_picture(extension, what, junk, tmp_path):
    data = picture(extension) + junk + TAILS[what]
    assert "画像のあとに別の種類のデータがあります" in said(tmp_path, f"絵.{extension}", data)


def test_a_mark_of_the_end_within_a_chunk_hides_nothing(tmp_path):
    end, whole = b"\0\0\0\0IEND\xaeB`\x82", picture("png")
    words = b"tEXta\0" + end + b"x"
    chunk = struct.pack(">I", len(words) - 4) + words + struct.pack(">I", zlib.crc32(words))
    assert "画像のあとに" in said(tmp_path, "絵.png", whole[:-12] + chunk + end + b"MZ\x90\0")
    assert said(tmp_path, "絵.png", whole[:-12] + chunk + end) == ""


@pytest.mark.parametrize("tail", [b"\0" * 64, b"\r\n", b"SEFT\x01\x00camera"], ids=["zeros", "an end of line", "notes"])
def test_what_cameras_write_behind_a_picture_is_taken(tail, tmp_path):
    for extension in KINDS:
        assert said(tmp_path, f"絵.{extension}", picture(extension) + tail) == ""


def test_many_pixels_are_refused_by_the_header_alone(tmp_path):
    message = said(tmp_path, "爆弾.png", claims(60_000, 60_000))
    assert message == "「爆弾.png」は60,000×60,000画素あります。4,000万画素までに小さくしてください"
    assert said(tmp_path, "絵.png", picture("png"), Limits(pixels=1200)) == ""
    assert "画素あります" in said(tmp_path, "絵.png", picture("png"), Limits(pixels=1199))


def test_every_page_of_a_scan_counts(tmp_path):
    scan = picture("tif", pages=3)
    assert said(tmp_path, "束.tif", scan) == ""
    assert "3ページあります" in said(tmp_path, "束.tif", scan, Limits(pdf_pages=2))


def test_a_scan_whose_pages_point_to_each_other_ends(tmp_path):
    data = bytearray(picture("tif"))
    start = struct.unpack_from("<I", data, 4)[0]
    number = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + 12 * number, start)
    said(tmp_path, "輪.tif", bytes(data))  # whichever it is, it comes to an end


def test_a_truncated_picture_is_broken(tmp_path):
    assert "壊れていて開けません" in said(tmp_path, "絵.jpg", picture("jpg", size=(400, 400))[:-300])
    assert "壊れていて開けません" in said(tmp_path, "絵.png", claims(4000, 4000))


@pytest.mark.parametrize("extension", KINDS)
def test_where_and_by_whom_is_remarked(extension, tmp_path):
    remarks = look(tmp_path, f"絵.{extension}", picture(extension, exif=taken_at_home()))
    assert remarks[0] == "写真に撮影した場所（GPS）の情報が残っています"
    assert "Yamada" in remarks[1]
    assert "Sato" in remarks[1]


def test_a_photo_in_a_document_is_remarked_too(tmp_path):
    data = document("docx", {"word/media/image1.jpeg": picture("jpg", exif=taken_at_home())})
    assert "写真に撮影した場所（GPS）の情報が残っています" in look(tmp_path, "見本.docx", data)
    plain = document("docx", {"word/media/image1.jpeg": picture("jpg")})
    assert not any("GPS" in remark for remark in look(tmp_path, "見本.docx", plain))


def test_the_maker_of_the_samples_writes_many_pages():
    assert TiffImagePlugin.TiffImageFile(io.BytesIO(picture("tif", pages=3))).n_frames == 3
