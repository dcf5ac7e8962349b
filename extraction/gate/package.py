"""A new Office document as the rules look at it: its parts, what binds them together, and their elements."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from extraction.gate.inspection import Inspection
from extraction.gate.reach import Reach, reach

_TYPES = "[content_types].xml"
_HEAD = 512
_DECLARED = re.compile(rb"""^<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.-]+)""")
_PLAIN = re.compile(rb"utf-?8|us-ascii|iso-8859-\d+|windows-\d+|shift_jis|euc-jp", re.IGNORECASE)


@dataclass(frozen=True)
class Binding:
    """One relationship: from which part, of which kind (the last word of its type), to what, outside or inside.

    `id` is how elements of the part call it.
    """

    id: str
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
            kind = element.get("Type", "").strip().rstrip("/").rpartition("/")[2]
            target = element.get("Target", "")
            is_external = _leads_outside(element.get("TargetMode", ""), target)
            if not is_external:
                target = posixpath.normpath(posixpath.join(base, target)) if target[:1] != "/" else target[1:]
            yield Binding(element.get("Id", ""), source, kind, target, is_external)

    @cached_property
    def types(self) -> dict[str, str]:
        """The declared type of each part, its own or that of its extension, by its name in small letters."""
        types = next((name for name in self.names if name.lower() == _TYPES), "")
        if not types:
            return {}
        own: dict[str, str] = {}
        common: dict[str, str] = {}
        for element in self.elements(types, "Override", "Default"):
            if str(element.tag).endswith("Override"):
                own[unquote(element.get("PartName", "")).lstrip("/").lower()] = element.get("ContentType", "")
            else:
                common[element.get("Extension", "").lower()] = element.get("ContentType", "")
        names = [name.lower() for name in self.names]
        return {name: own.get(unquote(name)) or common.get(name.rpartition(".")[2], "") for name in names}

    def parts_with(self, *words: str) -> list[str]:
        """XML parts that may have an element of these local names: Office follows bindings, not names of parts."""
        wanted = [word.encode() for word in words]
        return [name for name in self.markup if self._has(name, wanted)]

    @cached_property
    def markup(self) -> list[str]:
        """All XML parts, whatever they are called."""
        return [name for name in self.names if self._is_markup(name)]

    def _is_markup(self, name: str) -> bool:
        """By its first bytes, in whatever encoding, or by its declared type."""
        head = self.beginning(name, _HEAD).replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        return head.startswith((b"<", b"\x4c\x6f\xa7\x94")) or self.types.get(name.lower(), "").endswith("xml")

    def _has(self, name: str, wanted: list[bytes]) -> bool:
        """Looked up in the bytes, which is quick; parts in which letters may be written otherwise always have it."""
        data = self.read(name)
        declared = _DECLARED.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip())
        if b"\x00" in data[:_HEAD] or (declared and not _PLAIN.fullmatch(declared[1])):
            return True
        return data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<" or any(word in data for word in wanted)

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
            remove_comments=True,  # in the middle of a word they would cut it
            remove_pis=True,
        )
        try:
            for _, element in waiting:
                yield element
        except etree.XMLSyntaxError:
            return  # as far as it can be read; whether the document can be is the reader's word


def _leads_outside(mode: str, target: str) -> bool:
    """Whatever does not say exactly that it leads inside; also what says so of another computer."""
    return mode not in {"", "Internal"} or (reach(target) is Reach.FAR and not target.startswith("//"))


def attribute(element: Any, name: str) -> str:
    """The attribute of this local name, in whatever namespace."""
    return next(iter(values(element, name)), "")


def values(element: Any, name: str) -> list[str]:
    """All attributes of this local name: which of them counts is the other program's choice."""
    return [str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name]
