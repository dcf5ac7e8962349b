"""The web server: one process with threads beside SQLite; more processes by `PORTAL_WEB_PROCESSES` on PostgreSQL."""

import gc
import logging
import os

from gunicorn.http import wsgi

from portal.masking import masked

bind = f"{os.environ.get('PORTAL_HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("PORTAL_WEB_PROCESSES") or 1)
threads = 8
worker_class = "gthread"
timeout = 120
graceful_timeout = 8
keepalive = 5  # between requests; no setting bounds how long a begun one takes: the proxy must (docs/operating.md)
limit_request_line = 8190
limit_request_field_size = 8190
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108  as the server's docs advise
accesslog = None  # whoever switches it on writes addresses that are keys: docs/operating.md, 「Feeds」
loglevel = "warning"


class _NoHeadWarning(logging.Filter):
    """Django sends a body with HEAD and the server drops it; that is no news."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "HEAD" not in record.getMessage()


class _Masked(logging.Filter):
    """A request that fails before the portal sees it is told with its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True


def when_ready(_server: object) -> None:
    wsgi.SERVER = "portal"  # the answer's `Server` header: which program serves is nobody's business
    logging.getLogger("gunicorn.error").addFilter(_NoHeadWarning())
    logging.getLogger("gunicorn.error").addFilter(_Masked())


def post_worker_init(_worker: object) -> None:
    """What was loaded stays: a full collection would look at all of it while a request waits, a tenth of a second."""
    gc.collect()
    gc.freeze()
