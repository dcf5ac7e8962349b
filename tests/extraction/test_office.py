"""LibreOffice prints Office files: legible, Japanese, hidden slides too; it asks nobody and leaves nothing running."""

import ctypes
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from extraction import office, office_profile
from extraction.bounded import Isolation, isolation
from extraction.limits import Limits
from extraction.office import Office, OfficeFailed
from extraction.sheets_to_fit import LEAST_SCALE
from tests.extraction import office_files

FOUND = office.find()
LIMITS = Limits()
MORE = ("odt", "rtf", "ods", "pptx")
needs_office = pytest.mark.skipif(FOUND is None, reason="missing: LibreOffice (tools/install_office.sh)")


def printed(tmp_path: Path, content: bytes, kind: str, with_office: Office | None = FOUND) -> list[str]:
    """The text of each page that comes out."""
    path = tmp_path / "見本の原稿"
    path.write_bytes(content)
    assert with_office is not None
    made = office.to_pdf(with_office, path, kind, tmp_path, LIMITS)
    with pypdfium2.PdfDocument(made) as document:
        return [page.get_textpage().get_text_range() for page in document]


@needs_office
def test_hidden_slides_are_pages_too(tmp_path):
    pages = printed(tmp_path, office_files.slides(3, hidden=2), "pptx")
    assert [f"見本{number}" in page for number, page in enumerate(pages, start=1)] == [True] * 3


def sheet_on_paper(tmp_path: Path, content: bytes) -> tuple[list[tuple[int, int]], float]:
    """The sizes of the pages of a workbook's print, and how small its letters of eleven points became."""
    pages = printed(tmp_path, content, "xlsx")
    assert "r0c0." in pages[0]
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
        sizes = [(round(page.get_width()), round(page.get_height())) for page in document]
        (text, *_) = document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
        points = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(text.raw, points)
        return sizes, points.value * text.get_matrix().d / 11


@needs_office
def test_one_page_more_than_is_used_tells_that_there_are_more(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "MOST_PAGES", 2)
    assert len(printed(tmp_path, office_files.slides(5), "pptx")) == 3


@needs_office
def test_a_wide_sheet_is_laid_across(tmp_path):
    """As Excel leaves it, eighteen columns would be cut into pages side by side."""
    sizes, scale = sheet_on_paper(tmp_path, office_files.workbook(18))
    assert sizes == [(842, 595)]
    assert LEAST_SCALE <= scale < 1
    assert sheet_on_paper(tmp_path, office_files.workbook(5)) == ([(595, 842)], pytest.approx(1, abs=0.02))


@needs_office
def test_a_very_wide_sheet_goes_on_over_pages_rather_than_shrink(tmp_path):
    sizes, scale = sheet_on_paper(tmp_path, office_files.workbook(40, rows=80))
    assert set(sizes) == {(842, 595)}
    assert scale >= LEAST_SCALE
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
        first, second = (document[n].get_textpage().get_text_range() for n in (0, 1))
    assert ("r0c0." in first, "r0c39." in second) == (True, True), "what belongs to one row follows at once"


@needs_office
def test_what_somebody_said_of_the_print_stays(tmp_path):
    area = "".join(printed(tmp_path, office_files.workbook(8, fits="area"), "xlsx"))
    assert ("r0c2." in area, "r0c3." in area) == (True, False)
    sizes, scale = sheet_on_paper(tmp_path, office_files.workbook(60, fits="scale"))
    assert (len(sizes) > 1, scale) == (True, pytest.approx(0.5, abs=0.02))
    on_one, smaller = sheet_on_paper(tmp_path, office_files.workbook(40, fits="width"))
    assert (len(on_one), smaller < LEAST_SCALE) == (1, True)
    assert all(width < height for width, height in sizes + on_one)


@needs_office
@pytest.mark.parametrize("kind", ["docx", "xlsx", *(pytest.param(name, marks=pytest.mark.slow) for name in MORE)])
def test_japanese_is_never_blank(tmp_path, monkeypatch, kind):
    """On a machine without any font of its own."""
    monkeypatch.setattr(office_profile, "_FONTS", office_profile._FONTS.replace("/etc/fonts/fonts.conf", "/nowhere"))
    nowhere = "file:///nowhere"
    content = {
        "odt": lambda: office_files.odt_with(nowhere),
        "docx": lambda: office_files.docx_with(nowhere),
        "rtf": lambda: rb"{\rtf1\ansi\ansicpg932 \'8c\'a9\'96\'7b\par}",
        "ods": lambda: office_files.ods_with(nowhere),
        "xlsx": lambda: office_files.workbook(3),
        "pptx": lambda: office_files.slides(1),
    }[kind]()
    path = tmp_path / "原稿"
    path.write_bytes(content)
    with pypdfium2.PdfDocument(office.to_pdf(FOUND, path, kind, tmp_path, LIMITS)) as document:
        assert {font for font in fonts_of(document[0]) if "Noto" in font}


def fonts_of(page: pypdfium2.PdfPage) -> set[str]:
    names = set()
    for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(text.raw), name, 200)
        names.add(name.value.decode())
    return names


