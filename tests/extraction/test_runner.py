"""The child is bounded: whatever a file does to it, the parent goes on."""

import json
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import children, runner
from extraction.bounded import Isolation, isolation
from extraction.boxes import SCALE, pack, unpack
from extraction.clean import fit, readable
from extraction.encodings import NotText, decode
from extraction.limits import Limits
from tests.factories import pdf_upload

LIMITS = Limits()
ROOT = Path(runner.__file__).resolve().parent.parent


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "見本.pdf"
    path.write_bytes(pdf_upload(pages=("一枚目の見本", "二枚目の見本", "三枚目の見本")).read())
    return path


def test_pages_come_in_order_and_only_those_asked_for(pdf):
    assert [content.number for content in runner.read(pdf, "pdf", 2, 3, LIMITS)] == [2, 3]
    assert "二枚目" in next(iter(runner.read(pdf, "pdf", 2, 2, LIMITS))).text


def test_a_child_that_takes_too_long_is_stopped(pdf):
    with pytest.raises(runner.ChildFailed) as failure:
        list(runner.read(pdf, "pdf", 1, 3, replace(LIMITS, wall_seconds=0)))
    assert failure.value.reason is runner.Reason.TIME


def test_a_child_that_says_too_much_is_stopped(pdf):
    with pytest.raises(runner.ChildFailed):
        list(runner.read(pdf, "pdf", 1, 3, replace(LIMITS, output_bytes=200)))


def test_a_child_without_memory_fails_alone(pdf):
    with pytest.raises(runner.ChildFailed):
        list(runner.read(pdf, "pdf", 1, 3, replace(LIMITS, memory_bytes=30_000_000)))


def test_one_bad_file_costs_no_other(pdf, tmp_path):
    gone = tmp_path / "無い.pdf"
    verdicts = runner.judge_many([(pdf, "a.pdf"), (gone, "無い.pdf"), (pdf, "b.pdf")], LIMITS)
    assert [verdict.outcome for verdict in verdicts] == ["readable", "refused", "readable"]


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
    ],
)
def test_the_child_cannot_reach_out(code):
    program = f"from extraction.child import restrain\nfrom extraction.limits import Limits\nrestrain(Limits())\n{code}"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "PermissionError" in done.stderr


NATIVE = """
import ctypes, struct, sys
from extraction.child import go_apart
if sys.argv[1] == "apart":
    go_apart(".")
system = ctypes.CDLL(None)
address = struct.pack("<H", 2) + struct.pack(">H", int(sys.argv[2])) + bytes([127, 0, 0, 1]) + bytes(8)
sys.exit(3 if system.connect(system.socket(2, 1, 0), address, 16) else 0)
"""


@pytest.mark.skipif(isolation() is Isolation.NONE, reason="missing: the right to a network namespace")
@pytest.mark.parametrize(("how", "ends"), [("free", 0), ("apart", 3)])
def test_a_native_library_finds_no_network_either(how, ends):
    """Past the interpreter, as hostile code in a library would go."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-c", NATIVE, how, str(door.getsockname()[1])]
        assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == ends


def test_the_child_knows_nothing_of_our_environment(pdf, monkeypatch):
    """The server that forks it has words of its own; a secret in ours is not among them."""
    children.end()
    monkeypatch.setenv("PORTAL_SECRET_KEY", "geheim")
    seen = {}
    original = subprocess.Popen

    def spy(*arguments, **options):
        seen.update(options["env"])
        return original(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", spy)
    list(runner.read(pdf, "pdf", 1, 1, LIMITS))
    assert set(seen) == {"PATH", "LANG", "PYTHONPATH", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"}
    assert "geheim" not in json.dumps(seen)


@given(st.lists(st.tuples(*[st.integers(0, SCALE)] * 4), max_size=50))
def test_boxes_pack_and_unpack(boxes):
    assert list(unpack(pack(boxes))) == boxes


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_fitting_keeps_positions(text):
    fitted = fit(text)
    assert len(fitted) == len(text)
    fitted.encode()
    assert all(a == b for a, b in zip(text, fitted, strict=True) if b != "\ufffd")


def test_broken_lines_and_spaced_words_are_joined_for_reading():
    raw = "生成AIを業務で使うときは、個人情報を入\r\n力しないこと。\r\n目　次\r\n栃木 群馬\r\n"
    assert readable(raw) == "生成AIを業務で使うときは、個人情報を入力しないこと。\n目　次\n栃木 群馬"
    assert readable("利 活 用 の 手 引\n") == "利活用の手引"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
def test_encodings_of_thirty_years_are_read(encoding):
    text = "生成ＡＩの利用について、個人情報は入力しないでください。カタカナとひらがな。\n" * 3
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03", b"\xff\xff\xff\xfe\x00", bytes(range(256))])
def test_what_is_no_text_is_said_so(data):
    with pytest.raises(NotText):
        decode(data)
