"""What the child does with a file: one function for each job, each loading only what it needs.

A job is {"do": its name, "paths": its files, …} with the values that its function names; answers are dictionaries for
JSON. What a job makes are files of the folder that it works in.
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

_HERE, _FITTED = Path(), "fitted.ods"


def answer(job: Answer, limits: Limits) -> Iterator[Answer]:
    """The answers to one job, as they come."""
    yield from _JOBS[job["do"]](job, limits)


def _path(job: Answer) -> Path:
    """Of jobs with one file."""
    return Path(job["paths"][0])


def _reader(job: Answer) -> Any:
    return import_module(BY_NAME[job["kind"]].module)


def _judge(job: Answer, limits: Limits) -> Iterator[Answer]:
    """`names`, one for each file."""
    from extraction.gate import judge

    for path, name in zip(job["paths"], job["names"], strict=True):
        yield judge(Path(path), name, limits).as_dict()


def _unpack(job: Answer, limits: Limits) -> Iterator[Answer]:
    """`name`."""
    from extraction.bundles import TooMuch, unpack
    from extraction.gate import Refusal

    try:
        yield from map(asdict, unpack(_path(job), job["name"], _HERE, limits))
    except Refusal as refusal:
        yield {"refusal": str(refusal), "is_too_much": isinstance(refusal, TooMuch)}


def _count(job: Answer, _limits: Limits) -> Iterator[Answer]:
    """`kind`."""
    yield {"pages": _reader(job).count(_path(job))}


def _read(job: Answer, _limits: Limits) -> Iterator[Answer]:
    """`kind`, `first`, `last`."""
    from extraction.longest import within

    for content in map(within, _reader(job).read(_path(job), job["first"], job["last"])):
        yield {**asdict(content), "boxes": base64.b64encode(content.boxes).decode()}


def _outline(job: Answer, _limits: Limits) -> Iterator[Answer]:
    """`kind`; nothing for a kind that has no outline."""
    reader = _reader(job)
    yield from map(asdict, reader.outline(_path(job)) if hasattr(reader, "outline") else ())


def _draw(job: Answer, limits: Limits) -> Iterator[Answer]:
    """`kind`, `pages`, `enlarged`."""
    path, pages = _path(job), job["pages"]
    if job["kind"] == "pdf":
        from extraction.drawing import pdf

        pictures = pdf.draw(path, pages, _HERE, most_bytes=limits.picture_bytes, enlarged=job["enlarged"])
    else:
        from extraction.drawing import image

        pictures = image.draw(path, job["kind"], pages, _HERE, most_bytes=limits.picture_bytes)
    yield from map(asdict, pictures)


def _fit(job: Answer, limits: Limits) -> Iterator[Answer]:
    """A copy of a workbook whose sheets can be read on paper."""
    from extraction.sheets_to_fit import fit

    fit(_path(job), _HERE / _FITTED, limits)
    yield {"made": _FITTED}


def _scan(job: Answer, _limits: Limits) -> Iterator[Answer]:
    """`kind`, `number`: one page as recognition wants it."""
    path, target = _path(job), _HERE / SCAN
    if job["kind"] == "pdf":
        from extraction.drawing import pdf

        pdf.scan(path, job["number"], target)
    else:
        from extraction.drawing import image

        image.scan(path, job["kind"], job["number"], target)
    yield {"made": SCAN}


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
