"""How a door is tried: one request, and everything that was sent back."""

import io
import zipfile
from collections.abc import Iterator

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


def variants(client: Client, url: str, sha256: str) -> Iterator[Answer]:
    yield get(client, url)
    yield get(client, url, Range="bytes=0-40")
    yield get(client, url, **{"If-None-Match": f'"{sha256}"'})
    yield sent_by(client.head(url))
