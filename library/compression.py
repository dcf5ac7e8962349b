"""Answers that must reach the browser byte for byte: compressed they would lose their length and their ranges."""

from django.http import HttpRequest


def sent_as_is(request: HttpRequest) -> None:
    """Tell the compressing middleware that this request takes its answer as it is.

    Files and pictures are compressed already; a part of a file (206) must be a part of the file itself.
    """
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
