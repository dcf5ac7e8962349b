"""Gives each request a receipt number and remembers where it comes from."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from audit.context import Origin, origin
from posting.address import client_address


def who_and_where(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = origin.set(Origin(address=client_address(request), request_id=secrets.token_hex(8)))
        try:
            return get_response(request)
        finally:
            origin.reset(token)

    return middleware
