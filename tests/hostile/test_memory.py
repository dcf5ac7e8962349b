"""Memory that runs out inside a library ends the child by a signal: that is told as what it was, nothing else is."""

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from extraction import runner
from extraction.runner import ChildFailed, Reason
from tests.hostile.children import LIMITS

TAKES = """
import ctypes
system = ctypes.CDLL(None)
system.malloc.restype, system.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
system.free.argtypes = [ctypes.c_void_p]
def take(size):
    place = system.malloc(size)
    ctypes.memset(place, 1, size if place else 0)
    return place
"""
NEW = """
import ctypes
new = ctypes.CDLL("libstdc++.so.6")._Znwm
new.restype, new.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
"""
PROGRAMS = {
    "C++, little by little": (NEW + "while True: ctypes.memset(new(2**20), 1, 2**20)", Reason.MEMORY),
    "C++, all at once": (NEW + "new(2**40)", Reason.MEMORY),
    "as PDFium gives up": (TAKES + "while take(2**20): pass\nsystem.abort()", Reason.MEMORY),
    "as Rust gives up": ("sys.stderr.write('memory allocation of 9 bytes failed\\n')\nos.abort()", Reason.MEMORY),
    "a heap that was spoiled": (TAKES + "system.free(take(99) + 8)", Reason.CRASH),
    "an assertion": ("sys.stderr.write('a.c:7: f: Assertion `x\\' failed.\\n')\nos.abort()", Reason.CRASH),
    "a wild pointer": ("import ctypes\nctypes.string_at(1)", Reason.CRASH),
    "killed from outside": (TAKES + "while take(2**20): pass\nos.kill(os.getpid(), 9)", Reason.CRASH),
}


def reason(limits=LIMITS, path: Path = Path("見本.pdf")) -> Reason:
    with pytest.raises(ChildFailed) as failure:
        list(runner.read(path, "pdf", 1, 1, limits))
    return failure.value.reason


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_told_by_what_shows(child, name):
    program, expected = PROGRAMS[name]
    child[1].append(program)
    assert reason() is expected


def test_a_wild_pointer_after_all_was_taken(child):
    """As of a library that does not look whether it got what it asked for."""
    child[1].append(TAKES + "while take(2**20): pass\nctypes.memset(None, 1, 1)")
    assert reason() is Reason.MEMORY


def test_a_page_that_pdfium_has_no_memory_for(tmp_path):
    path = tmp_path / "重い.pdf"
    path.write_bytes(heavy(b"0 0 m 1 1 l 2 3 l S\n" * 1_000_000))
    limits = replace(LIMITS, cpu_seconds=20, memory_bytes=300_000_000)
    assert reason(limits, path) is Reason.MEMORY
    assert "大きすぎて" in runner.judge(path, path.name, limits).message


def heavy(content: bytes) -> bytes:
    """One page with that much to draw."""
    packed = zlib.compress(content, 1)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream]
    written, places = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, one in enumerate(objects, start=1):
        places += b"%010d 00000 n \n" % len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    end = b"xref\n0 5\n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (places, len(written))
    return written + end
