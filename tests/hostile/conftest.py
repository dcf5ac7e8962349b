"""The small portal of tests/security, also for hostile requests."""

from tests.security.conftest import built, site  # noqa: F401  pytest finds fixtures by their names here
