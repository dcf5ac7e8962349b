"""A .doc, .xls or .ppt file as a whole."""

from typing import Any

from extraction.gate import embedded, ole
from extraction.gate.inspection import Inspection
from extraction.gate.leftovers import of_names

_CODE_PAGES = {932: "cp932", 65001: "utf-8", 1200: "utf-16-le", 1252: "cp1252"}


def check(inspection: Inspection) -> None:
    """Raises Refusal; what should be looked at is remarked."""
    with ole.opens(inspection, inspection.suspect.path) as container:
        taken = embedded.check_ole(inspection, container)
        embedded.say(inspection, taken)
        say_names(inspection, container)


def say_names(inspection: Inspection, container: Any) -> None:
    """Author, last to save, manager; properties that cannot be read have nothing to say."""
    try:
        properties = container.get_metadata()
    except Exception:  # noqa: BLE001  the library raises whatever comes
        return
    encoding = _CODE_PAGES.get((properties.codepage or 932) & 0xFFFF, "cp932")
    names = [_words(value, encoding) for value in (properties.author, properties.last_saved_by, properties.manager)]
    sentence = of_names(*names)
    if sentence:
        inspection.remark(sentence)


def _words(value: object, encoding: str) -> str:
    words = value.decode(encoding, "replace") if isinstance(value, bytes) else str(value or "")
    return words.replace("\x00", "").strip()
