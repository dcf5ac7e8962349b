"""Files judged within a time: what comes in it counts, and nobody is blamed for what does not."""

import json
import math

import pytest

from extraction import runner
from tests.hostile.children import LIMITS

VERDICT = json.dumps({"outcome": "readable", "kind": "pdf", "pages": 1, "message": ""})
FILES = [(runner.Path(f"{name}.pdf"), f"{name}.pdf") for name in "abc"]


def outcomes(seconds: float = math.inf) -> list[str]:
    return [verdict.outcome for verdict in runner.judge_many(FILES, LIMITS, seconds=seconds)]


@pytest.mark.parametrize("before", [1, 0], ids=["one", "none"])
def test_what_came_in_time_counts_and_what_was_under_way_is_stopped(child, before):
    started, programs = child
    programs.append(f"for _ in range({before}): say({VERDICT})\ntime.sleep(60)")
    assert outcomes(2) == ["readable"] * before
    assert [one.returncode for one in started] == [-9]


def test_without_time_none_is_opened(child):
    started, _ = child
    assert outcomes(0) == []
    assert started == []


def test_a_file_that_takes_all_of_its_own_time_is_blamed_while_there_is_more(child):
    """The child's own limit is the shorter one."""
    child[1].append("while True: pass")
    first = next(runner.judge_many(FILES, LIMITS, seconds=50))
    assert "時間がかかりすぎる" in first.message


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("say({'done': True})", ["refused"] * 3),
        (f"say({VERDICT})\nsay({{'done': True}})", ["readable"] * 3),
        (f"for _ in range(9): say({VERDICT})", ["readable"] * 3),
    ],
    ids=["none", "one each time", "more than files"],
)
def test_a_child_that_says_it_is_done_before_it_is_goes_on_for_ever_for_nobody(child, program, expected):
    child[1].append(program)
    assert outcomes() == expected
