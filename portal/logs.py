"""The log's lines: each carries the receipt number that an error page told."""

import copy
import logging

from django.core.exceptions import DisallowedHost, PermissionDenied
from django.http import HttpRequest

from audit.context import origin
from portal.masking import masked


class Line(logging.Formatter):
    """A whole line, with what a traceback adds: no address in it opens anything."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class WithReceipt(logging.Filter):
    """Gives a record its request's receipt number; 「-」 outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.receipt = origin.get().request_id or "-"
        return True


class ShortRefusals(logging.Filter):
    """One line for what a guard or the host's name refuses: anybody can cause it, and where it was refused is no news.

    The line says which page's pattern it was, and nothing that was sent. Other handlers keep the record as it was.
    """

    def filter(self, record: logging.LogRecord) -> bool | logging.LogRecord:
        refusal = record.exc_info[1] if record.exc_info else None
        if not isinstance(refusal, DisallowedHost | PermissionDenied):
            return True
        short = copy.copy(record)
        short.exc_info = short.exc_text = None
        if isinstance(refusal, DisallowedHost):
            short.msg, short.args = "Refused: a host's name that is not ours", ()
        else:
            short.msg, short.args = "Refused: %s is not for this person", (_pattern(record),)
        return short


def _pattern(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    match = request.resolver_match if isinstance(request, HttpRequest) else None
    return f"/{match.route}" if match else "-"
