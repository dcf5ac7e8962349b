"""Rules about data that a new workbook takes from elsewhere: what is fetched by itself, and what only by hand."""

import re
from collections.abc import Iterator
from typing import Any

from extraction.gate.inspection import shown
from extraction.gate.package import Package, attribute, values
from extraction.gate.verdict import Refusal
from extraction.gate.words import CUT_LINK_OF_CELLS

_PASSWORD = re.compile(r"(?:password|pwd)\s*=\s*[^;]", re.IGNORECASE)
_OFF = {"", "0", "false"}
_DATA_MODEL = "100"
_SOURCES = ("dbPr", "webPr", "textPr")


def no_loading_connections(package: Package) -> None:
    """Data that is fetched whenever the workbook is opened; one that is fetched by hand is only remarked."""
    number = with_password = 0
    for element in _elements(package, "connections", "connection"):
        number += 1
        with_password += any(_PASSWORD.search(str(v)) for e in element.iter() for v in e.attrib.values())
        if _is_on(element, "refreshOnLoad", "interval") and not _is_data_model(element):
            raise _fetches(package, attribute(element, "name"))
    if number:
        secret = f"、うち{with_password}件にパスワード" if with_password else ""
        package.inspection.remark(f"外部のデータへの接続の設定があります（{number}件{secret}）")


def no_loading_queries(package: Package) -> None:
    """A table, or a pivot table of data from elsewhere, that is fetched anew at opening."""
    for element in _elements(package, "queryTable", "queryTable"):
        if _is_on(element, "refreshOnLoad"):
            raise _fetches(package, attribute(element, "name"))
    for element in _elements(package, "pivotCacheDefinition", "pivotCacheDefinition"):
        is_external = any("external" in map(str.strip, values(e, "type")) for e in element.iter("{*}cacheSource"))
        if is_external and _is_on(element, "refreshOnLoad"):
            raise _fetches(package, "ピボットテーブル")


def _elements(package: Package, part: str, wanted: str) -> Iterator[Any]:
    for name in package.parts_with(part):
        yield from package.elements(name, wanted)


def _is_on(element: Any, *names: str) -> bool:
    return any(value.strip().lower() not in _OFF for name in names for value in values(element, name))


def _is_data_model(element: Any) -> bool:
    """Kept in the workbook itself; one that names a source beside it is none."""
    return attribute(element, "type").strip() == _DATA_MODEL and not any(
        str(child.tag).rpartition("}")[2] in _SOURCES for child in element
    )


def _fetches(package: Package, what: str) -> Refusal:
    return Refusal(
        f"「{package.inspection.name}」は開くと外部のデータ（{shown(what)}）を読み込みます。{CUT_LINK_OF_CELLS}"
    )
