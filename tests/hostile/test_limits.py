"""A child that does what a hostile file could make it do: the parent goes on, with a word for people."""

import json
import os
import resource
import time
from dataclasses import replace
from pathlib import Path

import pytest

from extraction import another_user, runner
from extraction.limits import Limits
from extraction.runner import ChildFailed, Reason
from tests.hostile.children import LIMITS

PAGE = {"number": 1, "label": "", "raw": "あ", "text": "あ", "boxes": "", "blocks": [], "width": 0, "height": 0}


def read(limits: Limits = LIMITS) -> list[str]:
    return [content.text for content in runner.read(Path("見本.pdf"), "pdf", 1, 3, limits)]


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("while True: pass", Reason.TIME),
        ("x = bytearray(10**9)", Reason.CRASH),
        ("while True: sys.stdout.write('x' * 65536)", Reason.OUTPUT),
        (f"while True: say({PAGE})", Reason.OUTPUT),
        ("os.kill(os.getpid(), 9)", Reason.CRASH),
        ("sys.exit(0)", Reason.CRASH),
        ('sys.stdout.write(\'{"number": 1, "te\')\nsys.stdout.flush()\nos.kill(os.getpid(), 9)', Reason.CRASH),
        ("print('a library says hello')", Reason.CRASH),
        ("say([1, 2])", Reason.CRASH),
        ("say({'unheard': 'of'})", Reason.CRASH),
        (f"say({PAGE | {'number': 4}})", Reason.CRASH),
    ],
)
def test_it_ends_with_a_reason(child, program, reason):
    started, programs = child
    programs.append(program)
    with pytest.raises(ChildFailed) as failure:
        read()
    assert failure.value.reason is reason
    assert started[0].returncode is not None


def test_a_child_that_only_waits_is_stopped_by_the_clock(child):
    _, programs = child
    programs.append("time.sleep(60)")
    began = time.monotonic()
    with pytest.raises(ChildFailed) as failure:
        read(replace(LIMITS, wall_seconds=1))
    assert failure.value.reason is Reason.TIME
    assert time.monotonic() - began < 15


def test_what_came_through_before_counts(child):
    _, programs = child
    programs.append(f"say({PAGE})\nos.kill(os.getpid(), 9)")
    pages = runner.read(Path("見本.pdf"), "pdf", 1, 3, LIMITS)
    assert next(pages).text == "あ"
    with pytest.raises(ChildFailed):
        next(pages)


def test_what_it_leaves_running_dies_with_it(child, shared_path):
    """A grandchild made past the interpreter's own guard is in the child's group."""
    _, programs = child
    mark = shared_path / "pid"
    programs.append(
        "import ctypes\n"
        "if ctypes.CDLL(None).fork() == 0:\n"
        f"    open({str(mark)!r}, 'w').write(str(os.getpid()))\n"
        "    time.sleep(60)\n"
        "time.sleep(1)\nsay({'done': True})"
    )
    assert read() == []
    grandchild = int(mark.read_text())
    for _ in range(50):
        if not _runs(grandchild):
            return
        time.sleep(0.1)
    pytest.fail("it runs on")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


def test_it_writes_no_more_than_its_measure(child, shared_path):
    _, programs = child
    target = shared_path / "big"
    programs.append(f"file = open({str(target)!r}, 'wb')\nwhile True: file.write(b'x' * 65536); file.flush()")
    with pytest.raises(ChildFailed):
        read()
    assert target.stat().st_size <= LIMITS.output_bytes


def test_it_opens_no_more_than_256_files(child):
    _, programs = child
    programs.append("kept = [open('/dev/null') for _ in range(300)]\nsay({'done': True})")
    with pytest.raises(ChildFailed):
        read()


def test_our_memory_does_not_grow_with_what_it_says(child):
    _, programs = child
    programs.append("while True: sys.stdout.write('x' * 65536)")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ChildFailed):
        read(replace(LIMITS, output_bytes=20_000_000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("lie", ["os.symlink('/etc/passwd', name)", "open(name, 'wb').write(b'no picture')", "pass"])
def test_a_picture_is_only_what_is_one(child, tmp_path, lie):
    """The child's word is not taken for what lies at the picture's place."""
    _, programs = child
    programs.append(
        f"for name in ('1.webp', '1-small.webp'):\n    {lie}\n"
        "say({'number': 1, 'width': 10, 'height': 10})\nsay({'done': True})"
    )
    with pytest.raises(ChildFailed):
        list(runner.draw(Path("見本.pdf"), "pdf", [1], tmp_path, LIMITS))


VERDICT = json.dumps({"outcome": "readable", "kind": "pdf", "pages": 1, "message": ""})


def test_only_a_file_that_had_a_child_to_itself_is_blamed(child, monkeypatch):
    """The third came when the child's time was used up by others; alone it is judged."""
    monkeypatch.setattr(another_user, "is_possible", lambda: False)  # else each file has its own
    started, programs = child
    programs.append(f"say({VERDICT})\nsay({VERDICT})\nwhile True: pass".replace("null", "None"))
    programs.append(f"say({VERDICT})\nsay({{'done': True}})")
    files = [(Path(f"{name}.pdf"), f"{name}.pdf") for name in "abc"]
    assert [verdict.outcome for verdict in runner.judge_many(files, LIMITS)] == ["readable"] * 3
    assert len(started) == 2


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("while True: pass", "時間がかかりすぎる"),
        ("say({'failed': 'memory'})", "大きすぎて"),
        ("sys.exit(1)", "壊れていて"),
    ],
)
def test_a_refusal_says_which_measure_was_passed(child, program, words):
    _, programs = child
    programs.append(program)
    verdict = runner.judge(Path("重い.pdf"), "重い.pdf", LIMITS)
    assert verdict.outcome == "refused"
    assert words in verdict.message
    assert verdict.message.startswith("「重い.pdf」は")


def test_nothing_of_ours_is_open_in_it(child, tmp_path):
    """Database, sockets and locks stay with the parent, and the lines of other children with the server."""
    _, programs = child
    with (tmp_path / "ours").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        programs.append("assert sorted(os.listdir('/proc/self/fd'), key=int)[3:] == ['3']\nsay({'done': True})")
        assert read() == []  # the fourth is the listing itself


def test_it_has_our_limits_for_itself_alone(child):
    """What one has used up is not missing to the next."""
    _, programs = child
    programs.append("end = time.process_time() + 0.7\nwhile time.process_time() < end: pass\nsay({'done': True})")
    assert [read() for _ in range(3)] == [[], [], []]
