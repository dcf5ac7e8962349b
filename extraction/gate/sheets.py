"""Rules about new workbooks: how many sheets and cells, links that run programs."""

import re
import zlib
from collections.abc import Iterator

from extraction.gate.inspection import listed, shown
from extraction.gate.package import Package, attribute
from extraction.gate.verdict import Refusal

_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\b[^<>]*\shidden\s*=\s*[\"'](?:1|true)")
_CHUNK, _OVERLAP = 1024 * 1024, 4096


def too_many(name: str, number: int, unit: str, most: int) -> Refusal:
    return Refusal(f"「{name}」は{unit}が{number:,}あります。{most:,}までに分けてください")


def no_dde_links(package: Package) -> None:
    """A cell that starts another program and talks to it, or takes its value from another program's object."""
    for name in package.parts_with("ddeLink", "oleLink"):
        for element in package.elements(name, "ddeLink", "oleLink"):
            service = attribute(element, "ddeService") or attribute(element, "progId")
            raise Refusal(
                f"「{package.inspection.name}」には、ほかのプログラムを動かすリンク（DDE、{shown(service)}）があります。"
                "「データ」→「リンクの編集」でリンクを解除して保存し直してください"
            )


def few_sheets(package: Package) -> None:
    sheets = _sheets(package)
    most = package.inspection.suspect.limits.sheets
    if len(sheets) > most:
        raise too_many(package.inspection.name, len(sheets), "シート", most)
    hidden = [name for name, state in sheets if state in {"hidden", "veryHidden"}]
    if hidden:
        package.inspection.remark(f"非表示のシートがあります（{listed(hidden, '枚')}）")


def _sheets(package: Package) -> list[tuple[str, str]]:
    books = package.parts_of_type("sheet.main") or [n for n in package.names if n.lower() == "xl/workbook.xml"]
    return [(e.get("name", ""), e.get("state", "")) for book in books for e in package.elements(book, "sheet")]


def few_cells(package: Package) -> None:
    """Counted while inflating, without building anything of them."""
    most, cells, hides = package.inspection.suspect.limits.cells, 0, False
    for name in package.parts_of_type("worksheet+xml"):
        for chunk in _chunks(package, name):
            cells += len(_CELL.findall(chunk))
            hides = hides or bool(_HIDDEN.search(chunk))
            if cells > most:
                raise Refusal(
                    f"「{package.inspection.name}」はセルが{most:,}を超えています。"
                    "使っていない行や列を削除するか、2つに分けてください"
                )
    if hides:
        package.inspection.remark("非表示の行か列があります")


def _chunks(package: Package, name: str) -> Iterator[bytes]:
    """Cut between two elements, so that nothing is counted twice or missed."""
    rest = b""
    try:
        with package.archive.open(name) as part:
            while data := part.read(_CHUNK):
                data = rest + (data.replace(b"\x00", b"") if b"\x00" in data else data)
                cut = data.rfind(b"<")
                cut = len(data) if cut < 0 or len(data) - cut > _OVERLAP else cut
                yield data[:cut]
                rest = data[cut:]
    except (OSError, zlib.error) as problem:
        raise package.inspection.broken() from problem
    yield rest
