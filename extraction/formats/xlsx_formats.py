"""Which format each number of a workbook has, by the place of its cell, and what its sheets hide."""

import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from extraction.formats import hidden
from extraction.formats.number_formats import BUILT_IN
from extraction.formats.safe_xml import SAFE, root_of

type Formats = dict[tuple[int, int], str]

MOST_FORMATS = 400_000  # cells of a sheet; those beyond are shown as the numbers they are
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class XlsxFormats:
    """Empty for a workbook that is built in another way than Excel does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._codes: list[str] = []
        self._parts: list[str] = []
        try:
            with zipfile.ZipFile(path) as archive:
                self._parts = parts_of(archive)
                self._codes = _codes(root_of(archive.read("xl/styles.xml")))
        except (KeyError, etree.XMLSyntaxError):
            self._codes = []

    def of_sheet(self, number: int) -> Formats:
        """Of the sheet at that place, counted from 1; rows and columns are counted from 0."""
        found: Formats = {}
        if not any(self._codes) or not self._part(number):
            return found
        with zipfile.ZipFile(self._path) as archive, archive.open(self._part(number)) as part:
            for _, row in etree.iterparse(part, ("end",), tag=f"{_MAIN}row", **SAFE):
                for cell in row:
                    style, place = cell.get("s", ""), _CELL.fullmatch(cell.get("r", ""))
                    code = self._codes[int(style)] if style.isdigit() and int(style) < len(self._codes) else ""
                    if code and place is not None and cell.get("t", "n") == "n":
                        found[int(place[2]) - 1, column_of(place[1])] = code
                row.clear()
                if len(found) > MOST_FORMATS:
                    break
        return found

    def hidden_of(self, number: int) -> hidden.Hidden:
        """Rows and columns of the sheet at that place that are not displayed."""
        if not self._part(number):
            return hidden.Hidden()
        with zipfile.ZipFile(self._path) as archive:
            return hidden.of_part(archive, self._part(number))

    def _part(self, number: int) -> str:
        return self._parts[number - 1] if number <= len(self._parts) else ""


def column_of(letters: str) -> int:
    """A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _codes(root: Any) -> list[str]:
    """By the number that cells name; empty for formats that change nothing."""
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iter(f"{_MAIN}numFmt")}
    cells = root.find(f"{_MAIN}cellXfs")
    names = [element.get("numFmtId", "") for element in (() if cells is None else cells)]
    built_in = {str(number): code for number, code in BUILT_IN.items()}
    return [own.get(name, built_in.get(name, "")).replace("General", "") for name in names]


def parts_of(archive: zipfile.ZipFile) -> list[str]:
    """The parts of the sheets in the order of the workbook."""
    relations = root_of(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    names = set(archive.namelist())
    book = root_of(archive.read("xl/workbook.xml"))
    parts = [posixpath.normpath(posixpath.join("/xl", targets.get(e.get(_ID), ""))) for e in book.iter(f"{_MAIN}sheet")]
    return [part.lstrip("/") if part.lstrip("/") in names else "" for part in parts]
