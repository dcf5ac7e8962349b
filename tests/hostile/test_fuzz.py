"""Spoilt files through gate, readers and pictures: each ends with a word for people, in time, and costs no other.

`FUZZ` says how many (2,000 in the whole run).
"""

import os
import re
import time
from pathlib import Path

import pytest

from extraction import runner
from extraction.gate import READABLE, REFUSED, STORED
from extraction.kinds import BY_NAME
from extraction.limits import Limits
from tests.hostile import mutations

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
HOW_MANY = int(os.environ.get("FUZZ", "200"))
AT_ONCE = 10
LIMITS = Limits(cpu_seconds=30, wall_seconds=45)
MOST_PAGES = 10
pytestmark = [
    pytest.mark.slow,
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus"),
]
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
OURS = re.compile(r"Traceback|Error\b|Exception|\.py\b|/(?:tmp|usr|home)/")


def write(folder: Path, seeds: range) -> list[tuple[Path, str]]:
    paths = mutations.sources(CORPUS)
    files = []
    for seed in seeds:
        name, data = mutations.spoilt(paths, seed)
        (folder / str(seed)).write_bytes(data)
        files.append((folder / str(seed), name))
    return files


def said_badly(words: str) -> bool:
    return bool(OURS.search(words)) or not JAPANESE.search(words)


def use(path: Path, kind: str, pages: int, folder: Path) -> None:
    """As the worker does; that a child fails is a normal result, anything else is not."""
    last, failed = min(pages, MOST_PAGES), ""
    try:
        for content in runner.read(path, kind, 1, last, LIMITS):
            assert "\x00" not in content.text + content.raw
            assert not re.search("[\ud800-\udfff]", content.text + content.raw + str(content.blocks))
        runner.outline(path, kind, LIMITS)
        if BY_NAME[kind].is_drawn:
            list(runner.draw(path, kind, range(1, min(last, 2) + 1), folder, LIMITS))
    except runner.ChildFailed as failure:
        failed = str(failure)
    assert not said_badly(failed or "済")


@pytest.mark.parametrize("first", range(0, HOW_MANY, AT_ONCE))
def test_spoilt_files_cost_nothing_but_themselves(first, tmp_path):
    files = write(tmp_path, range(first, min(first + AT_ONCE, HOW_MANY)))
    began = time.monotonic()
    verdicts = list(runner.judge_many(files, LIMITS))
    # Each file may need a child of its own, and that one all of its time.
    assert time.monotonic() - began < LIMITS.wall_seconds * 2 * len(files)
    assert len(verdicts) == len(files)
    for (path, name), verdict in zip(files, verdicts, strict=True):
        assert verdict.outcome in {READABLE, STORED, REFUSED}
        if verdict.outcome == REFUSED:
            assert verdict.message.startswith(f"「{name}」"), verdict
            assert not said_badly(verdict.message.replace(name, "")), verdict
        elif verdict.outcome == READABLE:
            began = time.monotonic()
            use(path, verdict.kind, verdict.pages or 0, tmp_path)
            assert time.monotonic() - began < LIMITS.wall_seconds * 3 + 10, name
