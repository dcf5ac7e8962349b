"""Feeds: made once, fetched without sign-in; valid Atom of what their person may see now, and of nothing else."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clock
from library import actions
from library.models import Edition, Publication, Visibility
from notices.models import Feed
from tests import factories
from tests.notices.fetching import address_in, fetch, made
from tests.security.tables import frozen

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
KEY = "k" * 32


class Atom:
    """A feed as a reader's program takes it."""

    def __init__(self, address: str) -> None:
        self.answer = fetch(address)
        assert self.answer.status_code == 200
        self.root = ET.fromstring(self.answer.content)  # noqa: S314  our own answer
        self.entries = self.root.findall(f"{ATOM}entry")

    def titles(self) -> list[str]:
        return [self.text(entry, "title") for entry in self.entries]

    def text(self, element: ET.Element, name: str) -> str:
        found = element.findtext(f"{ATOM}{name}")
        assert found, name
        return found


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    return factories.make_live(
        tochigi,
        reviewer=secretariat,
        visibility=Visibility.OBSERVERS,
        title="利用の手引き",
        summary="要点です。続きです。",
    )


def test_a_feed_is_valid_atom_and_leads_to_the_portal_only(live, kagawa, settings):
    address = made(kagawa, "all")
    atom = Atom(address)
    assert atom.answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert atom.root.tag == f"{ATOM}feed"
    (entry,) = atom.entries
    for element in (atom.root, entry):
        for name in ("id", "title", "updated"):
            atom.text(element, name)
        assert re.fullmatch(r"tag:[a-z0-9.]+,2024:(feed|edition)/\d+", atom.text(element, "id"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+\d\d:\d\d", atom.text(element, "updated"))
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
    assert atom.text(entry, "title") == "利用の手引き"
    assert atom.text(entry, "summary") == "栃木県、第1版：要点です。"
    links = [link.attrib["href"] for link in atom.root.iter(f"{ATOM}link")]
    assert links == [f"{settings.BASE_URL}/guidelines/", f"{settings.BASE_URL}{live.get_absolute_url()}"]
    assert address.split("/")[-1].split(".")[0] not in atom.answer.content.decode(), "the address is a key"


def test_words_are_words(live, kagawa):
    """Neither markup nor a sign that XML cannot have gets through, for a reader that shows HTML or text."""
    title, summary = 'A&B <script>alert(1)</script> "x"', "<img src=x onerror=alert(1)>\x0b\x00。]]>"
    Edition.objects.filter(publication=live).update(title=f"{title}\x0b", summary=summary.replace("\x00", ""))
    atom = Atom(made(kagawa, "all"))
    assert atom.titles() == [title]
    summary_element = atom.entries[0].find(f"{ATOM}summary")
    assert summary_element.attrib["type"] == "html"
    assert summary_element.text == "栃木県、第1版：&lt;img src=x onerror=alert(1)&gt;。"
    assert b"<script" not in atom.answer.content
    assert b"<img" not in atom.answer.content


def test_a_theme_and_a_prefecture_hold_their_own(live, kagawa, tochigi, secretariat):
    above = factories.make_theme("law", "法務")
    factories.make_theme("rights", "権利", parent=above)
    below = factories.make_theme("rights", "権利")
    factories.make_live(kagawa, reviewer=secretariat, title="権利の手引き", themes=[below])
    assert Atom(made(kagawa, f"theme:{above.pk}")).titles() == ["権利の手引き"]
    assert Atom(made(kagawa, f"theme:{below.pk}")).titles() == ["権利の手引き"]
    assert Atom(made(tochigi, f"body:{tochigi.organization_id}")).titles() == ["利用の手引き"]
    assert Atom(made(tochigi, "all")).titles() == ["権利の手引き", "利用の手引き"]


def test_what_ends_is_gone_with_the_next_fetch(live, kagawa, observer, tochigi, secretariat):
    addresses = {person: made(person, "all") for person in (kagawa, observer)}
    assert [Atom(address).titles() for address in addresses.values()] == [["利用の手引き"]] * 2
    actions.narrow(live, by=secretariat, visibility=Visibility.MEMBERS, reason="見直し中です")
    assert Atom(addresses[observer]).titles() == []
    assert Atom(addresses[kagawa]).titles() == ["利用の手引き"]
    actions.withdraw(live, by=tochigi, reason="古くなりました")
    assert Atom(addresses[kagawa]).titles() == []


def test_a_new_edition_is_something_new_and_the_newest_come_first(live, kagawa, tochigi, secretariat):
    address = made(kagawa, "all")
    other = factories.make_live(kagawa, reviewer=secretariat, title="あとの資料")
    before = Atom(address)
    assert before.titles() == ["あとの資料", "利用の手引き"]
    draft = factories.make_draft(tochigi, publication=live, title="利用の手引き（改定）")
    actions.publish(actions.submit(draft, by=tochigi, declared=True), by=secretariat, visibility=Visibility.OBSERVERS)
    after = Atom(address)
    assert after.titles() == ["利用の手引き（改定）", "あとの資料"]
    ids = [[each.text(entry, "id") for entry in each.entries] for each in (before, after)]
    assert ids[0][0] == ids[1][1], other
    assert ids[0][1] != ids[1][0]


def test_fifty_at_most_for_as_many_queries_as_one(live, kagawa):
    address, costs = made(kagawa, "all"), []
    fetch(address)
    for copies in (0, 2, 52):
        for _ in range(copies):
            Publication.objects.create(
                kind=live.kind, owner=live.owner, state="live", visibility=2, seen_visibility=2,
                live_edition=live.live_edition, published_at=clock.now(), updated_at=clock.now(),
                created_at=clock.now(), created_by=live.created_by,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            rows = len(Atom(address).entries)
        costs.append((rows, len(queries)))
    assert [rows for rows, _ in costs] == [1, 3, 50]
    assert {number for _, number in costs} == {2}


def test_nobody_may_keep_it_and_nothing_says_whether_it_changed(live, kagawa):
    address = made(kagawa, "all")
    for answer in (fetch(address), fetch(address, **{"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})):
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(answer.headers)


def test_the_address_is_shown_once_and_kept_as_a_hash(live, kagawa):
    client = Client()
    client.force_login(kagawa)
    answer = client.post("/me/feeds/", {"once": KEY, "subject": "all"})
    address = address_in(answer)
    token = address.split("/")[-1].removesuffix(".atom")
    assert re.fullmatch(r"[a-z2-7]{32}", token), "160 bits, in letters that are copied by hand"
    assert Feed.objects.get().digest == Feed.digest_of(token)
    assert token not in repr(frozen())
    again = client.post("/me/feeds/", {"once": KEY, "subject": "all"}, follow=True).content.decode()
    assert (Feed.objects.count(), "もう作ってあります" in again, token in again) == (1, True, False)
    assert token not in client.get("/me/feeds/").content.decode()
    assert len({made(kagawa, "all") for _ in range(3)}) == 3


def test_the_list_says_when_it_was_used_to_the_hour(live, kagawa, monkeypatch):
    address, client = made(kagawa, "all"), Client()
    client.force_login(kagawa)
    Client().head(address)
    assert "まだ取得されていません" in client.get("/me/feeds/").content.decode()
    began = clock.now()
    for minutes, noted in ((0, 0), (59, 0), (61, 61), (90, 61)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: began + timedelta(minutes=minutes))
        fetch(address)
        assert Feed.objects.get().last_used_at == began + timedelta(minutes=noted)
    assert "最後の取得" in client.get("/me/feeds/").content.decode()


def test_there_are_not_more_than_the_limit(kagawa, settings):
    settings.LIMITS = type(settings.LIMITS)(feeds=1)
    client = Client()
    client.force_login(kagawa)
    made(kagawa, "all")
    answer = client.post("/me/feeds/", {"once": KEY, "subject": "calendar"})
    assert (answer.status_code, Feed.objects.count()) == (400, 1)
    assert "フィードは1件までです" in answer.content.decode()


@pytest.mark.parametrize("subject", ["", "theme:", "theme:999999", "body:x", "evil", "all:1", "\x00", "theme:1:2"])
def test_what_cannot_be_chosen_makes_nothing(kagawa, subject):
    client = Client()
    client.force_login(kagawa)
    assert client.post("/me/feeds/", {"once": KEY, "subject": subject}).status_code == 400
    assert not Feed.objects.exists()


def test_pages_lead_to_the_form_with_their_own_subject_chosen(live, kagawa):
    client, theme = Client(), factories.make_theme()
    client.force_login(kagawa)
    for page, subject in (
        (theme.get_absolute_url(), f"theme:{theme.pk}"),
        ("/prefectures/09/", f"body:{live.owner_id}"),
    ):
        assert f'href="/me/feeds/?subject={subject}"' in client.get(page).content.decode()
        form = client.get(f"/me/feeds/?subject={subject}").content.decode()
        assert re.search(rf'<option value="{subject}" selected>', form)
