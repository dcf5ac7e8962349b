"""A new Office document as the rules look at it: its parts, what binds them together, and their elements."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from extraction.gate.inspection import Inspection

_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Binding:
    """One relationship: from which part, of which kind (the last word of its type), to what, outside or inside."""

    source: str
    kind: str
    target: str
    is_external: bool


class Package:
    """`kind` is docx, xlsx or pptx, or empty for another document that is embedded."""

    def __init__(self, inspection: Inspection, archive: zipfile.ZipFile, kind: str) -> None:
        self.inspection = inspection
        self.archive = archive
        self.kind = kind

    @cached_property
    def names(self) -> list[str]:
        return [entry.filename for entry in self.archive.infolist() if not entry.is_dir()]

    def read(self, name: str) -> bytes:
        return self.archive.read(name)

    def beginning(self, name: str, size: int) -> bytes:
        with self.archive.open(name) as part:
            return part.read(size)

    @cached_property
    def bindings(self) -> list[Binding]:
        """All of them, of every part."""
        return [binding for name in self.names if name.lower().endswith(".rels") for binding in self._bindings(name)]

    def _bindings(self, name: str) -> Iterator[Binding]:
        folder, file = posixpath.split(name)
        base = posixpath.dirname(folder)
        source = posixpath.join(base, file[: -len(".rels")])
        for element in self.elements(name, "Relationship"):
            kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
            target = element.get("Target", "")
            is_external = element.get("TargetMode", "").lower() == "external"
            if not is_external:
                target = posixpath.normpath(posixpath.join(base, target)) if target[:1] != "/" else target[1:]
            yield Binding(source, kind, target, is_external)

    @cached_property
    def types(self) -> dict[str, str]:
        """The declared type of each part that has one of its own, by its name in small letters."""
        if _TYPES not in self.names:
            return {}
        return {
            element.get("PartName", "").lstrip("/").lower(): element.get("ContentType", "")
            for element in self.elements(_TYPES, "Override")
        }

    def parts_of_type(self, word: str) -> list[str]:
        """Names of the parts whose declared type has this word."""
        return [name for name in self.names if word in self.types.get(name.lower(), "")]

    def elements(self, name: str, *wanted: str) -> Iterator[Any]:
        """The elements of these local names, as they end; nothing outside is loaded, no entity is expanded."""
        from lxml import etree  # noqa: PLC0415  only where such a file is judged

        waiting = etree.iterparse(
            io.BytesIO(self.read(name)),
            events=("end",),
            tag=[f"{{*}}{word}" for word in wanted],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=True,
            huge_tree=True,
        )
        try:
            for _, element in waiting:
                yield element
        except etree.XMLSyntaxError:
            return  # as far as it can be read; whether the document can be is the reader's word


def attribute(element: Any, name: str) -> str:
    """The attribute of this local name, in whatever namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
