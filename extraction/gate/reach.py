"""How far what a file points to lies: beside it, or on another computer."""

import re
from enum import Enum
from urllib.parse import unquote

_DRIVE = re.compile(r"^/*[a-z][:|]/", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_COMMANDS = re.compile(
    r"(?:javascript|vbscript|data|mhtml|shell|search|search-ms|ms-(?:msdt|officecmd|appinstaller)):", re.IGNORECASE
)
_PROGRAMS = re.compile(
    r"(?:file:|[a-z]:|[\\/]{2}).*\.(?:exe|com|bat|cmd|vb[se]|jse?|ws[fh]|hta|scr|pif|msi|ps1|cpl|jar|reg)",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_MOST_LAYERS = 3


class Reach(Enum):
    """How far a target lies."""

    NEAR = "near"  # the sender's own computer, or beside the document
    FAR = "far"  # another computer, which would learn of every reader


def plain(target: str) -> str:
    """As programs read it: percent signs resolved, also twice, without blanks around it and what nobody sees."""
    for _ in range(_MOST_LAYERS):
        target = unquote(target)
    return _UNSEEN.sub("", target).strip()


def reach(target: str) -> Reach:
    r"""Drives and bare names are near; `http:`, names of computers (also behind `file:`) and other schemes are far.

    Windows takes `/\host` and `\/host` for the name of a computer as it takes `\\host`.
    """
    words = plain(target).replace("\\", "/")
    if words.lower().startswith("file:"):
        words = words[len("file:") :].lstrip().removeprefix("//")
        if not words.startswith("/") and not _DRIVE.match(words):
            return Reach.NEAR if words.lower().startswith("localhost/") else Reach.FAR
        words = words if words.startswith("//") else words.lstrip("/")
    if _DRIVE.match(words):
        return Reach.NEAR
    return Reach.FAR if words.startswith("//") or _SCHEME.match(words) else Reach.NEAR


def runs(address: str) -> bool:
    """Whether a click runs something: an address that is a command, or a program on a drive or another computer."""
    words = plain(address)
    return bool(_COMMANDS.match(words) or _PROGRAMS.fullmatch(words))
