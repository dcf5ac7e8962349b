"""Encodes pages of lines and small letters, as sheets print them: in few colours without loss, larger and sharper."""

import io

from PIL import Image, ImageChops

COLOURS = 32
_FAR_OFF = 24  # of 255: a colour that people see to be another
_MOST_FAR_OFF = 0.01  # of all pixels; beyond it there is a photograph on the page


def encode(image: Image.Image, most_bytes: int) -> bytes | None:
    """WebP; None for what has too many colours or takes too many bytes."""
    plain = image.convert("RGB")
    few = plain.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
    shades = ImageChops.difference(plain, few).convert("L").histogram()
    if sum(shades[_FAR_OFF:]) > _MOST_FAR_OFF * sum(shades):
        return None
    buffer = io.BytesIO()
    few.save(buffer, "WEBP", lossless=True, quality=30, method=2)
    return buffer.getvalue() if len(buffer.getvalue()) <= most_bytes else None
