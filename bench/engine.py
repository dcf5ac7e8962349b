"""Our extraction beside bare PDFium and Pillow: `python -m bench.engine`.

`raw` reads the text and draws every page 1,200 pixels wide in one process, with our encoder's effort at quality 75; a
second raw draws it exactly as large and as well as we do. Ours also keeps the place of each character, makes a thumbnail,
holds every picture under its limit, and starts a child process for every slice. Pages per processor second decide; what
two processes side by side give per second of the clock is printed.
"""

import argparse
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import batched
from pathlib import Path

import pypdfium2
from PIL import Image

from bench import beside
from bench.harness import ROOT, Report, median
from extraction import children, runner
from extraction.drawing import encode
from extraction.limits import Limits

CORPUS = ROOT.parent / "shared" / "corpus"
TEXT_SLICE, PICTURE_SLICE = 200, 60  # those of library.reading
RAW_WIDTH, RAW_QUALITY = 1200, 75
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


def images(path: Path, scale: Callable[[float, float], float]) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_range()
            yield page.render(scale=scale(*page.get_size())).to_pil().convert("RGB")


def webp(image: Image.Image, quality: int, effort: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=effort)
    return buffer.getvalue()


def raw(path: Path) -> int:
    found = images(path, lambda width, _: RAW_WIDTH / width)
    return sum(1 for image in found if webp(image, RAW_QUALITY, encode.EFFORT))


def raw_as_ours(path: Path) -> int:
    return sum(1 for image in images(path, encode.fitting_scale) if webp(image, encode.QUALITY, encode.EFFORT))


SIDES = {"ours": ours, "raw": raw, "raw at our size": raw_as_ours}


def encoders(path: Path, every: int) -> Iterator[tuple[float, int, float, int]]:
    """(seconds and bytes with our setting, seconds and bytes with the default) of every so many pages."""
    for number, image in enumerate(images(path, encode.fitting_scale)):
        if number % every:
            continue
        expected = encode.expected_bytes(len(webp(encode.small(image), *encode.THUMBNAIL_SETTING)))
        began = time.process_time()
        mine = encode.encode(image, LIMITS.picture_bytes, expected=expected)
        between = time.process_time()
        default = webp(image, DEFAULT_QUALITY, DEFAULT_EFFORT)
        yield between - began, len(mine), time.process_time() - between, len(default)


def work(side: str, paths: list[Path]) -> None:
    """In a process of its own: pages and processor seconds, on one line."""
    began = seconds()
    pages = sum(SIDES[side](path) for path in paths)
    print(pages, seconds() - began)


class Series:
    """Of one side with so many processes at once, a value for each round."""

    def __init__(self, side: str, processes: int) -> None:
        self.side, self.processes = side, processes
        self.name = f"{side}, {processes} process{'es' if processes > 1 else ''}"
        self.rates: list[float] = []
        self.by_clock: list[float] = []
        self.memory: list[float] = []

    def measure(self, paths: list[Path]) -> None:
        arguments = ["-m", "bench.engine", "--side", self.side, *map(str, paths)]
        found = beside.run(arguments, processes=self.processes)
        pages = sum(int(pages) for pages, _ in found.said)
        self.rates.append(pages / sum(float(used) for _, used in found.said))
        self.by_clock.append(pages / found.seconds)
        self.memory.append(found.most_memory / 1e6)

    def keep(self, report: Report) -> None:
        used = (report.keep if self.side == "ours" else report.floor)(
            f"{self.name}: pages a processor second", self.rates
        )
        clock = report.keep(f"{self.name}: pages a second", self.by_clock)
        memory = report.keep(f"{self.name}: MB at most", self.memory)
        print(f"{self.name}: {used:.1f} pages a processor second, {clock:.1f} a second, {memory:.0f} MB at most")


def share(ours: list[float], raw: list[float]) -> float:
    return median(mine / bare for mine, bare in zip(ours, raw, strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", nargs="+", default=["guidelines"], help="of the corpus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=4, help="encode every so many pages both ways")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        work(given.side, given.paths)
        return 0
    paths = sorted(path for name in given.folders for path in (CORPUS / name).glob("*.[pP][dD][fF]"))
    if not paths:
        sys.exit(f"no PDF in {CORPUS}")
    report = Report("engine")
    mine, bare, as_ours = (Series(side, 1) for side in SIDES)
    two = [Series(side, 2) for side in ("ours", "raw")]
    for _ in range(given.rounds):
        for series in (mine, bare, as_ours, *two):
            series.measure(paths)
    for series in (mine, bare, as_ours, *two):
        series.keep(report)
    print(f"ours over raw at our size: {share(mine.rates, as_ours.rates):.3f} (no bar)")
    print(f"two of ours over two raw, by the clock: {share(two[0].by_clock, two[1].by_clock):.3f} (no bar)")
    report.bar("P1 ours over raw, same encoder", share(mine.rates, bare.rates), 0.90, at_least=True)
    rows = [row for path in paths for row in encoders(path, given.every)]
    used, sizes, default, default_sizes = zip(*rows, strict=True)
    report.bar("P2 our encoder's pages a second over the default's", sum(default) / sum(used), 2.5, at_least=True)
    report.bar("P2 mean size over the default's", sum(sizes) / sum(default_sizes), 1.3)
    report.bar("P2 KB of the largest picture", max(sizes) / 1024, 150)
    return 0 if report.write(files=len(paths)) else 1


if __name__ == "__main__":
    sys.exit(main())
