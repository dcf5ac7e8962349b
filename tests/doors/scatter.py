"""Publications scattered over owners, states, levels, facts and days, and a naive reading of a list over them.

What is expected is worked out from what was drawn and from the matrix as it is written down: the portal is not asked.
"""

import random
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from accounts.models import Organization, User
from guidelines.models import Guideline, Service
from library import facets
from library.models import Edition, EditionState, Publication, PublicationState, Visibility
from tests import factories
from tests.doors.cast import Cast
from tests.library.states import edition_row, publication_row

P = PublicationState
BODIES = {"09": "関東", "10": "関東", "37": "四国"}
TYPES = {"guideline": True, "press": False, "training": False}  # whether it carries facts
THEMES = {"top-a": None, "top-b": None, "low-a": "top-a", "low-b": "top-b", "low-c": "top-a"}
FORMATS = {"text": "text", "docx": "word", "doc": "word", "xls": "excel"}
SERVICES = ("svc-a", "svc-b", "svc-c")
WORDS = ("AI", "ＡＩ", "要綱", "R6", "会議", "様式")
LEVEL = {"secretariat": 0, "owner": 1, "coordinator": 1, "elsewhere": 1, "observer": 2}  # else 3: what is open to all
HOME = {"owner": "09", "coordinator": "09", "elsewhere": "37"}


@dataclass
class Drawn:
    """One publication as it was drawn. `file` is its file's name, `is_closer` that it is for members only."""

    pk: int
    body: str
    state: str
    level: int
    is_proxy: bool
    title: str
    summary: str
    file: str
    is_closer: bool
    day: date
    updated: datetime
    values: set[tuple[str, str]] = field(default_factory=set)

    def is_seen_by(self, role: str) -> bool:
        """The matrix: live, and open enough or the own body's, unless the desk registered it."""
        own = HOME.get(role) == self.body and not self.is_proxy
        return self.state == P.LIVE and (own or self.level >= LEVEL.get(role, 3))

    def has(self, word: str) -> bool:
        """Width and case aside, in title, summary, the body's name, or the name of a file that is not kept closer."""
        name = factories.make_prefecture(self.body).name
        places = [self.title, self.summary, name, "" if self.is_closer else self.file]
        return any(_plain(word) in _plain(place) for place in places)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def scatter(people: Cast, number: int, chance: random.Random) -> list[Drawn]:
    """`number` publications, half of them live."""
    makers = {code: _officer(code, people) for code in BODIES}
    types = {slug: factories.make_type(slug, f"種類{slug}", has_facts=has) for slug, has in TYPES.items()}
    themes: dict[str, object] = {}
    for slug, parent in THEMES.items():
        themes[slug] = factories.make_theme(slug, f"テーマ{slug}", parent=parent and themes[parent])
    services = {slug: Service.objects.create(slug=slug, name=f"サービス{slug}") for slug in SERVICES}
    return [_one(makers, types, themes, services, people["desk"], chance) for _ in range(number)]


def _officer(code: str, people: Cast) -> User:
    of_cast = [people[role] for role in ("owner", "elsewhere") if HOME[role] == code]
    return of_cast[0] if of_cast else factories.make_user(f"m{code}@example.jp", body=factories.make_member(code))


def _one(makers, types, themes, services, desk: User, chance: random.Random) -> Drawn:
    body, is_proxy = chance.choice(list(BODIES)), chance.random() < 0.25
    state = chance.choice([P.LIVE] * 4 + [P.WITHDRAWN, P.UNPUBLISHED])
    level = chance.choice(list(Visibility))
    maker = desk if is_proxy else makers[body]
    owner: Organization = makers[body].organization
    publication = publication_row(owner, maker, state, visibility=level, is_proxy=is_proxy)
    edition = publication.live_edition or edition_row(publication, maker, EditionState.DRAFT, is_proxy=is_proxy)
    drawn = Drawn(
        pk=publication.pk,
        body=body,
        state=state,
        level=level,
        is_proxy=is_proxy,
        title=f"資料 {chance.choice(WORDS)}",
        summary=f"概要 {chance.choice(WORDS)}",
        file=f"添付{chance.choice(WORDS)}.txt",
        is_closer=chance.random() < 0.3,
        day=date(2022, 1, 1) + timedelta(days=chance.randrange(1200)),
        updated=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(400)),
    )
    drawn.values = _described(drawn, edition, types, themes, services, chance)
    Edition.objects.filter(pk=edition.pk).update(title=drawn.title, summary=drawn.summary)
    Publication.objects.filter(pk=publication.pk).update(dated_on=drawn.day, updated_at=drawn.updated)
    if state == P.UNPUBLISHED:
        Publication.objects.filter(pk=publication.pk).update(updated_at=None)
    kind = chance.choice(list(FORMATS))
    if not drawn.is_closer or level <= Visibility.MEMBERS:
        drawn.values.add(("format", FORMATS[kind]))
    file = factories.keep_file(edition, drawn.file, "見本の本文", by=maker, kind=kind)
    file.visibility = Visibility.MEMBERS if drawn.is_closer else None
    file.save()
    facets.refresh([publication.pk])
    return drawn


