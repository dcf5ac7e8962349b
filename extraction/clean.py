"""Cleans text once, where it leaves a file, and joins what a page breaks apart."""

import re
import unicodedata

# PDFium writes U+FFFE where a word is broken by a hyphen; XML forbids it, PostgreSQL refuses NUL.
_UNFIT = re.compile("[\x00\ufffe\uffff\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u200b-\u200f\u2028-\u202e]")
REPLACEMENT = "\ufffd"

_JAPANESE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々〆〇ー"
_SPACED_OUT = re.compile(rf"(?<![^\s])((?:[{_JAPANESE}][ \u3000]+){{2,}}[{_JAPANESE}])(?![^\s])")
_ENDS_INSIDE = re.compile(rf"[{_JAPANESE}、，（「『【〔・]$")
_GOES_ON = re.compile(rf"[{_JAPANESE}、。，．）」』】〕（「『ａ-ｚＡ-Ｚ０-９]")
_MIXED = re.compile(rf"[{_JAPANESE}、，（「][ \w.,/+-]{{0,20}}[A-Za-z0-9]$")
_WORDS = re.compile("[\u3041-\u3096\u3400-\u9fff]")
_TAIL = 24  # characters of a line that are looked at
_LATIN = re.compile("[A-Za-z]")
# What begins a point of a list, an article or a caption begins a line of its own.
_NUMBER = "[0-9０-９一二三四五六七八九十百]{1,3}"
_BEGINS = re.compile(
    rf"[・※〔【]|第{_NUMBER}[編章節款目条項]|[（(](?:{_NUMBER}|[ア-ンa-zA-Zａ-ｚ])[)）]|[図表]\s*[0-9０-９]|注[0-9０-９）)]"
    rf"|{_NUMBER}[ \u3000．.、,)）]|[アイウエオカキクケコロハニホA-Za-z][ \u3000．.)）]|[０-９]{{1,2}}[．.][０-９]"
)
# Fonts that name their glyphs wrongly give parts of characters for characters, vertical ones signs that lie.
_LOOK_ALIKES = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **dict(zip(map(ord, "⺟⺠⻁⻄⻆⻑⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲"), "母民虎西角長青食骨鬼麦黄斉歯竜亀", strict=True)),
    **dict(
        zip(
            map(ord, "︐︑︒︓︔︕︖︰︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄"),
            "，、。：；！？‥（）｛｝〔〕【】《》〈〉「」『』",
            strict=True,
        )
    ),
}
_LONG_LINE = 30  # in halves of a full-width character
_AROUND = 2  # lines, before and behind, that show how wide a line of that paragraph can be
_FULL = 0.8


def fit(text: str) -> str:
    """What no store refuses: each unfit character becomes U+FFFD, so that positions stay."""
    return _UNFIT.sub(REPLACEMENT, text)


def readable(raw: str) -> str:
    """The text for reading: controls taken out, spaced-out words and broken lines joined, the order kept."""
    text = _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n").replace(REPLACEMENT, ""))
    text = text.translate(_LOOK_ALIKES)
    lines = [_SPACED_OUT.sub(_join_letters, line.rstrip()) for line in text.split("\n")]
    widths = [_width(line) for line in lines]
    joined: list[list[str]] = []
    for place, line in enumerate(lines):
        if joined and _is_full(widths, place - 1) and _continues(lines[place - 1], line):
            joined[-1].append(line)
        else:
            joined.append([line])
    return re.sub(r"\n{3,}", "\n\n", "\n".join("".join(pieces) for pieces in joined)).strip()


def _join_letters(match: re.Match[str]) -> str:
    return re.sub(r"[ \u3000]+", "", match[0])


def _width(line: str) -> int:
    """In halves of a full-width character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


def _is_full(widths: list[int], place: int) -> bool:
    """Whether a line ends where its column ends, and not, like a heading, before."""
    around = widths[max(place - _AROUND, 0) : place + _AROUND + 1]
    return widths[place] >= max(_LONG_LINE, _FULL * max(around))


def _continues(line: str, following: str) -> bool:
    """A line that ends in the middle of a Japanese sentence goes on in the next."""
    if _BEGINS.match(following) and not _is_within_brackets(line):
        return False
    if _ENDS_INSIDE.search(line[-1:]):
        return bool(_GOES_ON.match(following) or _LATIN.match(following))
    return bool(_MIXED.search(line[-_TAIL:]) and _WORDS.match(following))


def _is_within_brackets(line: str) -> bool:
    return line.rfind("（") > line.rfind("）")
