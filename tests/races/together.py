"""Lets several people act at the same moment: a thread and a database connection for each, one starting gun."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.db import connection

PATIENCE = 60


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act returned or raised, in the order given. A thread that never ends fails the test."""
    outcomes: list[Any] = [None] * len(acts)
    gun = threading.Barrier(len(acts))

    def run(number: int) -> None:
        try:
            gun.wait(timeout=PATIENCE)
            outcomes[number] = acts[number]()
        except Exception as problem:  # noqa: BLE001  an outcome like any other; the test judges it
            outcomes[number] = problem
        finally:
            with suppress(Exception):
                connection.close()

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    return outcomes


def raised(outcomes: Sequence[Any]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]
