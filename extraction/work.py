"""What the child does with a file: one function for each job, each loading only what it needs.

A job is {"do": its name, …} with the values that its function names; answers are dictionaries for JSON.
"""
# ruff: noqa: PLC0415

import base64
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from extraction.kinds import BY_NAME
from extraction.limits import Limits
from extraction.pages import SCAN

type Answer = dict[str, Any]


def answer(job: Answer, limits: Limits) -> Iterator[Answer]:
    """The answers to one job, as they come."""
    yield from _JOBS[job["do"]](job, limits)


def _reader(job: Answer) -> Any:
    return import_module(BY_NAME[job["kind"]].module)


def _judge(job: Answer, limits: Limits) -> Iterator[Answer]:
    """`files`: [[path, name]]."""
    from extraction.gate import judge

    for path, name in job["files"]:
        yield judge(Path(path), name, limits).as_dict()


def _unpack(job: Answer, limits: Limits) -> Iterator[Answer]:
    """`path`, `name`, `folder`."""
    from extraction.bundles import unpack
    from extraction.gate import Refusal

    try:
        yield from map(asdict, unpack(Path(job["path"]), job["name"], Path(job["folder"]), limits))
    except Refusal as refusal:
        yield {"refusal": str(refusal)}


def _count(job: Answer, _limits: Limits) -> Iterator[Answer]:
    """`path`, `kind`."""
    yield {"pages": _reader(job).count(Path(job["path"]))}


def _read(job: Answer, _limits: Limits) -> Iterator[Answer]:
    """`path`, `kind`, `first`, `last`."""
    from extraction.longest import within

    for content in map(within, _reader(job).read(Path(job["path"]), job["first"], job["last"])):
        yield {**asdict(content), "boxes": base64.b64encode(content.boxes).decode()}


def _outline(job: Answer, _limits: Limits) -> Iterator[Answer]:
    """`path`, `kind`; nothing for a kind that has no outline."""
    reader = _reader(job)
    yield from map(asdict, reader.outline(Path(job["path"])) if hasattr(reader, "outline") else ())


def _draw(job: Answer, limits: Limits) -> Iterator[Answer]:
    """`path`, `kind`, `pages`, `folder`, `enlarged`."""
    path, pages, folder = Path(job["path"]), job["pages"], Path(job["folder"])
    if job["kind"] == "pdf":
        from extraction.drawing import pdf

        pictures = pdf.draw(path, pages, folder, most_bytes=limits.picture_bytes, enlarged=job["enlarged"])
    else:
        from extraction.drawing import image

        pictures = image.draw(path, job["kind"], pages, folder, most_bytes=limits.picture_bytes)
    yield from map(asdict, pictures)


def _fit(job: Answer, limits: Limits) -> Iterator[Answer]:
    """`path`, `target`: a copy of a workbook whose sheets can be read on paper; answers nothing."""
    from extraction.sheets_to_fit import fit

    fit(Path(job["path"]), Path(job["target"]), limits)
    return iter(())


def _scan(job: Answer, _limits: Limits) -> Iterator[Answer]:
    """`path`, `kind`, `number`, `folder`: one page as recognition wants it; answers nothing."""
    path, target = Path(job["path"]), Path(job["folder"]) / SCAN
    if job["kind"] == "pdf":
        from extraction.drawing import pdf

        pdf.scan(path, job["number"], target)
    else:
        from extraction.drawing import image

        image.scan(path, job["kind"], job["number"], target)
    return iter(())


_JOBS: dict[str, Callable[[Answer, Limits], Iterator[Answer]]] = {
    "judge": _judge,
    "unpack": _unpack,
    "count": _count,
    "read": _read,
    "outline": _outline,
    "draw": _draw,
    "fit": _fit,
    "scan": _scan,
}