def _described(drawn: Drawn, edition: Edition, types, themes, services, chance: random.Random) -> set[tuple[str, str]]:
    """Types, themes and facts of the edition; the values by which a list can then be narrowed."""
    kinds, topics = (
        chance.sample(list(types), chance.choice([1, 1, 2])),
        chance.sample(list(themes), chance.randrange(3)),
    )
    used = chance.sample(SERVICES, chance.randrange(3))
    said = {
        "secret": chance.choice(["", "allowed", "forbidden"]),
        "scope": chance.choice(["", "everyone", "other"]),
        "training": chance.choice(["", "off", "unknown"]),
    }
    edition.types.set([types[slug] for slug in kinds])
    edition.themes.set([themes[slug] for slug in topics])
    facts = Guideline.objects.create(
        edition=edition, secret_input=said["secret"], scope=said["scope"], training=said["training"]
    )
    facts.services.set([services[slug] for slug in used])
    year = drawn.day.year if drawn.day.month >= 4 else drawn.day.year - 1
    found = {("pref", drawn.body), ("region", BODIES[drawn.body]), ("fy", str(year))}
    found |= {("kind", slug) for slug in kinds} | {("theme", slug) for slug in topics}
    found |= {("theme", THEMES[slug]) for slug in topics if THEMES[slug]}
    if any(TYPES[slug] for slug in kinds):
        found |= {(name, value) for name, value in said.items() if value} | {("svc", slug) for slug in used}
    return found


@dataclass(frozen=True)
class Query:
    """One list as it is asked for."""

    chosen: dict[str, list[str]]
    words: str
    since: date | None
    until: date | None
    sort: str

    def parameters(self) -> dict[str, object]:
        days = {"from": self.since, "to": self.until}
        others = {"q": self.words, "sort": self.sort, "rows": "10"}
        return self.chosen | others | {name: day.isoformat() for name, day in days.items() if day}

    def fits(self, row: Drawn, *, without: str = "") -> bool:
        return (
            all(any((name, v) in row.values for v in wanted) for name, wanted in self.chosen.items() if name != without)
            and all(row.has(word) for word in self.words.split())
            and (self.since is None or row.day >= self.since)
            and (self.until is None or row.day <= self.until)
        )

    def order(self, row: Drawn) -> tuple[object, ...]:
        keys = {"dated": (row.day,), "updated": (row.updated,), "pref": (-int(row.body), row.day)}
        return (*keys[self.sort], row.pk)


def draw_query(chance: random.Random, every: list[tuple[str, str]]) -> Query:
    chosen: dict[str, list[str]] = {}
    for name, value in chance.sample(every, chance.choice([0, 0, 1, 1, 2, 3])):
        chosen.setdefault(name, []).append(value)
    since, until = (date(2022, 1, 1) + timedelta(days=chance.randrange(1200)) for _ in range(2))
    return Query(
        chosen,
        " ".join(
            chance.sample(["ai", "ＲＲ", "r6", "要綱", "会議", "栃木", "Ｒ６", "添付"], chance.choice([0, 0, 1, 1, 2]))
        ),
        chance.choice([None, None, since]),
        chance.choice([None, None, until]),
        chance.choice(["dated", "updated", "pref"]),
    )


@dataclass(frozen=True)
class Naive:
    """What a list shows, worked out by looking at every row."""

    ids: list[int]
    numbers: dict[tuple[str, str], int]


def naive(rows: list[Drawn], role: str, query: Query) -> Naive:
    seen = [row for row in rows if row.is_seen_by(role)]
    found = sorted((row for row in seen if query.fits(row)), key=query.order, reverse=True)
    numbers: Counter[tuple[str, str]] = Counter()
    for row in seen:
        for name, value in row.values:
            if query.fits(row, without=name):
                numbers[name, value] += 1
    return Naive([row.pk for row in found], dict(numbers))
