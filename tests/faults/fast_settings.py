"""The site's own settings with a clock that runs fast, so that mornings come while one waits.

All processes of a run have one clock: it began at FAST_BEGAN, a second of the machine's; FAST_RATE times as fast.
"""

import os
import time
from datetime import datetime, timedelta

import clock
from portal.settings import *  # noqa: F403

BEGIN = datetime(2024, 7, 8, 6, tzinfo=clock.JAPAN)  # a Monday
BEGAN, RATE = (float(os.environ[name]) for name in ("FAST_BEGAN", "FAST_RATE"))


def _now() -> datetime:
    return BEGIN + timedelta(seconds=(time.time() - BEGAN) * RATE)


clock.now = _now

JOBS_SCHEDULE = {"mail.tasks.send_waiting": 1, "notices.tasks.write_letters": 1}
MAILERS["default"]["OPTIONS"]["timeout"] = 10  # noqa: F405  of the machine's seconds
