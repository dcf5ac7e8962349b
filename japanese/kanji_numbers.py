"""Numbers written in digits or in kanji: 12, 十二, 一二, 元."""

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
PATTERN = r"(?:元|[0-9]{1,4}|[〇一二三四五六七八九十百]{1,5})"


def number(text: str) -> int | None:
    """The number, below a thousand in kanji with 十 and 百; None when it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(char not in _DIGITS and char not in "十百" for char in text):
        return None
    if not set(text) & set("十百"):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = current = 0
    for char in text:
        if char in "十百":
            total += max(current, 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _DIGITS[char]
    return total + current
