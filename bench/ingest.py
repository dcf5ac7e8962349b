"""From upload to text and pictures through the site's own pages: `python -m bench.ingest`.

A long file alone, a one-page file alone, and a one-page file beside the long one; with the list read all the while.
"""

import argparse
import io
import os
import re
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from bench import sites
from bench.beside import memory
from bench.client import Client
from bench.engine import CORPUS
from bench.harness import Report, median

LONG = "guidelines/経産省_クラウド情報セキュリティ管理ガイドライン_2013.pdf"
PATIENCE, PAUSE = 900, 0.2
_FILE = re.compile(r'name="remove" value="(\d+)"')


@dataclass
class Upload:
    """A file on its way, timed from when it was sent; `accepted` is when the site had taken it."""

    client: Client
    file: str
    began: float
    accepted: float

    def wait_for(self, page: int, form: str) -> float:
        """Seconds until the page's picture ("webp") or text ("txt") is served."""
        while time.perf_counter() - self.began < PATIENCE:
            if self.client.get(f"/files/{self.file}/pages/{page}.{form}").status == 200:
                return time.perf_counter() - self.began
            time.sleep(PAUSE)
        raise TimeoutError(f"page {page} of file {self.file}: no {form}")


def send(client: Client, name: str, content: bytes) -> Upload:
    address = client.post("/submit/", {}).headers["location"]
    began = time.perf_counter()
    answer = client.upload(address, name, content)
    accepted = time.perf_counter()
    assert answer.status == 302, answer.status
    found = _FILE.search(client.get(address).text)
    assert found is not None
    return Upload(client, found[1], began, accepted)


def cut(path: Path, numbers: Sequence[int]) -> bytes:
    """Pages of a file, counted from 0, as a file of its own."""
    with pypdfium2.PdfDocument(path) as whole, pypdfium2.PdfDocument.new() as part:
        part.import_pages(whole, list(numbers))
        buffer = io.BytesIO()
        part.save(buffer)
    return buffer.getvalue()


class Reading(threading.Thread):
    """Reads the list every half second; `times` and the largest memory of the site until `stop()`."""

    def __init__(self, port: int, processes: list[int]) -> None:
        super().__init__(daemon=True)
        self.client, self.processes = Client(port, "kagawa"), processes
        self.times: list[float] = []
        self.most_memory = 0
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(0.5):
            self.times.append(self.client.get("/guidelines/").seconds)
            self.most_memory = max(self.most_memory, memory(self.processes))

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def quiet(port: int, rounds: int) -> float:
    client = Client(port, "kagawa")
    return median(client.get("/guidelines/").seconds for _ in range(rounds))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1, help="processes that read files")
    given = parser.parse_args()
    path = CORPUS / LONG
    if not path.exists():
        sys.exit(f"{path} is not there")
    pages = len(pypdfium2.PdfDocument(path))
    name = "ingest-postgresql" if os.environ.get("DATABASE_URL") else "ingest"
    report = Report(name if given.workers == 1 else f"{name}-{given.workers}-workers")
    series: dict[str, list[float]] = {
        name: [] for name in ("alone", "beside", "first page", "text", "pictures", "quiet", "busy", "memory", "idle")
    }
    with sites.fresh("ingest") as site:
        site.run("-m", "bench.seed", "--total", "200")
        with site.started(workers=given.workers) as processes:
            person = Client(site.port, "tochigi")
            for turn in range(given.rounds):
                series["quiet"].append(quiet(site.port, 20))
                series["idle"].append(memory(processes) / 1e6)
                series["alone"].append(send(person, "alone.pdf", cut(path, [turn])).wait_for(1, "webp"))
                reading = Reading(site.port, processes)
                reading.start()
                long = send(person, "long.pdf", path.read_bytes())
                series["first page"].append(long.wait_for(1, "webp"))
                short = send(person, "beside.pdf", cut(path, [given.rounds + turn]))
                series["beside"].append(short.wait_for(1, "webp"))
                series["text"].append(long.wait_for(pages, "txt"))
                series["pictures"].append(long.wait_for(pages, "webp"))
                reading.stop()
                series["busy"].append(median(reading.times))
                series["memory"].append(reading.most_memory / 1e6)
    for name, values in series.items():
        (report.floor if name in {"alone", "quiet"} else report.keep)(name, values)

    def over(upper: str, lower: str) -> float:
        return median(a / b for a, b in zip(series[upper], series[lower], strict=True))

    report.bar(f"P5 first of {pages} pages, share of the whole time", over("first page", "pictures"), 0.15)
    report.bar("P6 one page beside the long file over alone", over("beside", "alone"), 2)
    report.bar("P14 list while files are read over quiet", over("busy", "quiet"), 2)
    return 0 if report.write(pages=pages, workers=given.workers) else 1


if __name__ == "__main__":
    sys.exit(main())
