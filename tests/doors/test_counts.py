"""Numbers and words tell nothing: every list, number and page is made of what the reader sees, and of nothing else."""

import csv
import io
import random
import re
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clock
from discussion import actions as talking
from guidelines import vocabulary
from guidelines.facets import document_facets
from guidelines.filters import DocumentFilter
from library import facets
from library.facet_options import Facet
from library.listing import Listing
from library.models import Edition, EditionState, Publication, PublicationState, Visibility
from notices.models import Notice
from search.indexing import index
from tests import factories
from tests.doors.cast import Cast, client_of
from tests.doors.register import DOORS, sent_by
from tests.doors.scatter import Query, draw_query, naive, scatter
from tests.doors.test_no_oracle import statements
from tests.doors.world import Thing
from tests.library.states import edition_row, publication_row

SIZE, ROUNDS = 50, 500
READERS = ("anonymous", "observer", "elsewhere", "owner", "secretariat", "administrator")
_ROW = re.compile(r'gcard__title">\s*<a href="/guidelines/(\d+)/"')
_NUMBER = re.compile(r'name="(\w+)" value="([^"]+)"(?: checked)?><label[^>]*>[^<]*<span class="check__count">(\d+)')
_TOTAL = re.compile(r"<b>([\d,]+)</b>件")

RARE, NOWHERE = "珍獣語", "怪魚語"
SPELLED, MISSPELLED = "zzebra", "zzebar"
# In an order of their own where words stand in hidden pages, too: how often they do may move what is alike.
ADDRESSES = (
    f"/guidelines/?q={RARE}", "/guidelines/?fy=1999", "/guidelines/?theme=rare", "/guidelines/?pref=09&rows=50",
    f"/search/?q={RARE}", f"/search/?q={RARE} 見本&sort=new", "/search/?q=見本&theme=rare",
    f"/search/export.csv?q={RARE}", f"/search/comments/?q={RARE}", "/search/comments/?q=見本&theme=rare",
    f"/search/?q={MISSPELLED}", f"/search/?q=見本 {MISSPELLED}",
    f"/search/words/?q={RARE[:2]}", f"/search/words/?q={SPELLED[:3]}", "/search/words/?q=稀な",
    f"/guidelines/export.csv?q={RARE}", "/guidelines/?page=2", "/themes/rare/", "/prefectures/37/",
    "/notices/",
)  # fmt: skip
P, S = PublicationState, Visibility
HIDDEN = {  # role → (state, level, by proxy) of what is added and may not be noticed
    "anonymous": [(P.LIVE, S.OBSERVERS, False), (P.LIVE, S.SECRETARIAT, True), (P.WITHDRAWN, S.PUBLIC, False)],
    "administrator": [(P.LIVE, S.MEMBERS, False), (P.UNPUBLISHED, S.MEMBERS, False)],
    "observer": [(P.LIVE, S.MEMBERS, False), (P.UNPUBLISHED, S.PUBLIC, False), (P.WITHDRAWN, S.PUBLIC, False)],
    "elsewhere": [(P.LIVE, S.SECRETARIAT, False), (P.UNPUBLISHED, S.MEMBERS, True), (P.WITHDRAWN, S.MEMBERS, False)],
    "coordinator": [(P.LIVE, S.SECRETARIAT, True), (P.WITHDRAWN, S.SECRETARIAT, True)],
}


class Asked:
    """One query, as one role asks it of the portal: directly, by its page, and by its saved list."""

    def __init__(self, people: Cast, role: str, query: Query) -> None:
        self.person, self.role, self.query = people[role] or AnonymousUser(), role, query

    def listing(self, offered: list[Facet]) -> Listing:
        words = QueryDict(mutable=True)
        for name, value in self.query.parameters().items():
            words.setlist(name, value if isinstance(value, list) else [value])
        return Listing(self.person, words, offered, DocumentFilter)

    def page(self, client: Client, number: int) -> str:
        return client.get("/guidelines/", self.query.parameters() | {"page": number}).content.decode()

    def saved(self, client: Client) -> list[int]:
        _, sent = sent_by(client.get("/guidelines/export.csv", self.query.parameters()))
        text = sent[sent.index(b"\xef\xbb\xbf") :].decode("utf-8-sig")
        return [int(row[0]) for row in list(csv.reader(io.StringIO(text, newline="")))[1:]]


