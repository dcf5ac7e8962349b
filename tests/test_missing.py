"""What is missing on a machine is said, and is a failure where everything must be there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = """
import pytest

@pytest.fixture
def program():
    pytest.skip("missing: a program")

def test_of_a_program(program): pass
@pytest.mark.skip(reason="missing: papers")
def test_of_papers(): pass
@pytest.mark.skip(reason="not on this database")
def test_of_another_database(): pass
@pytest.mark.xfail(reason="missing: nothing")
def test_that_fails(): assert False
"""


@pytest.mark.parametrize(
    ("required", "ends", "said"), [("", 0, "3 skipped, 1 xfailed"), ("1", 1, "1 skipped, 1 xfailed, 2 errors")]
)
def test_tests_of_what_is_missing_fail_where_all_is_required(tmp_path, required, ends, said):
    (tmp_path / "test_it.py").write_text(TESTS)
    environment = {**os.environ, "REQUIRE_ALL": required, "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "/dev/null",
        "--rootdir",
        str(tmp_path),
        "-p",
        "no:cacheprovider",
        "-p",
        "no:django",
    ]
    ran = subprocess.run(
        [*command, "-p", "tests.missing", "-q", str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, said in ran.stdout) == (ends, True), ran.stdout
