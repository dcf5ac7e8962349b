"""Tests that need what is not on this machine are passed over and say so; with `REQUIRE_ALL=1` they fail instead."""

import os

import pytest

MISSING = "missing: "
_SKIPPED = f"Skipped: {MISSING}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call):
    report = yield
    if os.environ.get("REQUIRE_ALL") and _is_for_something_missing(report):
        report.outcome = "failed"
    return report


def _is_for_something_missing(report: pytest.TestReport) -> bool:
    return report.skipped and isinstance(report.longrepr, tuple) and report.longrepr[2].startswith(_SKIPPED)