@pytest.mark.parametrize("seed", [47, 2024])
def test_every_list_is_what_a_naive_count_makes_of_the_matrix(people, settings, seed):
    settings.RATE_LIMITS = False
    chance = random.Random(seed)
    rows = scatter(people, SIZE, chance)
    every = sorted(set().union(*(row.values for row in rows)))
    clients = {role: client_of(people[role]) for role in READERS}
    offered, with_rows = document_facets(vocabulary.load()), 0
    for number in range(ROUNDS):
        role, query = chance.choice(READERS), draw_query(chance, every)
        asked, right, where = Asked(people, role, query), naive(rows, role, query), (seed, number, role, query)
        found = asked.listing(offered)
        assert found.total == len(right.ids), where
        assert [row.pk for row in found.publications] == right.ids, where
        counted = {(name, value): n for name, values in found.counts.items() for value, n in values.items() if n}
        assert counted == right.numbers, where
        if number % 5 == 0:
            turned = chance.randrange(len(right.ids) // 10 + 1)
            text = asked.page(clients[role], turned + 1)
            assert [int(pk) for pk in _ROW.findall(text)] == (right.ids[turned * 10 :][:10] or right.ids[-10:]), where
            assert _TOTAL.search(text)[1] == str(len(right.ids)), where
            shown = {(name, value): int(n) for name, value, n in _NUMBER.findall(text) if int(n)}
            assert shown == right.numbers, where
        if number % 20 == 0 and role != "anonymous":
            assert asked.saved(clients[role]) == right.ids, where
        with_rows += bool(right.ids)
    assert with_rows > ROUNDS // 3, "conditions that nothing fits prove little"


def hide(people: Cast, state: str, level: Visibility, *, is_proxy: bool) -> None:
    """One more publication that carries the rare word, a theme and a year of its own, wherever there is room."""
    maker, body = people["desk"] if is_proxy else people["owner"], people["owner"].organization
    publication = publication_row(body, maker, state, visibility=level, is_proxy=is_proxy)
    edition = publication.live_edition or edition_row(publication, maker, EditionState.SUBMITTED, is_proxy=is_proxy)
    Edition.objects.filter(pk=edition.pk).update(title=RARE, summary=RARE, section=RARE, review_by_on="2024-01-01")
    edition.types.set([factories.make_type()])
    edition.themes.set([factories.make_theme("rare", "稀なテーマ"), factories.make_theme()])
    factories.keep_file(edition, f"{RARE}.txt", f"{RARE} {SPELLED}", by=maker)
    Publication.objects.filter(pk=publication.pk).update(dated_on="1999-05-01")
    facets.refresh([publication.pk])
    index.index(publication.pk)
    if state == P.LIVE:
        talking.open_thread(publication, by=people["desk"], text=f"{RARE} {SPELLED}")
    told = {"event": edition.pk, "kind": "new", "edition": edition, "made_at": clock.now()}
    Notice.objects.bulk_create(
        Notice(person=person, is_shown=True, mail="none", **told) for person in people.values() if person is not None
    )


def everything_told(client: Client, thing: Thing) -> dict[str, tuple[int, str]]:
    """Every shared page of the portal, and the lists of `ADDRESSES`, as this reader gets them."""
    told = {address: sent_by(client.get(address)) for address in ADDRESSES}
    for door in DOORS:
        if door.shared and "log" not in door.name:
            told |= {f"{door.name} {number}": sent for number, sent in enumerate(door.opens(client, thing))}
    return {name: (status, equal(sent)) for name, (status, sent) in told.items()}


def equal(sent: bytes) -> str:
    """Without what differs from one request to the next: tokens, and the time in a workbook, which moves its length."""
    text = sent.decode(errors="replace")
    text = re.sub(r'(name="(?:csrfmiddlewaretoken|once)" value=")\w+', r"\1", text)
    text = re.sub(r"\('Content-Length', '\d+'\), |DTSTAMP:\w+", "", text)
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "", text)


@pytest.mark.parametrize("role", HIDDEN)
def test_what_is_hidden_changes_no_number_and_no_page(people, world, settings, role):
    settings.RATE_LIMITS = False
    factories.make_theme("rare", "稀なテーマ")
    client, thing = client_of(people[role]), world.things["live-public"]
    before = everything_told(client, thing)
    assert {status for status, _ in before.values()} <= {200, 302, 403, 404, 405}, "405: of a button"
    for state, level, is_proxy in HIDDEN[role]:
        for _ in range(3):
            hide(people, state, level, is_proxy=is_proxy)
    after = everything_told(client, thing)
    assert [name for name in before if before[name] != after[name]] == []
    told = everything_told(client_of(people["secretariat"]), thing)
    for words, without in ((RARE, "?q="), (SPELLED, f"?q={SPELLED}")):
        assert any(words in text for name, (_, text) in told.items() if without not in name), "it is there to be found"


@pytest.mark.parametrize("role", HIDDEN)
def test_a_word_that_only_what_is_hidden_has_is_searched_like_one_that_nothing_has(people, world, role):
    """The same answer by the same statements, however often it stands there."""
    for state, level, is_proxy in HIDDEN[role]:
        for _ in range(3):
            hide(people, state, level, is_proxy=is_proxy)
    client = client_of(people[role])
    for typed in ("{}", "見本 {}", "見本 本文 {}", "{}の見本", '"{}"', "見本 「{}」", "題名:{}"):
        for address in ("/search/", "/search/comments/"):
            told = []
            for word in (RARE, NOWHERE):
                client.get("/search/")
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(address, {"q": typed.format(word)}).content.decode()
                asked = [re.sub(r"\?(?:, \?)+", "?", each) for each in statements(queries)]
                told.append((_without(word, answer), asked))
            assert told[0] == told[1], (address, typed)


def _without(word: str, told: str) -> str:
    for each in (word, quote(word), quote(quote(word)), word.removesuffix("語")):
        told = told.replace(each, "…")
    return equal(told.encode())
