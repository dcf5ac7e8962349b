"""A real clamd with a signature of our own, and servers that answer as a scanner should not."""

import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CLAMD = shutil.which("clamd")
MARKER = b"MIHON-NO-WARUI-FAIRU"
_CONFIGURATION = """\
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
Foreground yes
LogFile {folder}/clamd.log
StreamMaxLength 2M
MaxRecursion 5
AlertExceedsMax yes
User {user}
"""


@pytest.fixture(scope="session")
def clamd_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The path of its socket; no signatures are fetched from anywhere."""
    if CLAMD is None:
        pytest.skip("missing: clamd")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "local.ndb").write_text(f"Mihon.Test:0:*:{MARKER.hex()}\n")
    user = pwd.getpwuid(os.getuid()).pw_name
    (folder / "clamd.conf").write_text(_CONFIGURATION.format(folder=folder, user=user))
    with (folder / "out").open("wb") as out:
        command = [CLAMD, "--config-file", str(folder / "clamd.conf")]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait(folder, process)
        yield str(folder / "clamd.sock")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(folder / "clamd.sock")) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"clamd did not begin:\n{(folder / 'out').read_text()}")


@pytest.fixture
def clamd(clamd_socket: str, settings) -> str:
    settings.CLAMD = clamd_socket
    return clamd_socket


@pytest.fixture
def answering(settings) -> Iterator[Callable[[bytes], None]]:
    """`answering(b"…")`: from now on a server that takes everything and answers these bytes, then hangs up."""
    servers: list[socket.socket] = []

    def begin(answer: bytes) -> None:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)
        settings.CLAMD = server.getsockname()
        threading.Thread(target=_serve, args=(server, answer), daemon=True).start()

    yield begin
    for server in servers:
        server.close()


def _serve(server: socket.socket, answer: bytes) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(0.3)
            received = b""
            try:
                while not received.endswith((b"zPING\0", b"\0\0\0\0")):
                    received += connection.recv(65536)
            except OSError:
                pass
            connection.sendall(answer)
