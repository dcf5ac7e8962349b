"""Small files behind large ones, through the site's own pages with a real worker: `python -m bench.fairness`.

Five large files (four of 500 pages, and a workbook of 決算カード) of one body; behind them, sent one after the other by two
bodies in turn, 44 files of one to three pages cut from the corpus. Measured for each small one: from accepted to first
page with its picture, beside the same files on a site that has nothing else to do.
"""

import argparse
import io
import itertools
import os
import sys
import threading
import time
from collections.abc import Iterator

import pypdfium2

from bench import sites
from bench.client import Client
from bench.engine import CORPUS
from bench.harness import Report, median, percentile
from bench.ingest import PATIENCE, Upload, cut, send

SMALL, LARGE, LARGE_PAGES = 44, 4, 500
WORKBOOK = CORPUS / "government" / "FY2015-settlementcard.xlsx"
PDFS = sorted((CORPUS / "guidelines").glob("*.pdf"))
PAUSE = 0.1


def small_files() -> Iterator[bytes]:
    """One, two, three pages, again and again, from each file of the corpus in turn."""
    for number in range(SMALL):
        path = PDFS[number % len(PDFS)]
        with pypdfium2.PdfDocument(path) as document:
            pages = len(document)
        yield cut(path, sorted({(number + more) % pages for more in range(number % 3 + 1)}))


def large_file(first: int) -> bytes:
    """All files of the corpus in a row until there are pages enough, each large file from another place on."""
    with pypdfium2.PdfDocument.new() as long:
        for path in itertools.islice(itertools.cycle(PDFS), first, None):
            with pypdfium2.PdfDocument(path) as whole:
                long.import_pages(whole, list(range(min(len(whole), LARGE_PAGES - len(long)))))
            if len(long) == LARGE_PAGES:
                break
        buffer = io.BytesIO()
        long.save(buffer)
    return buffer.getvalue()


class Arrivals(threading.Thread):
    """Asks for the first picture of each file that was sent; `times` from accepted to there."""

    def __init__(self, client: Client) -> None:
        super().__init__(daemon=True)
        self.client = client
        self.waiting: list[Upload] = []
        self.times: list[float] = []

    def run(self) -> None:
        until = time.perf_counter() + PATIENCE
        while len(self.times) < SMALL and time.perf_counter() < until:
            for upload in list(self.waiting):
                if self.client.get(f"/files/{upload.file}/pages/1.webp").status == 200:
                    self.times.append(time.perf_counter() - upload.accepted)
                    self.waiting.remove(upload)
            time.sleep(PAUSE)


def times(*, behind: bool, workers: int) -> list[float]:
    """Of the small files, on a fresh site."""
    with sites.fresh("fairness") as site:
        site.run("-m", "bench.seed", "--total", "20")
        with site.started(workers=workers):
            tochigi, kagawa = Client(site.port, "tochigi"), Client(site.port, "kagawa")
            if behind:
                for number in range(LARGE):
                    send(tochigi, f"large-{number}.pdf", large_file(number))
                send(tochigi, WORKBOOK.name, WORKBOOK.read_bytes())
            arrivals = Arrivals(Client(site.port, "secretariat"))
            arrivals.start()
            for number, content in enumerate(small_files()):
                person = tochigi if number % 2 else kagawa
                arrivals.waiting.append(send(person, f"small-{number}.pdf", content))
            arrivals.join()
    if len(arrivals.times) < SMALL:
        raise TimeoutError(f"{SMALL - len(arrivals.times)} files without a first page")
    return arrivals.times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1, help="processes that read files")
    given = parser.parse_args()
    if not PDFS or not WORKBOOK.exists():
        sys.exit(f"no files in {CORPUS}")
    name = "fairness-postgresql" if os.environ.get("DATABASE_URL") else "fairness"
    report = Report(name if given.workers == 1 else f"{name}-{given.workers}-workers")
    rounds = [[times(behind=behind, workers=given.workers) for behind in (False, True)] for _ in range(given.rounds)]
    report.floor("alone, median seconds", [median(alone) for alone, _ in rounds])
    for name, place in (("alone", 0), ("behind", 1)):
        report.keep(f"{name}, 9 of 10 within seconds", [percentile(both[place], 0.9) for both in rounds])
    report.keep("behind, median seconds", [median(behind) for _, behind in rounds])
    for name, found in report.medians.items():
        print(f"{name}: {found:.2f}")
    report.bar("P83 small files behind large ones over alone", median(median(b) / median(a) for a, b in rounds), 3)
    return 0 if report.write(small=SMALL, large=LARGE + 1, workers=given.workers) else 1


if __name__ == "__main__":
    sys.exit(main())
