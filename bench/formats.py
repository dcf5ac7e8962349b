"""Our readers beside the bare libraries, and their memory: `python -m bench.formats`.

For each kind the same files of the corpus go through our reader in its child, and through the library alone in a fresh
process that does the least one could call reading: the text of each page, sheet or slide. Both pay for their start. The
same by the clock, with two such processes side by side.
"""

import argparse
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from bench import beside
from bench.harness import ROOT, Report, median
from extraction import children

CORPUS = ROOT.parent / "shared" / "corpus"
FOLDERS = ("guidelines", "government")
MOST_BYTES = 3_000_000


def _pdf(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return len([page.get_textpage().get_text_range() for page in document])


def _xlsx(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return len([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def _docx(path: Path) -> int:
    import docx

    document = docx.Document(str(path))
    "\n".join(paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        [[cell.text for cell in row.cells] for row in table.rows]
    return 1


def _pptx(path: Path) -> int:
    from pptx import Presentation

    slides = Presentation(str(path)).slides
    return len([[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in slides])


BARE: dict[str, Callable[[Path], int]] = {"pdf": _pdf, "xlsx": _xlsx, "docx": _docx, "pptx": _pptx}


def _ours(path: Path, kind: str) -> int:
    from extraction import runner
    from extraction.kinds import BY_NAME
    from extraction.limits import Limits

    limits = Limits()
    pages = runner.judge(path, f"a{BY_NAME[kind].extension}", limits).pages or 0
    return sum(1 for _ in runner.read(path, kind, 1, pages, limits))


def _work(side: str, kind: str, paths: list[Path]) -> None:
    """In a process of its own: pages, processor seconds and the largest memory of any process, on one line."""
    pages = sum(BARE[kind](path) if side == "bare" else _ours(path, kind) for path in paths)
    children.end()  # and is counted
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(each.ru_utime + each.ru_stime for each in used)
    print(pages, seconds, max(each.ru_maxrss for each in used) / 1024)


def _arguments(side: str, kind: str, paths: list[Path]) -> list[str]:
    return ["-m", "bench.formats", "--side", side, "--kind", kind, *map(str, paths)]


def _alone(side: str, kind: str, paths: list[Path]) -> tuple[int, float, float]:
    pages, seconds, memory = beside.run(_arguments(side, kind, paths)).said[0]
    return int(pages), float(seconds), float(memory)


def _two(side: str, kind: str, paths: list[Path]) -> tuple[float, float]:
    """Files a second of the clock, and the most MB of all processes together."""
    found = beside.run(_arguments(side, kind, paths), processes=2)
    return 2 * len(paths) / found.seconds, found.most_memory / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=["bare", "ours"], help=argparse.SUPPRESS)
    parser.add_argument("--kind", choices=sorted(BARE), help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        _work(given.side, given.kind, given.paths)
        return 0
    report = Report("formats")
    for kind in BARE:
        paths = [path for name in FOLDERS for path in sorted((CORPUS / name).glob(f"*.{kind}"))]
        paths = [path for path in paths if path.stat().st_size <= MOST_BYTES]
        if not paths:
            sys.exit(f"no {kind} in {CORPUS}")
        sides: dict[str, list[tuple[int, float, float]]] = {"bare": [], "ours": []}
        two: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": []}
        for _ in range(given.rounds):
            for side, alone in sides.items():
                alone.append(_alone(side, kind, paths))
            for side, pairs in two.items():
                pairs.append(_two(side, kind, paths))
        report.floor(f"{kind}: bare, processor seconds", [seconds for _, seconds, _ in sides["bare"]])
        report.keep(f"{kind}: ours, processor seconds", [seconds for _, seconds, _ in sides["ours"]])
        report.keep(f"{kind}: ours, pages", [float(pages) for pages, _, _ in sides["ours"]])
        report.keep(f"{kind}: bare, MB of memory", [memory for _, _, memory in sides["bare"]])
        report.keep(f"{kind}: ours, MB of memory", [memory for _, _, memory in sides["ours"]])
        for side, pairs in two.items():
            rate = report.keep(f"{kind}: {side}, two processes, files a second", [rate for rate, _ in pairs])
            memory = report.keep(f"{kind}: {side}, two processes, MB at most", [memory for _, memory in pairs])
            print(f"{kind}: two of {side} side by side: {rate:.1f} files a second, {memory:.0f} MB at most")
        both = zip(sides["ours"], sides["bare"], strict=True)
        times = median(mine[1] / bare[1] for mine, bare in both)
        print(f"{kind}: {len(paths)} files, ours takes {times:.2f} times the processor time of the bare library")
    return 0 if report.write() else 1


if __name__ == "__main__":
    sys.exit(main())
