"""What a page opened to its reader: said by the view, for whoever keeps what is read and what is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

_KEPT = "_what_it_opened"


@dataclass(frozen=True)
class Opened:
    """`comments`: those whose words stand on the page, unfolded."""

    publication: int | None = None
    edition: int | None = None
    comments: frozenset[int] = frozenset()


def note(
    request: HttpRequest, *, publication: int | None = None, edition: int | None = None, comments: Iterable[int] = ()
) -> None:
    if request.method == "GET":
        vars(request)[_KEPT] = Opened(publication, edition, frozenset(comments))


def opened_by(request: HttpRequest) -> Opened | None:
    """Nothing until the view has said so: what answers 404 opens nothing."""
    found: Opened | None = vars(request).get(_KEPT)
    return found
