"""Our extraction beside bare PDFium and Pillow, in pages per processor second: `python -m bench.engine`.

Both sides read the text and draw every page at the same size with the same encoder; ours also keeps the place of each
character, makes a thumbnail, holds every picture under its limit, and starts a child process for every slice.
"""

import argparse
import io
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import batched
from pathlib import Path

import pypdfium2
from PIL import Image

from bench.harness import ROOT, Report, median
from extraction import children, runner
from extraction.drawing import encode
from extraction.limits import Limits

CORPUS = ROOT.parent / "shared" / "corpus"
TEXT_SLICE, PICTURE_SLICE = 200, 60  # those of library.reading
DEFAULT_QUALITY, DEFAULT_EFFORT = 75, 4  # Pillow's effort when nothing is said
LIMITS = Limits()


def seconds() -> float:
    """Processor time of this process and of its children; the server that forks them ends, so that it counts, too."""
    children.end()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def ours(path: Path) -> int:
    """Pages, read and drawn in the order and the slices of the site."""
    with pypdfium2.PdfDocument(path) as document:
        numbers = range(1, len(document) + 1)
    with tempfile.TemporaryDirectory() as folder:
        for some in ([1], *batched(numbers[1:], TEXT_SLICE)):
            list(runner.read(path, "pdf", some[0], some[-1], LIMITS))
        for some in ([1], *batched(numbers[1:], PICTURE_SLICE)):
            list(runner.draw(path, "pdf", some, Path(folder), LIMITS))
    return len(numbers)


def images(path: Path) -> Iterator[tuple[str, Image.Image]]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            words = page.get_textpage().get_text_range()
            yield words, page.render(scale=encode.fitting_scale(*page.get_size())).to_pil().convert("RGB")


def webp(image: Image.Image, quality: int, effort: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=effort)
    return buffer.getvalue()


def raw(path: Path) -> int:
    return sum(1 for _, image in images(path) if webp(image, encode.QUALITY, encode.EFFORT))


def encoders(path: Path, every: int) -> Iterator[tuple[float, int, float, int]]:
    """(seconds and bytes with our setting, seconds and bytes with the default) of every so many pages."""
    for number, (_, image) in enumerate(images(path)):
        if number % every:
            continue
        expected = encode.expected_bytes(len(webp(encode.small(image), *encode.THUMBNAIL_SETTING)))
        began = time.process_time()
        mine = encode.encode(image, LIMITS.picture_bytes, expected=expected)
        between = time.process_time()
        default = webp(image, DEFAULT_QUALITY, DEFAULT_EFFORT)
        yield between - began, len(mine), time.process_time() - between, len(default)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", nargs="+", default=["guidelines"], help="of the corpus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=4, help="encode every so many pages both ways")
    given = parser.parse_args()
    paths = sorted(path for name in given.folders for path in (CORPUS / name).glob("*.[pP][dD][fF]"))
    if not paths:
        sys.exit(f"no PDF in {CORPUS}")
    report = Report("engine")
    rates: dict[str, list[float]] = {"ours": [], "raw": []}
    for _ in range(given.rounds):
        for name, work in (("ours", ours), ("raw", raw)):
            began = seconds()
            pages = sum(work(path) for path in paths)
            rates[name].append(pages / (seconds() - began))
    report.floor("raw (pages a processor second)", rates["raw"])
    report.keep("ours (pages a processor second)", rates["ours"])
    share = median(mine / bare for mine, bare in zip(rates["ours"], rates["raw"], strict=True))
    report.bar("P1 ours over raw, same encoder", share, 0.90, at_least=True)
    rows = [row for path in paths for row in encoders(path, given.every)]
    mine, sizes, default, default_sizes = zip(*rows, strict=True)
    report.bar("P2 our encoder's pages a second over the default's", sum(default) / sum(mine), 2.5, at_least=True)
    report.bar("P2 mean size over the default's", sum(sizes) / sum(default_sizes), 1.3)
    report.bar("P2 KB of the largest picture", max(sizes) / 1024, 150)
    return 0 if report.write(files=len(paths), pages=pages) else 1


if __name__ == "__main__":
    sys.exit(main())
