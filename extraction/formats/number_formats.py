"""Numbers as a spreadsheet displays them: decimals, thousands, per cent, and the signs that stand around them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

# Those that files name by number only; dates and times are not among them: they are no numbers when they come.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '¥#,##0;¥-#,##0;¥"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '¥#,##0.00;¥-#,##0.00;¥"-"',
}  # fmt: skip
_PIECE = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|([#0?.,]*[#0?][#0?.,]*)|(.)', re.DOTALL)
_NOT_NUMBERS = re.compile("[ymdhsegbaYMDHSEGBA@/]")
_LONGEST, _MOST_DECIMALS = 200, 15
_MOST = 1e15


class _Section(NamedTuple):
    """`pattern` is empty for a section that is a text and no number."""

    before: str
    pattern: str
    after: str
    is_percent: bool


def shown(value: float, code: str) -> str | None:
    """None for what is no format of plain numbers: dates, fractions, powers of ten."""
    sections = _sections(code)
    if not sections or abs(value) >= _MOST:
        return None
    number = Decimal(repr(value))
    section = sections[0]
    if len(sections) > 1 and value < 0:
        section, number = sections[1], -number
    elif len(sections) > 2 and value == 0:
        section = sections[2]
    if not section.pattern:
        return f"{section.before}{section.after}".strip()
    words = _digits(number * 100 if section.is_percent else number, section.pattern)
    return f"{section.before}{words}{section.after}".strip()


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[_Section, ...]:
    """Positive, negative, zero; nothing where one of them is no plain number."""
    found: list[_Section] = []
    before, pattern, after = "", "", ""
    for match in _PIECE.finditer(code[:_LONGEST]):
        quoted, escaped, money, digits, other = match.groups()
        if digits:
            if pattern:
                return ()
            pattern = digits
        elif other == ";":
            found.append(_Section(before, pattern, after, "%" in before + after))
            before, pattern, after = "", "", ""
        elif other and _NOT_NUMBERS.match(other):
            if len(found) < 3:  # the fourth is for texts
                return ()
            break
        else:
            words = quoted or escaped or money or other or ""
            before, after = (before, after + words) if pattern else (before + words, after)
    if len(found) < 3:
        found.append(_Section(before, pattern, after, "%" in before + after))
    return tuple(found) if any(section.pattern for section in found) else ()


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    scale = len(pattern) - len(pattern.rstrip(","))
    number = number.scaleb(-3 * scale)
    most = min(sum(sign in "0#?" for sign in decimals), _MOST_DECIMALS)
    least = min(decimals.count("0"), most)
    rounded = number.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    words = f"{abs(rounded):,f}" if "," in whole.rstrip(",") else f"{abs(rounded):f}"
    if most > least:
        head, _, tail = words.partition(".")
        tail = tail[:least] + tail[least:].rstrip("0")
        words = f"{head}.{tail}" if tail else head
    head, dot, tail = words.partition(".")
    zeros = whole.count("0")
    words = (head.rjust(zeros, "0") if zeros or head != "0" else "" if dot else head) + dot + tail
    return f"-{words}" if rounded < 0 else words
