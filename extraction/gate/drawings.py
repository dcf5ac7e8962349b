"""Rules about vector drawings inside documents: markup that would run where a browser shows it."""

import re
from typing import Any

from extraction import foreign
from extraction.gate.markup import bare, narrow

_RUNNING = re.compile(rb"<(?:\w+:)?(?:script|foreignObject|iframe)\b|javascript:|\son\w+\s*=", re.IGNORECASE)
_ELEMENTS = {"script", "foreignobject", "iframe", "handler", "listener", "embed", "object"}
_ADDRESSES = ("javascript:", "vbscript:", "data:text/")
_UNSEEN = re.compile("[\x00-\x20\x7f]")
_EVENT = re.compile(r"on[a-z]+", re.IGNORECASE)


def is_one(head: bytes) -> bool:
    """By its first bytes, whatever its name."""
    return foreign.by_markup(head) is foreign.SVG


def runs(drawing: bytes) -> bool:
    """Whether it has a script, a handler of events, or an address that is one, in whatever letters."""
    from lxml import etree  # noqa: PLC0415  only where there is such a drawing

    if _RUNNING.search(bare(narrow(drawing))):
        return True
    # Its own entities are put in, of those from elsewhere none: that is how this parser is unless told otherwise.
    parser = etree.XMLParser(no_network=True, load_dtd=False, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(drawing, parser)
    except etree.XMLSyntaxError:
        return False
    return root is not None and any(_runs(str(e.tag), dict(e.attrib)) for e in root.iter("*"))


def _runs(tag: str, attributes: dict[Any, Any]) -> bool:
    if tag.rpartition("}")[2].lower() in _ELEMENTS:
        return True
    for name, value in attributes.items():
        words = _UNSEEN.sub("", str(value)).lower()
        local = str(name).rpartition("}")[2]
        if _EVENT.fullmatch(local) or any(address in words for address in _ADDRESSES):
            return True
        if local == "attributeName" and _EVENT.fullmatch(words):
            return True
    return False
