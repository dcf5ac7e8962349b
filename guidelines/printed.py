"""The line that stands on paper only: what was printed, from where, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

import clock
from guidelines.reader import ReaderPage


@dataclass(frozen=True)
class Printed:
    """`place` names the page of the list, or file and page of the document."""

    address: str
    place: str
    at: datetime


def printed(path: str, place: str = "") -> Printed:
    return Printed(settings.BASE_URL + path, place, clock.now())


def printed_page(reader: ReaderPage) -> Printed:
    """By the address that keeps meaning this page when newer editions come."""
    path = reader.edition.get_absolute_url()
    if reader.file is None:
        return printed(path)
    pages = f" {reader.number}/{reader.total}{reader.unit}" if reader.total else ""
    view = f"&view={reader.view}" if reader.view else ""
    return printed(f"{path}?file={reader.file.pk}{view}&page={reader.number}", reader.name + pages)
