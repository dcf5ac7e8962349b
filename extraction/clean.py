"""Cleans text once, where it leaves a file, and joins what a page breaks apart."""

import re

# PDFium writes U+FFFE where a word is broken by a hyphen; XML forbids it, PostgreSQL refuses NUL.
_UNFIT = re.compile("[\x00\ufffe\uffff\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u200b-\u200f\u2028-\u202e]")
REPLACEMENT = "\ufffd"

_JAPANESE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々〆〇ー"
_SPACED_OUT = re.compile(rf"(?<![^\s])((?:[{_JAPANESE}][ \u3000]+){{2,}}[{_JAPANESE}])(?![^\s])")
_ENDS_JAPANESE = re.compile(rf"[{_JAPANESE}、（「『・]$")
_STARTS_JAPANESE = re.compile(rf"^[{_JAPANESE}、。）」』ａ-ｚＡ-Ｚ０-９]")
_LONG_LINE = 15


def fit(text: str) -> str:
    """What no store refuses: each unfit character becomes U+FFFD, so that positions stay."""
    return _UNFIT.sub(REPLACEMENT, text)


def readable(raw: str) -> str:
    """The text for reading: controls taken out, spaced-out words and broken lines joined, the order kept."""
    text = _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n").replace(REPLACEMENT, ""))
    lines = [_SPACED_OUT.sub(_join_letters, line.rstrip()) for line in text.split("\n")]
    joined: list[list[str]] = []
    for line in lines:
        if joined and _continues(joined[-1], line):
            joined[-1].append(line)
        else:
            joined.append([line])
    return re.sub(r"\n{3,}", "\n\n", "\n".join("".join(pieces) for pieces in joined)).strip()


def _join_letters(match: re.Match[str]) -> str:
    return re.sub(r"[ \u3000]+", "", match[0])


def _continues(pieces: list[str], following: str) -> bool:
    """A long line that ends in the middle of a Japanese sentence goes on in the next."""
    is_long = len(pieces) > 1 or len(pieces[0]) >= _LONG_LINE
    return is_long and bool(_ENDS_JAPANESE.match(pieces[-1][-1:]) and _STARTS_JAPANESE.match(following))
