"""Tells text layers that cannot be read: glyph numbers without Unicode, and text in a code that is not its own.

Each sign is a share of the characters of a page, far above what honest pages have: a page is rather taken as it is
than hidden.
"""

import re
from bisect import bisect_right
from collections import Counter

_FEWEST = 30  # characters; of fewer nothing can be said
_NOWHERE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MOST_NOWHERE = 0.3
# The lead bytes of kana in UTF-8 read as CP932, or as Latin; those of EUC-JP read as CP932; of CP932 read as Latin.
_IN_OTHER_CODE = (
    (re.compile("[縺繧繝]"), 0.15),
    (re.compile("[\u00c0-\u00ff\u0080-\u00a0][\u0080-\u00bf\u0152-\u0178\u2013-\u2122\u20ac]"), 0.12),
    (re.compile("､"), 0.2),
    (re.compile("[ƒ‚]."), 0.2),
    (re.compile("[\u00a4\u00a5\u00ca\u00cb\u00c6\u00b5\u00b3\u00ce][\u00a1-\u00fe]"), 0.2),
)
# Blocks that no page of an office mixes; glyph numbers read as characters fall into several of them at once.
_RARE = (
    0x0180, 0x0250, 0x02B0, 0x0300, 0x0370, 0x0530, 0x0590, 0x0600, 0x0700, 0x0780, 0x0900, 0x0980, 0x0A00, 0x0A80,
    0x0B00, 0x0B80, 0x0C00, 0x0C80, 0x0D00, 0x0D80, 0x0E00, 0x0E80, 0x0F00, 0x1000, 0x10A0, 0x1100, 0x1200, 0x13A0,
    0x1400, 0x1680, 0x1700, 0x1780, 0x1800, 0x18B0, 0x1900, 0x1A00, 0x1B00, 0x1C00, 0x1D00, 0x1E00, 0x1F00, 0x2000,
)  # fmt: skip
_GREEK = 0x0370  # with Cyrillic behind it: offices use both
_JAMO = 0x1100
_MOST_RARE, _FEWEST_BLOCKS = 0.15, 3
_SIGNS = re.compile(r"[!\"#$%&'()+,/:;<>?@\[\\\]^`{|}~]")
_MOST_SIGNS, _FEWEST_SIGNS, _FEW_LETTERS = 0.5, 8, 0.1


def is_broken(raw: str) -> bool:
    """Whether what a page's text layer says is no text. In time that grows with the text."""
    words = "".join(raw.split())
    total = len(words)
    if total < _FEWEST:
        return False
    if len(_NOWHERE.findall(words)) > _MOST_NOWHERE * total:
        return True
    if any(len(pattern.findall(words)) > share * total for pattern, share in _IN_OTHER_CODE):
        return True
    return _mixes_scripts("".join(word for word in words if word > "\x7f")) or _is_signs(words, total)


def _mixes_scripts(words: str) -> bool:
    """`words` without ASCII: the dots of a table of contents would outnumber them."""
    total = len(words)
    blocks = Counter(block for word in words if (block := _rare_block(ord(word))))
    often = sum(1 for count in blocks.values() if count >= max(2, total * 0.01))
    return often >= _FEWEST_BLOCKS and sum(blocks.values()) > _MOST_RARE * max(total, _FEWEST)


def _rare_block(code: int) -> int:
    """The beginning of the block, 0 for one that is not rare."""
    if not _RARE[0] <= code < _RARE[-1]:
        return 0
    block = _RARE[bisect_right(_RARE, code) - 1]
    return 0 if block in {_GREEK, _JAMO} else block


def _is_signs(words: str, total: int) -> bool:
    """The codes of a small font begin where ASCII has its signs; a program has small letters between them."""
    signs = _SIGNS.findall(words)
    if sum(map(str.islower, words)) > _FEW_LETTERS * total:
        return False
    return len(signs) > _MOST_SIGNS * total and len(set(signs)) >= _FEWEST_SIGNS
