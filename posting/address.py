"""Where a request comes from, without believing headers that anybody can write."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's address: the peer's own, or the one that the last trusted proxy saw.

    `PORTAL_TRUSTED_PROXIES` says how many entries at the end of `X-Forwarded-For` our own proxies wrote.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        peer = hops[-trusted]
    try:
        return str(ipaddress.ip_address(peer))
    except ValueError:
        return ""


def address_group(address: str) -> str:
    """What counts as one place for rates: an IPv4 address, or the /64 of an IPv6 address."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
