"""The small portal of tests/security, also for hostile requests, and children that do what files could make them do."""

from tests.hostile.children import child  # noqa: F401  pytest finds fixtures by their names here
from tests.security.conftest import built, site  # noqa: F401  pytest finds fixtures by their names here
