"""Asking at a door, and all that is got there."""

import io
import zipfile

from django.http import HttpResponseBase
from django.test import Client

type Answer = tuple[int, bytes]


def get(client: Client, url: str, **headers: str) -> Answer:
    return sent_by(client.get(url, headers=headers or None))


def sent_by(response: HttpResponseBase) -> Answer:
    """Status with everything that was sent: headers (but cookies) and body, an Excel file unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    return response.status_code, str(sorted(response.headers.items())).encode() + body
