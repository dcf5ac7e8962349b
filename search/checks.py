"""What `check --deploy` tells of the index. A warning only: the site starts, and the worker puts it right."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning, register  # noqa: A004  the framework's own name
from django.db import DatabaseError

import clock
from search.indexing.standing import problems, standing


@register("search", deploy=True)
def index_and_content(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    try:
        return [Warning(told, id="search.W001") for told in problems(standing(), now=clock.now())]
    except DatabaseError:
        return []  # no database, no index; the next check asks again
