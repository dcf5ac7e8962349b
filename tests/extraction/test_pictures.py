"""Pictures of pages: as a reader would see them, on white, within their measure; looked at by their pixels."""

import io
from random import Random

import pytest
from PIL import Image

from extraction import runner
from extraction.drawing import encode
from extraction.drawing import pdf as drawing
from extraction.drawing.encode import TALLEST, WIDEST
from extraction.limits import Limits
from tests.extraction.pixels import RED, WHITE, drawn, is_like

LIMITS = Limits()


def pdf(body: bytes, box: str = "0 0 200 300", more: str = "", state: str = "") -> bytes:
    """A PDF of one page, its content in its own words."""
    resources = f"/Resources << /ExtGState << /half << {state} >> >> >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] {more} {resources} /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
    ]
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    begins = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % begins)
    return out.getvalue()


RED_AT_TOP_LEFT = b"1 0 0 rg 0 200 100 100 re f"


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, "top left"), (90, "top right"), (180, "bottom right"), (270, "bottom left")]
)
def test_a_turned_page_is_drawn_turned(tmp_path, rotation, corner):
    image = drawn(tmp_path, pdf(RED_AT_TOP_LEFT, more=f"/Rotate {rotation}"))
    assert (image.width > image.height) == (rotation in {90, 270})
    x = 0.15 if "left" in corner else 0.85
    y = 0.15 if "top" in corner else 0.85
    for at_x in (0.15, 0.85):
        for at_y in (0.15, 0.85):
            expected = RED if (at_x, at_y) == (x, y) else WHITE
            assert is_like(image.getpixel((int(at_x * image.width), int(at_y * image.height))), expected)


def test_only_what_the_crop_box_shows_is_drawn(tmp_path):
    image = drawn(tmp_path, pdf(RED_AT_TOP_LEFT, more="/CropBox [0 200 100 300]"))
    assert image.width == image.height
    assert is_like(image.getpixel((5, 5)), RED)
    assert is_like(image.getpixel((image.width - 5, image.height - 5)), RED)


def test_transparency_stands_on_white(tmp_path):
    image = drawn(tmp_path, pdf(b"/half gs 1 0 0 rg 0 0 200 150 re f", state="/Type /ExtGState /ca 0.5"))
    assert is_like(image.getpixel((100, image.height - 20)), (255, 128, 128))
    assert is_like(image.getpixel((100, 20)), WHITE)


@pytest.mark.parametrize(
    "box", ["0 0 14400 14400", "0 0 3 3", "0 0 14400 5", "0 0 5 14400", "0 0 1190 842", "0 0 595 842", "-50 -50 50 50"]
)
def test_huge_and_tiny_pages_have_pictures_of_a_bounded_size(tmp_path, box):
    left, bottom, right, top = map(int, box.split())
    fill = f"1 0 0 rg {left} {bottom} {right - left} {top - bottom} re f".encode()
    image = drawn(tmp_path, pdf(fill, box=box))
    assert 1 <= image.width <= WIDEST
    assert 1 <= image.height <= TALLEST
    assert image.width * image.height <= encode.AREA * 1.01
    assert is_like(image.getpixel((image.width // 2, image.height // 2)), RED)


def test_an_upright_page_is_a_thousand_wide_and_one_that_lies_is_wider(tmp_path):
    assert drawn(tmp_path, pdf(b"", box="0 0 595 842")).width == 1000
    assert drawn(tmp_path, pdf(b"", box="0 0 842 595")).width == 1400


def test_what_is_too_large_is_made_smaller_whatever_was_expected(monkeypatch):
    """Noise is the worst that can come; an expectation that is wrong costs a try, not the limit."""
    noise = Image.effect_noise((1000, 1414), 120).convert("RGB")
    plain = Image.new("RGB", (1000, 1414), "white")
    for expected in (0, 10_000, 10_000_000):
        assert len(encode.encode(noise, LIMITS.picture_bytes, expected=expected)) <= LIMITS.picture_bytes
        assert 0 < len(encode.encode(plain, LIMITS.picture_bytes, expected=expected)) <= LIMITS.picture_bytes


def test_a_page_that_will_be_too_large_is_not_encoded_twice(monkeypatch):
    """Its thumbnail tells beforehand."""
    tries = []
    encoder = encode._webp
    monkeypatch.setattr(encode, "_webp", lambda *given: tries.append(given[1:]) or encoder(*given))
    dense = Image.effect_noise((1000, 1414), 25).convert("RGB")
    small = len(encoder(encode.small(dense), *encode.THUMBNAIL_SETTING))
    first = len(encoder(dense, encode.QUALITY, encode.EFFORT))
    limit = round(first * 0.9)
    encode.encode(dense, limit, expected=first)
    known = len(tries)
    tries.clear()
    encode.encode(dense, limit)
    assert small > 0
    assert known < len(tries)


def test_a_page_that_is_broken_is_left_out(tmp_path):
    path = tmp_path / "見本.pdf"
    path.write_bytes(pdf(RED_AT_TOP_LEFT))
    assert [picture.number for picture in runner.draw(path, "pdf", [1, 99], tmp_path, LIMITS)] == [1]


# --- pages of small letters ---


def small_letters(count: int) -> bytes:
    """Short strokes all over a page, in black and one colour."""
    chance = Random(1)
    strokes = [f"{590 * chance.random():.1f} {840 * chance.random():.1f} 3 {1 + n % 5} re f" for n in range(count)]
    return "\n".join(["0 0 0 rg", *strokes[: count // 2], "0.8 0 0 rg", *strokes[count // 2 :]]).encode()


def picture(tmp_path, content: bytes, most_bytes: int, **more: float) -> tuple[int, int, int]:
    """Width, height and bytes of the picture of its one page."""
    path = tmp_path / "見本.pdf"
    path.write_bytes(content)
    (made,) = drawing.draw(path, [1], tmp_path, most_bytes=most_bytes, **more)
    data = (tmp_path / made.names[0]).read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        return image.width, image.height, len(data)


def test_a_page_printed_small_is_drawn_larger_as_far_as_its_bytes_allow(tmp_path):
    page = pdf(small_letters(4000), "0 0 595 842")
    width, height, large = picture(tmp_path, page, 150 * 1024, enlarged=1.4)
    assert (width, height) == (1400, 1981)
    less = picture(tmp_path, page, large - 1, enlarged=1.4)
    assert (less[0], less[2] < large) == (1200, True)
    assert picture(tmp_path, page, 150 * 1024)[0] <= 1000


def test_a_page_with_a_photograph_keeps_its_colours_at_the_usual_size(tmp_path):
    shades = "\n".join(
        f"{x % 13 / 12:.2f} {y % 11 / 10:.2f} {(x + y) % 7 / 6:.2f} rg {x * 8} {y * 8} 8 8 re f"
        for x in range(75)
        for y in range(106)
    )
    page = pdf(shades.encode(), "0 0 595 842")
    assert picture(tmp_path, page, 150 * 1024, enlarged=1.4)[:2] == picture(tmp_path, page, 150 * 1024)[:2]
