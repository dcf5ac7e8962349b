"""How much one page may say, whatever a file holds: a page is sent to readers as a whole."""

from dataclasses import replace

from extraction.formats.tables import tidy
from extraction.pages import Block, PageContent

LONGEST_TEXT = 5_000_000  # characters, for search and copying
LONGEST_SHOWN = 200_000  # characters that are set for reading
REST = "長いため、ここまでを表示しています。残りはダウンロードして読んでください"


def within(content: PageContent) -> PageContent:
    """The page with no more words than a reader's browser can take; where some are left out, its last lines say so."""
    if content.blocks:
        blocks, is_cut = _blocks(content.blocks)
        text = content.text[:LONGEST_TEXT]
    else:
        blocks, is_cut = [], len(content.text) > LONGEST_SHOWN
        text = f"{content.text[:LONGEST_SHOWN]}\n（{REST}）" if is_cut else content.text
    raw, notes = content.raw, content.notes[:LONGEST_SHOWN]
    if not content.boxes:  # else each character has its place
        raw = raw[:LONGEST_TEXT]
    if not is_cut and len(text) == len(content.text) and len(raw) == len(content.raw) and notes == content.notes:
        return content
    return replace(content, raw=raw, text=text, blocks=blocks, notes=notes)


def _blocks(blocks: list[Block]) -> tuple[list[Block], bool]:
    """As many as there is room for, and whether that is not all of them."""
    room = LONGEST_SHOWN
    kept: list[Block] = []
    for block in blocks:
        made, used = _table(block, room) if block["t"] == "table" else _words(block, room)
        kept.append(made)
        room -= used
        if room < 0:
            return [*kept, {"t": "p", "text": f"（{REST}）"}], True
    return blocks, False


def _words(block: Block, room: int) -> tuple[Block, int]:
    words = str(block["text"])
    return {**block, "text": words[:room]}, len(words)


def _table(block: Block, room: int) -> tuple[Block, int]:
    """With its first rows, and a cell that has no end cut; the others are counted among those left out."""
    rows, used = block["rows"], 0
    for number, row in enumerate(rows, start=1):
        begun, used = used, used + sum(len(str(cell["text"])) for cell in row)
        if used > room:
            left_out = block.get("left_out", 0) + len(rows) - number
            kept = [*rows[: number - 1], _row(row, room - begun)]
            return {**block, "rows": tidy(kept)} | ({"left_out": left_out} if left_out else {}), used
    return block, used


def _row(row: list[dict[str, object]], room: int) -> list[dict[str, object]]:
    made = []
    for cell in row:
        words = str(cell["text"])[: max(room, 0)]
        room -= len(words)
        made.append({**cell, "text": words})
    return made
