"""No test, and nothing that a test runs, speaks to another machine."""

import socket

import pytest

HERE = {"localhost", "::1", ""}
reached: list[object] = []


def _is_here(address: object) -> bool:
    """A path is a socket in a folder; else the first part is the host."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    return host in HERE or host.startswith("127.")


@pytest.fixture(scope="session", autouse=True)
def nobody_else_is_asked():
    """No connection but to this machine, and no question about a name: what tries is refused and remembered."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _only_names_of_ours(socket.getaddrinfo))
        yield


def _only_here(act):
    def guarded(self, *arguments):
        if self.family == socket.AF_UNIX or _is_here(arguments[-1]):
            return act(self, *arguments)
        reached.append(arguments[-1])
        raise ConnectionRefusedError(f"no test speaks to {arguments[-1]}")

    return guarded


def _only_names_of_ours(act):
    def guarded(host, *arguments, **options):
        name = host.decode() if isinstance(host, bytes) else host or ""
        if _is_here((name,)):
            return act(host, *arguments, **options)
        reached.append(name)
        raise socket.gaierror(f"no test asks for {name}")

    return guarded


@pytest.fixture(autouse=True)
def nobody_else_was_asked():
    yield
    asked, reached[:] = list(reached), []
    assert asked == [], "this test reached for another host"
