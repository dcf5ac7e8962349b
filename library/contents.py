"""What is kept of a page that was read: the one place that decides on speakers' notes and counts personal data."""

from typing import Any

from extraction.pages import PageContent
from japanese.personal import find_personal


def fields_of(content: PageContent, *, keeps_notes: bool) -> dict[str, Any]:
    """The fields of Page that reading fills. Notes only while the officer agrees."""
    notes = content.notes if keeps_notes else ""
    return {
        "label": content.label[:200],
        "raw": content.raw,
        "text": content.text,
        "boxes": content.boxes,
        "blocks": content.blocks,
        "width": content.width,
        "height": content.height,
        "notes": notes,
        "is_hidden": content.is_hidden,
        "source": content.source,
        "personal": count_personal(content.text, notes),
    }


def count_personal(text: str, notes: str) -> int:
    """How many pieces look like personal data in all that can be read of a page."""
    return len(find_personal(text)) + len(find_personal(notes))
