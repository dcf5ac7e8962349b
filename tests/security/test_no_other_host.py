"""The guard of tests/no_other_host.py refuses what it should, and lets through what every test needs."""

import smtplib
import socket
import urllib.error
import urllib.request

import pytest

from tests import no_other_host


@pytest.fixture
def reached():
    """What was tried; forgotten afterwards, because here it was meant."""
    yield no_other_host.reached
    no_other_host.reached.clear()


OUTWARD = [
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
    lambda: socket.create_connection(("2001:db8::1", 80), timeout=1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
    lambda: urllib.request.urlopen("http://portal.example.jp/", timeout=1),
    lambda: urllib.request.urlopen("http://169.254.169.254/latest/", timeout=1),
    lambda: smtplib.SMTP("mail.example.jp", timeout=1),
    lambda: socket.getaddrinfo("example.jp", 80),
]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("number", range(len(OUTWARD)))
def test_another_host_is_refused_and_remembered(reached, number):
    with pytest.raises((OSError, urllib.error.URLError)):
        OUTWARD[number]()
    assert len(reached) == 1


def test_this_machine_can_be_spoken_to(reached):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, server.getsockname()[1]), timeout=5).close()
    assert reached == []
