"""What several modules of these tests stand on."""

from tests.library.printer import own_lock, printer  # noqa: F401  pytest finds fixtures by their names here