# --- It asks nobody -------------------------------------------------------------------------------------------------


class Listener(threading.Thread):
    """Counts who knocks."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.door.settimeout(0.2)
        self.heard: list[bytes] = []
        self.is_over = False
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def run(self) -> None:
        while not self.is_over:
            try:
                caller, _ = self.door.accept()
            except TimeoutError:
                continue
            with caller:
                caller.settimeout(1)
                self.heard.append(caller.recv(200))

    def close(self) -> None:
        self.is_over = True
        self.join()
        self.door.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


REMOTE = {
    "odt": office_files.odt_with,
    "ods": office_files.ods_with,
    "docx": office_files.docx_with,
    "rtf": office_files.rtf_with,
}


@needs_office
@pytest.mark.parametrize(
    "way",
    [pytest.param(None, marks=pytest.mark.slow), Isolation.NONE],
    ids=["as here", "without a namespace"],
)
@pytest.mark.parametrize("kind", REMOTE)
def test_nothing_is_fetched(tmp_path, listener, kind, way):
    """A namespace without network; where there is none, the profile alone."""
    used = FOUND if way is None else replace(FOUND, isolation=way)
    assert printed(tmp_path, REMOTE[kind](listener.address), kind, used)
    assert listener.heard == []


@needs_office
@pytest.mark.parametrize("kind", ["odt", "ods"])
def test_nothing_of_this_machine_is_taken_in(tmp_path, kind):
    secret = tmp_path / "secret"
    secret.mkdir()
    for name in ("section.txt", "table.csv"):
        (secret / name).write_text("HIMITSU")
    Image.new("RGB", (90, 90), "red").save(secret / "picture.png")
    assert "HIMITSU" not in "".join(printed(tmp_path, REMOTE[kind](secret.as_uri()), kind))
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
        assert list(document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])) == []


@needs_office
@pytest.mark.skipif(isolation() is Isolation.NONE, reason="missing: the right to a network namespace")
def test_there_is_no_way_out_of_the_namespace(listener):
    port = listener.door.getsockname()[1]
    program = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)"
    done = subprocess.run(
        [*isolation().value, shutil.which("python3") or "python3", "-c", program],
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    assert listener.heard == []


# --- It ends --------------------------------------------------------------------------------------------------------


def fake(folder: Path, script: str) -> Office:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return Office(str(program), isolation())


def test_the_whole_group_is_killed_at_the_limit(shared_path, tmp_path):
    mark = shared_path / "pid"
    slow = fake(shared_path, f"sleep 60 & echo $! > {mark}; wait")
    path = tmp_path / "原稿"
    path.write_bytes(b"x")
    began = time.monotonic()
    with pytest.raises(OfficeFailed, match="時間がかかりすぎた"):
        office.to_pdf(slow, path, "odt", tmp_path, replace(LIMITS, wall_seconds=1))
    assert time.monotonic() - began < 20
    for _ in range(50):
        if not Path(f"/proc/{mark.read_text().strip()}").exists() or _is_dead(int(mark.read_text())):
            return
        time.sleep(0.1)
    pytest.fail("it runs on")


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except FileNotFoundError:
        return True


OUT = 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"'


@pytest.mark.parametrize(
    "script",
    ["exit 0", f"{OUT}; : > $2/document.pdf", f"{OUT}; echo garbage > $2/document.pdf",
     f"{OUT}; ln -s /etc/hostname $2/document.pdf"],
    ids=["nothing", "empty", "garbage", "a link"],
)  # fmt: skip
def test_success_is_what_came_out_not_what_it_says(shared_path, tmp_path, script):
    """It answers 0, whatever happened."""
    path = tmp_path / "原稿"
    path.write_bytes(b"x")
    with pytest.raises(OfficeFailed, match="作れませんでした"):
        office.to_pdf(fake(shared_path, script), path, "odt", tmp_path, LIMITS)


def test_it_knows_nothing_of_our_environment_and_is_bounded(shared_path, tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "geheim")
    seen = shared_path / "seen"
    path = tmp_path / "原稿"
    path.write_bytes(b"x")
    spy = fake(shared_path, f"env > {seen}; echo memory=$(ulimit -v) files=$(ulimit -n) >> {seen}")
    with pytest.raises(OfficeFailed):
        office.to_pdf(spy, path, "odt", tmp_path, LIMITS)
    words = seen.read_text()
    assert "geheim" not in words
    names = {line.partition("=")[0] for line in words.splitlines()} - {"PWD", "OLDPWD", "_", "SHLVL"}
    assert names == {"PATH", "LANG", "HOME", "TMPDIR", "FONTCONFIG_FILE", "SAL_USE_VCLPLUGIN", "memory"}
    assert f"memory={3 * 1024**2} files=256" in words


def test_it_is_looked_for_each_time(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.find() is None
    fake(tmp_path, "exit 0")
    assert office.find() == Office(str(tmp_path / "soffice"), isolation())
    assert os.environ["PATH"] == str(tmp_path)
