"""Sets the paper of an OpenDocument workbook's sheets so that they can be read, where nobody said how to print them.

A sheet that is too wide for upright paper is laid across; one that is too wide for that goes on over more pages rather
than be made smaller than a reader of its pictures can read.
"""

import math
import shutil
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from extraction.formats.odf import name
from extraction.formats.safe_xml import root_of
from extraction.limits import Limits
from extraction.sheet_widths import PrintedSheet, points, printed_sheets

LEAST_SCALE = 0.55  # letters of 10.5 points are eight pixels high then on a page as wide as the site
UPRIGHT_SCALE = 0.85  # what needs less is better laid across
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_WIDTH, _HEIGHT = f"{_FO}page-width", f"{_FO}page-height"
_MARGINS = (f"{_FO}margin-left", f"{_FO}margin-right")
_A4, _MARGIN = ("21cm", "29.7cm"), "2cm"
_SCALE, _PAGES_ACROSS, _PAGES_DOWN = (name(f"style:scale-to{kind}") for kind in ("", "-X", "-Y"))
_SAID = (name("style:scale-to-pages"), _PAGES_ACROSS, _PAGES_DOWN)
_ORIENTATION, _ORDER = name("style:print-orientation"), name("style:print-page-order")
_LAYOUT, _MASTER = name("style:page-layout"), name("style:master-page")
_PROPERTIES, _LAYOUT_NAME = name("style:page-layout-properties"), name("style:page-layout-name")


@dataclass(frozen=True)
class Fit:
    """How a sheet is printed: across or as the paper stands, on so many pages side by side."""

    is_turned: bool
    pages: int


def fit(workbook: Path, target: Path, limits: Limits) -> None:
    """Write a copy of the workbook whose sheets fit. Raises ValueError for one that unpacks to too much."""
    with (
        zipfile.ZipFile(workbook) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        if sum(part.file_size for part in source.infolist()) > limits.archive_bytes:
            raise ValueError("too large")
        with source.open("content.xml") as content:
            styles = fitted(source.read("styles.xml"), printed_sheets(content))
        for part in source.infolist():
            if part.filename == "styles.xml":
                made.writestr(part, styles)
                continue
            with source.open(part) as read, made.open(part.filename, "w") as written:
                shutil.copyfileobj(read, written)


def fitted(styles: bytes, sheets: Iterable[PrintedSheet]) -> bytes:
    """The part styles.xml with a layout of its own for each way in which a sheet of a master page is to be printed."""
    root = root_of(styles)
    layouts = {layout.get(name("style:name")): layout for layout in root.iter(_LAYOUT)}
    widest: dict[str, PrintedSheet] = {}
    for sheet in sheets:
        before = widest.get(sheet.master)
        if before is None or sheet.width > before.width:
            widest[sheet.master] = sheet
    made: set[str] = set()
    for master in list(root.iter(_MASTER)):
        layout, one = layouts.get(master.get(_LAYOUT_NAME)), widest.get(master.get(name("style:name"), ""))
        properties = None if layout is None else layout.find(_PROPERTIES)
        if one is None or layout is None or properties is None or _is_said(properties):
            continue
        way = way_of(one, properties)
        own = f"{layout.get(name('style:name'))}-{way.pages}{'-across' if way.is_turned else ''}"
        master.set(_LAYOUT_NAME, own)
        if own not in made:
            made.add(own)
            layout.addnext(_layout(layout, own, way))
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _is_said(properties: Any) -> bool:
    """Whoever set a scale, or so many pages, looked at it: that stays."""
    return properties.get(_SCALE, "100%") != "100%" or any(properties.get(key) is not None for key in _SAID)


def way_of(sheet: PrintedSheet, properties: Any) -> Fit:
    """Paper that stands upright is what programs write when nobody chose; print areas and breaks are a choice."""
    width, height = points(properties.get(_WIDTH, _A4[0])), points(properties.get(_HEIGHT, _A4[1]))
    beside = sum(points(properties.get(margin, _MARGIN)) for margin in _MARGINS)
    room, room_across = max(width - beside, 72.0), max(height - beside, 72.0)
    is_turned = width < height and not sheet.is_laid_out and sheet.width * UPRIGHT_SCALE > room
    return Fit(is_turned, max(1, math.ceil(sheet.width * LEAST_SCALE / (room_across if is_turned else room))))


def _layout(layout: Any, own: str, way: Fit) -> Any:
    made = deepcopy(layout)
    made.set(name("style:name"), own)
    properties = made.find(_PROPERTIES)
    properties.attrib.pop(_SCALE, None)
    properties.set(_PAGES_ACROSS, str(way.pages))
    properties.set(_PAGES_DOWN, "0")
    if way.is_turned:
        width, height = properties.get(_WIDTH, _A4[0]), properties.get(_HEIGHT, _A4[1])
        properties.set(_WIDTH, height)
        properties.set(_HEIGHT, width)
        properties.set(_ORIENTATION, "landscape")
    if way.pages > 1:
        properties.set(_ORDER, "ltr")  # what belongs to the same rows follows at once
    return made
