"""Draws a page as the site does and looks at its pixels."""

from pathlib import Path

from PIL import Image

from extraction import runner
from extraction.drawing.encode import THUMBNAIL
from extraction.limits import Limits

LIMITS = Limits()
WHITE, RED, BLUE = (255, 255, 255), (255, 0, 0), (0, 0, 255)


def drawn(tmp_path: Path, content: bytes, kind: str = "pdf", number: int = 1) -> Image.Image:
    """The large picture; both files are there, WebP, and within their measure."""
    path = tmp_path / f"見本.{kind}"
    path.write_bytes(content)
    (picture,) = runner.draw(path, kind, [number], tmp_path, LIMITS)
    large_name, small_name = picture.names
    with Image.open(tmp_path / small_name) as small:
        assert small.width <= THUMBNAIL[0]
        assert small.height <= THUMBNAIL[1]
    assert (tmp_path / large_name).stat().st_size <= LIMITS.picture_bytes
    with Image.open(tmp_path / large_name) as large:
        assert large.format == "WEBP"
        assert large.width <= picture.width  # of too many bytes: encoded smaller, shown at the same size
        assert abs(large.width / picture.width - large.height / picture.height) < 0.01
        return large.convert("RGB")


def is_like(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(found - wanted) < 40 for found, wanted in zip(pixel, colour, strict=True))
