"""What may not be seen answers exactly as what never existed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.doors.test_matrix import client_of
from tests.doors.world import World, build

ABSENT = 987_654


@pytest.fixture
def world(tochigi, secretariat, secretariat2) -> World:
    return build(tochigi, secretariat, secretariat2)


def addresses(publication: int, edition: int, file: int) -> dict[str, str]:
    """Every address that carries an id, with the given ids."""
    by_publication = ["guidelines:detail", "guidelines:about", "guidelines:files", "guidelines:versions"] + [
        f"publications:{verb}" for verb in ("revise", "withdraw", "restore", "visibility", "discard", "recover")
    ]
    by_edition = [f"submit:{step}" for step in ("files", "details", "autosave", "preview", "confirm", "done")] + [
        f"publications:{verb}" for verb in ("recall", "discard_edition", "recover_edition")
    ]
    found = {name: reverse(name, args=[publication]) for name in by_publication}
    found |= {name: reverse(name, args=[edition]) for name in by_edition}
    found["guidelines:edition"] = reverse("guidelines:edition", args=[publication, 1])
    found["guidelines:edition_about"] = reverse("guidelines:edition_about", args=[publication, 1])
    found["files:download"] = reverse("files:download", args=[file])
    found["files:retry"] = reverse("files:retry", args=[file])
    for name in ("files:picture", "files:thumbnail", "files:text"):
        found[name] = reverse(name, args=[file, 1])
    return found


def answer(client, method: str, url: str) -> tuple[int, dict, bytes, int]:
    """Status, headers, body and number of queries; what carries the address or a fresh token is made equal."""
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(url, headers={"If-None-Match": '"x"'})
    body = response.content if not response.streaming else b"".join(response.streaming_content)
    # People without sign-in are led back to the address after it: it stands in their page, and counts in its length.
    shown = (client.get(url).content if method == "head" else body).count(url.encode())
    body = body.replace(url.encode(), b"URL")
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"TOKEN", body)
    headers = {k: v.replace(url, "URL") for k, v in response.headers.items() if k not in {"Set-Cookie", "Vary"}}
    if "Content-Length" in headers:
        headers["Content-Length"] = int(headers["Content-Length"]) - shown * len(url)
    return response.status_code, headers, body, len(queries)


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("role", ["anonymous", "kagawa", "observer", "admin"])
def test_hidden_and_absent_answer_alike(request, world, role, method):
    hidden = world.things["draft"]
    client = client_of(None if role == "anonymous" else request.getfixturevalue(role))
    client.get("/login/")  # so that no answer is the first of its session
    client.get(f"/guidelines/{ABSENT + 1}/")  # what is not found is noted once a minute
    different = []
    real = addresses(hidden.publication.pk, hidden.edition.pk, hidden.file.pk)
    absent = addresses(ABSENT, ABSENT, ABSENT)
    for name, url in real.items():
        first, second = answer(client, method, url), answer(client, method, absent[name])
        if first != second:
            different.append((name, first[0], second[0], first[3], second[3]))
    assert different == []
