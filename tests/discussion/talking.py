"""Talks as people do: through the forms beside a document."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test import Client

from accounts.models import User
from discussion.models import Comment
from library.models import Publication
from posting.once import fresh_key


@dataclass(frozen=True)
class Read:
    """What one person reads of the comments beside a document."""

    text: str

    @property
    def panel(self) -> str:
        found = re.search(r'<section class="talk".*?</section>', self.text, re.DOTALL)
        return found[0] if found else ""

    @property
    def plain(self) -> str:
        return plain(self.panel)

    @property
    def anchors(self) -> list[str]:
        return re.findall(r'id="(c\d+)"', self.panel)

    @property
    def buttons(self) -> list[str]:
        found = re.findall(r"<button[^>]*>(.*?)</button>", self.panel, re.DOTALL)
        return [re.sub(r"<[^>]*>|\s", "", each) for each in found]


class Talker:
    """One signed-in person."""

    def __init__(self, user: User | None) -> None:
        self.client, self.user = Client(), user
        if user is not None:
            self.client.force_login(user)

    def read(self, publication: Publication, **query: object) -> Read:
        answer = self.client.get(publication.get_absolute_url(), query)
        assert answer.status_code == 200, answer.status_code
        return Read(answer.content.decode())

    def follow(self, address: str) -> Read:
        """Where an address leads to, the last page of it."""
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200, (address, answer.status_code)
        return Read(answer.content.decode())

    def fresh(self, publication: Publication, **query: object) -> str:
        """The key of the form that is shown."""
        return key_in(self.read(publication, **query).panel)

    def say(self, publication: Publication, text: str, **fields: object) -> Comment:
        """Begin a thread; the comment that was written."""
        answer = self.post(f"/comments/on/{publication.pk}/", text=text, once=self.fresh(publication), **fields)
        return written(answer)

    def answer(self, comment: Comment, text: str, **fields: object) -> Comment:
        key = key_in(self.follow(comment.thread.get_absolute_url()).panel)
        return written(self.post(f"/comments/{comment.pk}/reply/", text=text, once=key, **fields))

    def confide(self, text: str, *, about: Publication | None = None, **fields: object) -> Comment:
        """Begin a confidential thread; the comment that was written."""
        address = f"/comments/confide/{about.pk}/" if about else "/comments/confide/"
        key = key_in(self.client.get(address).content.decode())
        return written(self.post(address, text=text, once=key, **fields))

    def press(self, comment: Comment, verb: str, **fields: object):
        return self.post(f"/comments/{comment.pk}/{verb}/", **fields)

    def arrange(self, comment: Comment, verb: str, **fields: object):
        """Split or merge, with the key of the form that is shown."""
        return self.press(comment, verb, **{"once": fresh_key(), **fields})

    def report(self, comment: Comment, *, reason: str = "unfit", words: str = ""):
        return self.press(comment, "report", reason=reason, words=words, once=fresh_key())

    def page(self, address: str) -> str:
        """A page without its tags and blanks."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return plain(answer.content.decode())

    def decide(self, comment: Comment, decision: str, message: str = "", **fields: object):
        """As the desk does: about what its page shows."""
        address = f"/review/reports/{comment.pk}/"
        seen = re.search(r'name="seen" value="([^"]*)"', self.client.get(address).content.decode())
        sent = {"decision": decision, "message": message, "once": fresh_key(), "seen": seen[1] if seen else ""}
        return self.post(address, **(sent | fields))

    def post(self, address: str, **fields: object):
        return self.client.post(address, fields)


def key_in(text: str) -> str:
    found = re.search(r'name="once" value="(\w+)"', text)
    assert found is not None
    return found[1]


def plain(text: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def written(answer) -> Comment:
    assert answer.status_code == 302, (answer.status_code, answer.content.decode()[:2000])
    pk = re.search(r"/comments/(\d+)/", urlsplit(answer.headers["location"]).path)
    assert pk is not None, answer.headers["location"]
    return Comment.objects.get(pk=int(pk[1]))
