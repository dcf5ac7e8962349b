"""Automatic checks, shown to the officer before handing in and to the desk beside the decision."""

from library.checks.counts import recount, recount_twins
from library.checks.duplicates import Twin, twins_of
from library.checks.every import automatic

__all__ = ["Twin", "automatic", "recount", "recount_twins", "twins_of"]
