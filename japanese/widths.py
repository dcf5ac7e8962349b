"""Cleans what people type and paste, and folds widths for simple comparison."""

import re
import unicodedata

# Zero-width and bidi controls, soft hyphen, byte order mark, line and paragraph separators, interlinear marks.
_DRAWN = "\u2600-\u27bf\U0001f000-\U0001faff"
# But the joiner that makes one picture of several stays between them.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    f"|(?<![{_DRAWN}\ufe0f])\u200d|\u200d(?![{_DRAWN}])"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Several lines: NFC, line feeds only; NUL, controls, invisible and bidi marks, lone surrogates are taken out."""
    text = _SURROGATE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = INVISIBLE.sub("", _CONTROL.sub("", text))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """One line: as `clean_text`, line ends and tabs become blanks, blanks at both ends are taken off."""
    return re.sub(r"[\n\t]+", " ", clean_text(text)).strip()


def fold(text: str) -> str:
    """For comparing words: NFKC, lower case, runs of blanks as one."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", clean_text(text))).strip().casefold()
