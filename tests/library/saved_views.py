"""Keeps views through the button of a page, and reads pages as a person would."""

import html
import re

from django.test import Client

from accounts.models import User
from library.models import Publication, SavedView
from posting.once import fresh_key

LIST, SEARCH = "guidelines:list", "search:results"


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def plain(answer) -> str:
    """The main part of a page in words, blanks left out."""
    text = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<(script|form)\b.*?</\1>", "", text, flags=re.DOTALL)
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def send(user: User, **values):
    sent = {"page": SEARCH, "query": "q=要約", "name": "要約の資料", "once": fresh_key(), **values}
    return of(user).post("/me/views/save/", sent)


def save(user: User, **values) -> SavedView:
    answer = send(user, **values)
    assert answer.status_code == 302, plain(answer)
    return SavedView.objects.latest("pk")


def published(publication: Publication, moment) -> Publication:
    Publication.objects.filter(pk=publication.pk).update(updated_at=moment)
    return publication
