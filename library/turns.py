"""Whose turn it is to be read: small files before large ones, bodies in turn; of large ones one is read at a time."""

from dataclasses import dataclass

from jobs.lanes import LONG
from library.models import File

FIRST, FIRST_OF_LARGE, REST, TEXT, PICTURES = 50, 25, 15, 10, 0  # priorities
FURTHEST = 24  # places that a file stands behind others
LARGE_PAGES, LARGE_BYTES = 40, 5 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """In the queue of this name, before those of lower priority."""

    priority: int
    queue_name: str = "default"


def place(file: File) -> Place:
    """Where the next turn of a file stands."""
    is_begun = file.pages_read > 0
    if is_large(file):
        rest = PICTURES if file.pages_read >= (file.page_count or 0) else TEXT
        return Place(rest if is_begun else FIRST_OF_LARGE, LONG)
    return Place(REST if is_begun else FIRST - min(_before(file), FURTHEST))


def is_large(file: File) -> bool:
    """It takes more than a few seconds."""
    return (file.page_count or 0) > LARGE_PAGES or file.size > LARGE_BYTES


def _before(file: File) -> int:
    """Files of its body that came before and are not begun: a body with many does not hold up another's one."""
    waiting = File.objects.unread().filter(edition__publication__owner=file.edition.publication.owner_id)
    return waiting.filter(pages_read=0, pk__lt=file.pk).count()
