"""What may not be seen answers exactly as what never existed: status, headers, body and number of queries."""

import html
import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import clock
from discussion.models import Attachment
from notices.models import Feed, Notice
from posting.once import fresh_key
from tests.doors.cast import client_of
from tests.doors.register import DESK, DOORS
from tests.doors.world import Thing

ABSENT = 987_654
HIDDEN = [
    ("anonymous", "draft"),
    ("anonymous", "live-observers"),
    ("ended observer", "live-observers"),
    ("observer", "live-members"),
    ("observer", "declined"),
    ("elsewhere", "draft"),
    ("elsewhere", "submitted"),
    ("elsewhere", "live-secretariat"),
    ("elsewhere", "binned"),
    ("coordinator", "proxied-secretariat"),
    ("administrator", "live-observers"),
]
VERBS = {
    "publications": {
        True: ("revise", "withdraw", "restore", "visibility", "discard", "recover"),
        False: ("recall", "discard_edition", "recover_edition"),
    },
    "submit": {True: (), False: ("files", "details", "autosave", "preview", "confirm", "done")},
    "review": {True: (), False: ("decide", "claim", "release")},
}
TALK = (
    "comment", "history", "edit", "delete", "report", "move", "split", "merge", "reply", "resolve", "reopen",
    "question", "lock", "unlock", "slow", "unslow", "thank",
)  # fmt: skip
UNREAD = [
    ("anonymous", "comment-public"), ("observer", "comment-members"), ("administrator", "report"),
    *((role, "confidential") for role in ("anonymous", "observer", "owner", "coordinator", "administrator")),
    ("elsewhere", "confidential-own"),
]  # fmt: skip
ATTACHED = ("comments:file", "comments:blacken_file")
FORM = {
    "reason": "理由", "visibility": "1", "decision": "publish", "message": "連絡", "no_secrets": "on", "rights": "on",
    "title": "題名", "revision": "0",
}  # fmt: skip


type Way = tuple[str, dict[str, str]]
type Difference = tuple[str, str, "Answer", "Answer"]


def contents(publication: int, number: int, file: int) -> dict[str, str]:
    """Every address under which content is read."""
    tabs = ("detail", "about", "files", "versions")
    found = {f"guidelines:{name}": reverse(f"guidelines:{name}", args=[publication]) for name in tabs}
    for name in ("guidelines:edition", "guidelines:edition_about"):
        found[name] = reverse(name, args=[publication, number])
        found[f"{name}, a number that is not there"] = reverse(name, args=[publication, 77])
    found["files:download"] = reverse("files:download", args=[file])
    for name in ("files:picture", "files:thumbnail", "files:text", "files:paper", "files:paper_thumbnail"):
        found[name] = reverse(name, args=[file, 1])
    found["a page that is not there"] = reverse("files:text", args=[file, 999])
    return found


def functions(publication: int, edition: int, file: int) -> dict[str, str]:
    """Every address at which something is done with it, and the one that takes an edition whole."""
    found = {
        f"{app}:{verb}": reverse(f"{app}:{verb}", args=[publication if of_publication else edition])
        for app, verbs in VERBS.items()
        for of_publication, names in verbs.items()
        for verb in names
    }
    whole = {"files:bundle": reverse("files:bundle", args=[edition])}
    return found | whole | {"files:retry": reverse("files:retry", args=[file])}


