"""The log's lines: each carries the receipt number that an error page told."""

import logging

from audit.context import origin


class WithReceipt(logging.Filter):
    """Gives a record its request's receipt number; 「-」 outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.receipt = origin.get().request_id or "-"
        return True
