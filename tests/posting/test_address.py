"""Where a request comes from is not what its headers claim."""

import pytest
from django.test import RequestFactory

from posting.address import address_group, client_address

CASES = [
    # trusted proxies, X-Forwarded-For, peer, believed
    (0, None, "203.0.113.7", "203.0.113.7"),
    (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
    (1, "198.51.100.1", "127.0.0.1", "198.51.100.1"),
    (1, "10.9.9.9, 198.51.100.1", "127.0.0.1", "198.51.100.1"),
    (2, "10.9.9.9, 198.51.100.1, 192.0.2.4", "127.0.0.1", "198.51.100.1"),
    (2, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
    (1, "unknown", "127.0.0.1", ""),
    (1, "<script>", "127.0.0.1", ""),
]


@pytest.mark.parametrize(("proxies", "forwarded", "peer", "believed"), CASES)
def test_client_address(settings, proxies, forwarded, peer, believed):
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)) == believed


def test_ipv6_neighbours_count_as_one_place():
    assert address_group("2001:db8:1:2:aaaa::1") == address_group("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::"
    assert address_group("2001:db8:1:3::1") != address_group("2001:db8:1:2::1")
    assert address_group("203.0.113.7") == "203.0.113.7"