@dataclass(frozen=True)
class Answer:
    """What a reader could compare, but for the receipt number and fresh tokens, and with the address made equal."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[str, ...]
    body: bytes
    queries: int


def answer(client: Client, method: str, url: str, **headers: str) -> Answer:
    data = FORM | {"once": fresh_key()} if method == "post" else None
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(url, data, headers=headers or None)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    # People without sign-in are led back to the address after it: it stands in their page, and counts in its length.
    whole = client.get(url).content if method == "head" else body
    length = 0
    for shape in dict.fromkeys([url, html.escape(url), quote_plus(url, safe="/")]):
        length += whole.count(shape.encode()) * len(shape)
        body = body.replace(shape.encode(), b"URL")
    body = re.sub(rb'name="(csrfmiddlewaretoken|once)" value="[^"]+"', b"TOKEN", body)
    said = {name: value.replace(url, "URL") for name, value in response.headers.items()}
    if "Content-Length" in said:
        said["Content-Length"] = str(int(said["Content-Length"]) - length)
    return Answer(
        response.status_code, tuple(sorted(said.items())), tuple(sorted(response.cookies)), body, len(queries)
    )


def talk(publication: int, comment: int, thread: int) -> dict[str, str]:
    """Every address of a comment and of its thread, and those at which a document begins to be talked about."""
    verbs = [f"comments:{verb}" for verb in TALK] + [f"review:{name}" for name in DESK]
    found = {name: reverse(name, args=[comment]) for name in verbs}
    found |= {f"comments:{name}": reverse(f"comments:{name}", args=[publication]) for name in ("open", "confide_about")}
    return found | {"comments:confidential": reverse("comments:confidential", args=[thread])}


def differences(client: Client, thing: Thing, absent: int) -> list[Difference]:
    """Each address asked in every way, once for the hidden thing and once for what never existed."""
    etag = f'"{thing.file.sha256}"'
    plain = [("get", {}), ("post", {})]
    read = [
        *plain,
        ("head", {}),
        ("get", {"If-None-Match": etag}),
        ("get", {"Range": "bytes=0-9", "If-Range": etag}),
    ]
    hidden_pages = contents(thing.publication.pk, thing.edition.number, thing.file.pk)
    hidden_verbs = functions(thing.publication.pk, thing.edition.pk, thing.file.pk)
    pairs = [(name, url, contents(absent, 1, absent)[name], read) for name, url in hidden_pages.items()]
    pairs += [(name, url, functions(absent, absent, absent)[name], plain) for name, url in hidden_verbs.items()]
    return compared(client, pairs)


def compared(client: Client, pairs: list[tuple[str, str, str, list[Way]]]) -> list[Difference]:
    found = []
    for name, url, nowhere, ways in pairs:
        for method, headers in ways:
            first, second = answer(client, method, url, **headers), answer(client, method, nowhere, **headers)
            if first != second:
                found.append((name, method, first, second))
    return found


def test_a_comment_that_may_not_be_read_answers_as_none(people, world):
    """Of a thread that is closed to the reader; what the desk decides is 403 for all others, whatever is asked."""
    wrong = []
    for role, name in UNREAD:
        client, thing = client_of(people[role]), world.things[name]
        client.get("/login/")
        client.get(f"/guidelines/{ABSENT + 1}/")  # what is not found is noted once a minute
        nowhere = talk(ABSENT, ABSENT, ABSENT)
        urls = talk(world.things["draft"].publication.pk, thing.comment.pk, thing.comment.thread_id)
        pairs = [(each, url, nowhere[each], [("get", {}), ("post", {})]) for each, url in urls.items()]
        for file in Attachment.objects.filter(comment=thing.comment):
            ways = [("get", {}), ("post", {}), ("head", {}), ("get", {"Range": "bytes=0-9"})]
            pairs += [(at, reverse(at, args=[file.pk]), reverse(at, args=[ABSENT]), ways) for at in ATTACHED]
        wrong += [(role, *found) for found in compared(client, pairs)]
    assert wrong == []


# Asked by words, and by numbers that are the desk's own: nobody else is told anything there.
_BY_WORDS = {"search:results", "manage:promotions", "manage:promotion", "manage:delete_promotion"}
# One's own pages, which name no thing in their address.
_OWN = {"notices:inbox", "notices:read_all", "notices:follow", "me:notices", "me:confidential", "comments:confide"}


def test_a_notice_of_what_is_hidden_answers_as_none(people, world):
    client, hidden = client_of(people["observer"]), world.things["live-members"]
    told = {"kind": "new", "edition": hidden.edition, "made_at": clock.now(), "is_shown": True, "mail": "none"}
    notice = Notice.objects.create(event=1, person=people["observer"], **told)
    here, nowhere = (reverse("notices:open", args=[pk]) for pk in (notice.pk, ABSENT))
    client.get(f"/guidelines/{ABSENT + 1}/")
    assert compared(client, [("notices:open", here, nowhere, [("get", {}), ("head", {}), ("post", {})])]) == []
    for number in (hidden.publication.pk, ABSENT):
        sent = {"what": "publication", "number": number, "level": "every"}
        assert client.post(reverse("notices:follow"), sent).status_code == 404


def test_a_feed_that_does_not_open_answers_as_none(people, world):
    """Of who has left, is suspended, or at the door of the other sort."""
    client = client_of(None)
    client.get(f"/guidelines/{ABSENT + 1}/")
    times = {"made_at": clock.now(), "expires_at": clock.now() + timedelta(days=1), "epoch": 0}
    for role, subject, door in (
        ("ended observer", "all", "feed"), ("suspended", "all", "feed"), ("former member", "calendar", "calendar"),
        ("owner", "calendar", "feed"), ("owner", "all", "calendar"),
    ):  # fmt: skip
        token = "x" * 32
        feed = Feed.objects.create(person=people[role], subject=subject, digest=Feed.digest_of(token), **times)
        here, nowhere = (reverse(door, args=[each]) for each in (token, "y" * 32))
        assert compared(client, [(door, here, nowhere, [("get", {}), ("head", {}), ("post", {})])]) == []
        assert client.get(here).status_code == 404
        feed.delete()


def test_every_door_of_a_single_thing_is_compared():
    known = {
        *contents(1, 1, 1), *functions(1, 1, 1), *talk(1, 1, 1), *ATTACHED, *_BY_WORDS, *_OWN, "notices:open",
    }  # fmt: skip
    assert {name for door in DOORS if not door.shared for name in door.names} - known == set()


@pytest.mark.parametrize(("role", "name"), HIDDEN, ids=["-".join(case) for case in HIDDEN])
def test_hidden_and_absent_answer_alike(people, world, role, name):
    client = client_of(people[role])
    client.get("/login/")  # so that no answer is the first of its session
    client.get(f"/guidelines/{ABSENT + 1}/")  # what is not found is noted once a minute
    assert differences(client, world.things[name], ABSENT) == []


def test_a_file_that_is_kept_closer_answers_as_none(people, world):
    """Its publication may be read, so only the file's own addresses are compared."""
    client, thing = client_of(people["observer"]), world.things["closer-file"]
    client.get(f"/guidelines/{ABSENT + 1}/")  # what is not found is noted once a minute
    assert client.get(thing.publication.get_absolute_url()).status_code == 200
    own = {name for name, url in contents(1, 1, 2).items() if url.startswith("/files/")}
    found = differences(client, thing, ABSENT)
    assert own
    assert [(name, *rest) for name, *rest in found if name in own | {"files:retry"}] == []
