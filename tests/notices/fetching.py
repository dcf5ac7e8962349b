"""Feeds made through the front door, and fetched as programs do: without a session."""

import re

from django.http import HttpResponse
from django.test import Client
from django.utils.crypto import get_random_string

from accounts.models import User


def address_in(answer: HttpResponse) -> str:
    """The path that is shown after a feed was made."""
    assert answer.status_code == 200
    found = re.search(r"http://127\.0\.0\.1:8000(/(?:feeds|calendar)/\S+?\.(?:atom|ics))<", answer.content.decode())
    assert found, "the page shows the address"
    return found[1]


def made(person: User, subject: str) -> str:
    client = Client()
    client.force_login(person)
    return address_in(client.post("/me/feeds/", {"once": get_random_string(32), "subject": subject}))


def fetch(address: str, **headers: str) -> HttpResponse:
    return Client().get(address, headers=headers or None)
