"""Draws the pages of an image file: turned as its camera said, on white, in plain colours, without its metadata."""

import contextlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from extraction.drawing.encode import FOR_RECOGNISING, TALLEST, WIDEST, fitting_scale, keep
from extraction.pages import Picture

MOST_PIXELS = 100_000_000
_FORMATS = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF", "webp": "WEBP"}
_BROKEN = (OSError, EOFError, SyntaxError, ValueError, TypeError, KeyError, IndexError, Image.DecompressionBombError)


def scan(path: Path, kind: str, number: int, target: Path) -> None:
    """One page in grey, as large as recognising its words needs."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(path, formats=[_FORMATS[kind]]) as image:
        image.seek(number - 1)
        drawable(image, enlarged=FOR_RECOGNISING).convert("L").save(target)


def draw(path: Path, kind: str, pages: Sequence[int], folder: Path, *, most_bytes: int) -> Iterator[Picture]:
    """The pages named (from 1) as files of `folder`; one that is broken, or has too many pixels, is left out."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    for number in pages:
        with contextlib.suppress(*_BROKEN), Image.open(path, formats=[_FORMATS[kind]]) as image:
            image.seek(number - 1)
            if image.width * image.height <= MOST_PIXELS:
                yield keep(drawable(image), number, folder, most_bytes)


def drawable(image: Image.Image, *, enlarged: float = 1.0) -> Image.Image:
    """RGB at reading size. Raises what the image library raises for a file that is cut off or broken."""
    if image.format == "JPEG":
        image.draft(
            "RGB" if image.mode == "RGB" else None, (round(2 * WIDEST * enlarged), round(2 * TALLEST * enlarged))
        )  # decodes fewer pixels
    image.load()
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    plain = _on_white(_eight_bits(turned))
    scale = min(fitting_scale(*plain.size, enlarged=enlarged), 1.0)
    size = (max(1, round(plain.width * scale)), max(1, round(plain.height * scale)))
    plain = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    drawn = _in_screen_colours(plain, profile)
    drawn.info = {}
    return drawn


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits would be cut off at 255: its own range is spread instead."""
    if image.mode == "1":
        return image.convert("L")
    if not image.mode.startswith(("I", "F")):
        return image
    wide = image.convert("F")
    low, high = (0.0, 65535.0) if image.mode.startswith("I;16") else _range(wide)
    factor = 255 / (high - low) if high > low else 1.0
    return wide.point(lambda value: value * factor - low * factor).convert("L")


def _range(grey: Image.Image) -> tuple[float, float]:
    low, high = grey.getextrema()
    assert isinstance(low, (int, float))
    assert isinstance(high, (int, float))
    return low, high


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency; colours of print stay as they are until their profile is read."""
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        ground.alpha_composite(clear)
        return ground.convert("RGB")
    return image if image.mode in {"RGB", "CMYK", "L"} else image.convert("RGB")


def _in_screen_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """By the profile of its colours where it has a sound one, else by their plain meaning."""
    if profile and image.mode in {"RGB", "CMYK"}:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if screen is not None:
                return screen
    return image.convert("RGB")
