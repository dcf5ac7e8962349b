"""Image files as pages: every colour mode on white, turned as the camera said, without a word of metadata."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from extraction import runner
from extraction.drawing import image as drawing
from extraction.drawing.encode import AREA
from extraction.limits import Limits
from tests.extraction.pixels import BLUE, RED, WHITE, drawn, is_like

LIMITS = Limits()
MARKER = "目印GPS35.6895"


def saved(image: Image.Image, form: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def halves(mode: str, left: object, right: object, size: tuple[int, int] = (400, 300)) -> Image.Image:
    image = Image.new(mode, size, right)
    image.paste(left, (0, 0, size[0] // 2, size[1]))
    return image


def sides(image: Image.Image) -> tuple[object, object]:
    return image.getpixel((image.width // 4, image.height // 2)), image.getpixel(
        (image.width * 3 // 4, image.height // 2)
    )


@pytest.mark.parametrize(("kind", "form"), [("png", "PNG"), ("jpeg", "JPEG"), ("tiff", "TIFF"), ("webp", "WEBP")])
def test_each_format_is_a_page(tmp_path, kind, form):
    left, right = sides(drawn(tmp_path, saved(halves("RGB", RED, BLUE), form), kind))
    assert is_like(left, RED)
    assert is_like(right, BLUE)


@pytest.mark.parametrize(
    ("mode", "left", "right", "kind", "shown"),
    [
        ("1", 0, 1, "tiff", ((0, 0, 0), WHITE)),
        ("1", 0, 1, "png", ((0, 0, 0), WHITE)),
        ("L", 60, 200, "png", ((60,) * 3, (200,) * 3)),
        ("I;16", 60 * 257, 200 * 257, "png", ((60,) * 3, (200,) * 3)),
        ("I;16", 60 * 257, 200 * 257, "tiff", ((60,) * 3, (200,) * 3)),
        ("F", 0.0, 1.0, "tiff", ((0, 0, 0), WHITE)),
        ("CMYK", (0, 255, 255, 0), (255, 255, 0, 0), "tiff", (RED, BLUE)),
        ("CMYK", (0, 255, 255, 0), (255, 255, 0, 0), "jpeg", (RED, BLUE)),
        ("RGBA", (255, 0, 0, 255), (0, 0, 0, 0), "png", (RED, WHITE)),
        ("RGBA", (255, 0, 0, 128), (0, 0, 0, 0), "webp", ((255, 128, 128), WHITE)),
        ("LA", (0, 255), (0, 0), "png", ((0, 0, 0), WHITE)),
        ("LAB", (136, 208, 195), (255, 128, 128), "tiff", ((254, 0, 0), WHITE)),
    ],
)
def test_every_colour_mode_is_seen_right_on_white(tmp_path, mode, left, right, kind, shown):
    form = {"png": "PNG", "tiff": "TIFF", "jpeg": "JPEG", "webp": "WEBP"}[kind]
    found = sides(drawn(tmp_path, saved(halves(mode, left, right), form), kind))
    assert is_like(found[0], shown[0]), found
    if mode != "LAB":
        assert is_like(found[1], shown[1]), found


def test_a_palette_with_a_clear_colour_stands_on_white(tmp_path):
    image = Image.new("P", (400, 300), 1)
    image.putpalette([255, 0, 0, 0, 0, 255] + [0] * 750)
    image.paste(0, (0, 0, 200, 300))
    left, right = sides(drawn(tmp_path, saved(image, "PNG", transparency=1), "png"))
    assert is_like(left, RED)
    assert is_like(right, WHITE)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (400, 300), "left"), (3, (400, 300), "right"), (6, (300, 400), "top"), (8, (300, 400), "bottom")],
)
def test_it_stands_as_the_camera_was_held(tmp_path, orientation, size, red_at):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = drawn(tmp_path, saved(halves("RGB", RED, BLUE), "JPEG", exif=exif, quality=95), "jpeg")
    assert image.size == size
    place = {"left": (20, 150), "right": (380, 150), "top": (150, 20), "bottom": (150, 380)}[red_at]
    assert is_like(image.getpixel(place), RED)


@pytest.mark.parametrize(("kind", "form"), [("png", "PNG"), ("jpeg", "JPEG"), ("tiff", "TIFF"), ("webp", "WEBP")])
def test_nothing_that_the_file_says_of_itself_is_in_the_picture(tmp_path, kind, form):
    """Place, camera and remarks of the photographer stay in the original."""
    exif = Image.Exif()
    exif[0x010E] = MARKER
    exif.get_ifd(0x8825)[29] = MARKER
    content = saved(halves("RGB", RED, BLUE), form, exif=exif, icc_profile=ImageCms.ImageCmsProfile(
        ImageCms.createProfile("sRGB")).tobytes())  # fmt: skip
    marker = MARKER.encode()
    assert b"35.6895" in content
    drawn(tmp_path, content, kind)
    for path in tmp_path.glob("*.webp"):
        if path.name.startswith("1"):
            assert marker not in path.read_bytes()
            assert b"35.6895" not in path.read_bytes()
            with Image.open(path) as picture:
                assert {"exif", "xmp", "icc_profile"} & set(picture.info) == set()


def test_every_page_of_a_tiff_is_drawn(tmp_path):
    pages = [Image.new("RGB", (300, 400), colour) for colour in (WHITE, RED, BLUE)]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    for number, colour in enumerate((WHITE, RED, BLUE), start=1):
        assert is_like(drawn(tmp_path, content, "tiff", number).getpixel((100, 100)), colour)


def test_pages_of_a_tiff_may_differ_in_size_and_mode(tmp_path):
    first, second = Image.new("1", (300, 400), 1), halves("CMYK", (0, 255, 255, 0), (255, 255, 0, 0))
    content = saved(first, "TIFF", save_all=True, append_images=[second])
    assert drawn(tmp_path, content, "tiff", 1).size == (300, 400)
    assert is_like(sides(drawn(tmp_path, content, "tiff", 2))[0], RED)


def test_a_photograph_is_made_as_small_as_a_page(tmp_path):
    noise = Image.effect_noise((3000, 4000), 100).convert("RGB")
    image = drawn(tmp_path, saved(noise, "JPEG", quality=60), "jpeg")
    assert image.width * image.height <= AREA * 1.01


def test_a_small_picture_is_not_blown_up(tmp_path):
    assert drawn(tmp_path, saved(Image.new("RGB", (40, 30), RED), "PNG"), "png").size == (40, 30)


@pytest.mark.parametrize(("kind", "form"), [("png", "PNG"), ("jpeg", "JPEG"), ("tiff", "TIFF"), ("webp", "WEBP")])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_one_that_is_cut_off_has_no_picture_and_brings_nothing_down(tmp_path, kind, form, share):
    content = saved(Image.effect_noise((400, 300), 80).convert("RGB"), form)
    path = tmp_path / f"切れた.{kind}"
    path.write_bytes(content[: int(len(content) * share)])
    assert list(runner.draw(path, kind, [1], tmp_path, LIMITS)) == []


def test_one_that_claims_too_many_pixels_is_never_decoded(tmp_path):
    content = bytearray(saved(Image.new("L", (8, 8)), "PNG"))
    content[16:24] = struct.pack(">II", 60_000, 60_000)
    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    path = tmp_path / "大きい.png"
    path.write_bytes(bytes(content))
    assert drawing.MOST_PIXELS < 60_000**2
    assert list(runner.draw(path, "png", [1], tmp_path, LIMITS)) == []


def test_a_page_that_is_not_there_is_left_out(tmp_path):
    path = tmp_path / "見本.png"
    path.write_bytes(saved(Image.new("RGB", (40, 30)), "PNG"))
    assert [picture.number for picture in runner.draw(path, "png", [1, 2], tmp_path, LIMITS)] == [1]


def test_what_is_another_format_than_its_kind_says_is_not_opened(tmp_path: Path):
    path = tmp_path / "見本.png"
    path.write_bytes(saved(Image.new("RGB", (40, 30)), "GIF"))
    assert list(runner.draw(path, "png", [1], tmp_path, LIMITS)) == []
