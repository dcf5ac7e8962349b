"""The short run of `make delivery`: whatever the mail server does, and whenever the worker is killed."""

import os
from pathlib import Path

import pytest

from tests.faults.delivery import deliver

pytestmark = [pytest.mark.faults]


def test_each_notice_once_and_each_mail_at_least_once(tmp_path: Path):
    found = deliver(tmp_path, events=60, kills=2, seed=int(os.environ.get("SEED", "47")))
    assert (found.lost, found.doubled) == (0, 0)
    assert (found.events >= 60, found.kills) == (True, 2)
    assert found.delivered > 20, "too little was mailed to prove anything"
    assert 0 < found.repeated <= found.windows, "a mail is repeated only where its answer was lost"
