"""How a download is named, so that every browser saves it under its Japanese name."""

import re
from urllib.parse import quote

_PLAIN = re.compile(r"[A-Za-z0-9 ._()+-]+")


def content_disposition(name: str) -> str:
    """RFC 6266: the name in UTF-8, and before it one in plain letters for programs that cannot read the first.

    Anything that some browser would interpret (quotes, backslashes, percent signs) stands in the second form only.
    """
    plain = name if _PLAIN.fullmatch(name) else _without_japanese(name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _without_japanese(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    kept = "_".join(_PLAIN.findall(stem if dot else name)).strip(" ._") or "file"
    return f"{kept}.{extension}" if dot and _PLAIN.fullmatch(extension) else kept
