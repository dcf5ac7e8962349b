"""The saved list opened by a real office suite: text arrives as text, nothing is computed, nobody is called."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from lxml import etree

from guidelines.views.listing import HEAD
from library.models import Publication
from tests.guidelines.live import make_row
from tests.library.test_exports import LIVE

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(OFFICE is None, reason="missing: LibreOffice (tools/install_office.sh)"),
]
PLAIN = [
    "生成AIの手引き", "髙﨑・𠮷野・彅", "①㈱㎡ ＡＩ １２３ ｱｲ", "葛󠄀城市", "「かぎ」、“引用”と,カンマ", "改\n行",
    "0123", "1E5", "3/4", "TRUE", "9" * 25,
]  # fmt: skip
# A suite reads these out of any CSV as numbers; whoever needs the digits as they stand saves Excel.
READ_AS_NUMBERS = {"0123", "1E5", "3/4", "TRUE", "9" * 25}
NUMBERS = {"float", "date", "boolean"}
COMMA, QUOTE, UTF_8 = 44, 34, 76  # as its import dialog proposes on seeing the BOM
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE_NS = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
COLUMN = {name: number for number, name in enumerate(HEAD)}


class Cell:
    """A cell as the suite understood it."""

    def __init__(self, found: etree._Element) -> None:
        self.kind = found.get(f"{OFFICE_NS}value-type", "")
        self.date = found.get(f"{OFFICE_NS}date-value", "")
        self.formula = found.get(f"{TABLE}formula", "")
        self.text = "\n".join("".join(part.itertext()) for part in found.findall(f"{TEXT}p"))
        self.has_link = found.find(f".//{TEXT}a") is not None


def cells(path: Path) -> list[list[Cell]]:
    """The rows of the first sheet; cells and rows that say how often they repeat are taken that often."""
    sheet = next(etree.parse(path).getroot().iter(f"{TABLE}table"))
    rows = []
    for row in sheet.iter(f"{TABLE}table-row"):
        line = []
        for found in row.findall(f"{TABLE}table-cell"):
            line += [Cell(found)] * min(int(found.get(f"{TABLE}number-columns-repeated", 1)), len(HEAD))
        rows.append(line[: len(HEAD)])
    return [row for row in rows if any(cell.text for cell in row)]


def opened(path: Path) -> list[list[Cell]]:
    """Opened with a profile of its own as a person opens it who says yes to what the suite proposes."""
    command = [OFFICE, f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless", "--norestore"]
    if path.suffix == ".csv":
        command += [f"--infilter=Text - txt - csv (StarCalc):{COMMA},{QUOTE},{UTF_8},1"]
    command += ["--convert-to", "fods", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=path.parent)
    return cells(path.with_suffix(".fods"))


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Hears whether a formula calls out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def titles(port: int) -> list[str]:
    calls = [f'=WEBSERVICE("http://127.0.0.1:{port}/")', f'=HYPERLINK("http://127.0.0.1:{port}/","開く")']
    return [*LIVE, *calls, '=DDE("soffice","/etc/hostname","A1")', *PLAIN]


@pytest.fixture
def saved(client, tochigi, kagawa, listener) -> Client:
    """Somebody who may save a list in which every title is a trap or a peculiarity; one title a day."""
    for number, title in enumerate(titles(listener.getsockname()[1])):
        make_row(tochigi, title, issued_on=date(2024, 4, 1 + number))
    client.force_login(kagawa)
    return client


def same(text: str) -> str:
    """Blanks and line ends aside: the suite's file keeps them in marks of its own."""
    return "".join(text.split())


@pytest.mark.parametrize(("name", "apostrophe", "kinds"), [("csv", "'", NUMBERS), ("xlsx", "", set())])
def test_what_was_saved_is_what_is_seen_and_nothing_runs(saved, listener, tmp_path, name, apostrophe, kinds):
    (tmp_path / f"list.{name}").write_bytes(saved.get(f"/guidelines/export.{name}").getvalue())
    head, *rows = opened(tmp_path / f"list.{name}")
    assert [cell.text for cell in head] == list(HEAD)
    wanted = titles(listener.getsockname()[1])
    found = {int(row[0].text): row for row in rows}
    assert len(found) == len(wanted)
    for number, (publication, title) in enumerate(zip(Publication.objects.order_by("pk"), wanted, strict=True)):
        row = found[publication.pk]
        shown = same(row[COLUMN["資料の名前"]].text)
        if name == "xlsx" or title not in READ_AS_NUMBERS:
            assert shown == same(f"{'' if title in PLAIN else apostrophe}{title}")
        assert row[COLUMN["団体"]].text == "栃木県"
        day = row[COLUMN["公表日"]]
        assert (day.date or day.text) == date(2024, 4, 1 + number).isoformat()
    everything = [cell for row in rows for cell in row]
    assert [cell.formula for cell in everything if cell.formula] == []
    assert [cell.text for cell in everything if cell.has_link] == []
    assert {cell.kind for cell in everything} - {"string", ""} <= kinds
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_suite_does_compute_what_is_a_formula(tmp_path):
    """Else the test above would prove nothing."""
    (tmp_path / "bare.csv").write_text("番号,値\n1,=1+1\n", encoding="utf-8-sig")
    assert opened(tmp_path / "bare.csv")[1][1].formula
