"""Rules about macros: also under another name, also those of Excel 4, also in a document that is embedded."""

import html
import re
from typing import Any

from extraction.gate.inspection import Inspection
from extraction.gate.package import Package
from extraction.gate.verdict import Refusal

_PARTS = re.compile(r"(?:^|/)vba(?:Project|Data)?[^/]*\.(?:bin|xml)$|(?:^|/)macrosheets/", re.IGNORECASE)
_TYPES = re.compile(r"vbaProject|macroEnabled|macrosheet", re.IGNORECASE)
_DECLARED = re.compile(r"""\b(?:Content)?Type\s*=\s*("[^"]*"|'[^']*')""")
_STORAGES = {"macros", "_vba_project_cur", "_vba_project", "vba"}
_NEWER = {"doc": ".docx", "xls": ".xlsx", "ppt": ".pptx", "docx": ".docx", "xlsx": ".xlsx", "pptx": ".pptx"}


def macros(inspection: Inspection, what: str = "マクロ") -> Refusal:
    extension = _NEWER.get(inspection.suspect.kind)
    where = "" if inspection.depth == 0 else "埋め込まれた文書に"
    way_out = f"マクロなしの形式（{extension} など）で" if extension else "マクロを外して"
    return Refusal(f"「{inspection.name}」には{where}{what}が入っています。{way_out}保存し直してください")


def no_macros(package: Package) -> None:
    """Also when file or part was renamed: the declared types tell, and Office goes by them alone."""
    if any(_PARTS.search(name) or _declares_macros(package, name) for name in package.names):
        raise macros(package.inspection)


def _declares_macros(package: Package, part: str) -> bool:
    """By the types in the list of parts and in what binds them together; an address that has such a word is honest."""
    name = part.lower()
    if name != "[content_types].xml" and not name.endswith(".rels"):
        return False
    data = package.read(part)
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    words = data.decode("utf-16" if is_wide else "utf-8", errors="replace")
    return any(_TYPES.search(html.unescape(declared)) for declared in _DECLARED.findall(words))


def no_macro_storages(inspection: Inspection, ole: Any) -> None:
    """Office until 2003 keeps them in storages of their own, wherever in the container."""
    for path in ole.listdir(streams=True, storages=True):
        if any(part.lower() in _STORAGES for part in path):
            raise macros(inspection)
