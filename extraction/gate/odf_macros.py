"""Rules about macros of OpenDocument files: libraries, scripts, and what calls one."""

import re
from typing import Any

from extraction.gate.macros import macros
from extraction.gate.package import Package, values
from extraction.gate.reach import plain

_BODIES = re.compile(r"(?:^|/)(?:content|styles)\.xml$", re.IGNORECASE)
_LISTS = re.compile(r"(?:^|/)(?:script-l[bc]|dialog-l[bc])\.xml$", re.IGNORECASE)
_BASIC = re.compile(r"(?:^|/)(?:Basic|Scripts)/.+", re.IGNORECASE)
_SCRIPTS = ("script", "execute-macro", "library-embedded", "module")
_SETTINGS = re.compile(r"(?:^|/)Configurations2/.+\.xml$", re.IGNORECASE)
_CALLS_MACRO = re.compile(r"(?:vnd\.sun\.star\.script|macro):", re.IGNORECASE)
_EVENTS = {"event-listener", "event"}
_SECRET = re.compile(
    r"^(?:vnd\.sun\.star\.(?:script|uno|expand)|macro|javascript|vbscript|\.uno|slot|service):", re.IGNORECASE
)


def no_macros(package: Package) -> None:
    """The lists of an empty library are no macros; a module, a script, or an event that calls one is."""
    if any(_BASIC.search(name) and not _LISTS.search(name) for name in package.names):
        raise macros(package.inspection)
    for name in bodies(package):
        for element in package.elements(name, "*"):
            addresses = values(element, "href")
            is_script = local(element) in _SCRIPTS and (any(addresses) or "".join(element.itertext()).strip())
            calls = local(element) in _EVENTS and any(values(element, "macro-name"))
            if is_script or calls or any(_SECRET.match(plain(address)) for address in addresses):
                raise macros(package.inspection)


def no_macros_behind_keys(package: Package) -> None:
    """Keys and bars of tools that a document brings along may call one; the program's own commands are honest there."""
    for name in package.names:
        if _SETTINGS.search(name):
            for element in package.elements(name, "*"):
                if any(_CALLS_MACRO.match(plain(address)) for address in values(element, "href")):
                    raise macros(package.inspection)


def bodies(package: Package) -> list[str]:
    """The parts with text and styles, also of documents inside."""
    return [name for name in package.names if _BODIES.search(name)]


def local(element: Any) -> str:
    """The name of an element without its space."""
    return str(element.tag).rpartition("}")[2]
