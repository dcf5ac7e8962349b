"""What each role finds is what a naive reading of everything says: words of the page, and the matrix of visibility."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from library import facet_counts, facets
from library.kinds import offered_facets
from library.models import EditionState, Page, PublicationState, Visibility
from search.answers.asked import read
from search.answers.results import Results
from search.indexing import index
from search.normalise import normalise
from search.query import parse
from search.tokens import tokens
from tests import factories
from tests.doors.cast import EVERYONE, Cast, make_cast
from tests.doors.scatter import HOME, LEVEL
from tests.doors.verbs import WITHOUT_ACCOUNT
from tests.library.states import edition_row, publication_row

pytestmark = pytest.mark.django_db
WORDS = ("議事録", "要約", "防災計画", "生成AI", "個人情報の取扱い", "令和6年度", "サーバー", "申し込み", "消防法")
TYPED = (*WORDS, "議事", "要約する", "R6年度", "サーバ", "取り扱い", "申込", "生成", "計画", "見本にない語")


class Drawn:
    """A publication with two files: one as open as itself, one for members only."""

    def __init__(self, people: Cast, chance: random.Random) -> None:
        role = chance.choice(["owner", "elsewhere"])
        self.body, self.is_proxy = HOME[role], chance.random() < 0.25
        self.level = chance.choice(list(Visibility))
        self.state = chance.choice([PublicationState.LIVE] * 4 + [PublicationState.WITHDRAWN])
        maker = people["desk"] if self.is_proxy else people[role]
        owner = people[role].organization
        publication = publication_row(owner, maker, self.state, visibility=self.level, is_proxy=self.is_proxy)
        edition = publication.live_edition or edition_row(
            publication, maker, EditionState.DRAFT, is_proxy=self.is_proxy
        )
        self.pk, self.title = publication.pk, f"資料 {chance.choice(WORDS)}"
        type(edition).objects.filter(pk=edition.pk).update(title=self.title, summary="", section="")
        self.said = f"{self.title} {owner.name}"
        self.pages: list[tuple[str, bool]] = []
        for is_closer in (False, True):
            file = factories.keep_file(edition, "添付.txt", "見本", by=maker)
            file.visibility = Visibility.MEMBERS if is_closer else None
            file.save()
            text = "。".join(chance.choices(WORDS, k=3))
            Page.objects.filter(file=file).update(text=text)
            self.pages.append((f"{self.title} {text}", is_closer))
        facets.refresh([self.pk])
        index.index(self.pk)

    def _is_own(self, role: str) -> bool:
        return HOME.get(role) == self.body and not self.is_proxy

    def texts_for(self, role: str) -> list[str]:
        """Every text that the role may read, by the matrix."""
        least = LEVEL.get(role, 3)
        if self.state != PublicationState.LIVE or not (self._is_own(role) or self.level >= least):
            return []
        may_closer = self._is_own(role) or least <= Visibility.MEMBERS
        names = f"{self.title} 添付.txt"
        return [self.said, names, *(text for text, is_closer in self.pages if may_closer or not is_closer)]


def words(text: str) -> set[str]:
    return {token.word for token in tokens(normalise(text).text)}


def naive(drawn: list[Drawn], role: str, typed: str) -> set[int]:
    wanted = [unit.ways for unit in parse(typed).units]
    readable = ((row.pk, words(text)) for row in drawn for text in row.texts_for(role))
    return {pk for pk, have in readable if all(any(have.issuperset(way) for way in ways) for ways in wanted)}


def found_by(person, typed: str) -> Results:
    query = QueryDict(mutable=True)
    query["q"] = typed
    return Results(person, read(query, offered_facets()), offered_facets())


def check(number: int) -> None:
    chance, people = random.Random(47), make_cast()
    drawn = [Drawn(people, chance) for _ in range(24)]
    wrong = []
    for _ in range(number):
        role, typed = chance.choice(EVERYONE), " ".join(chance.sample(TYPED, chance.choice([1, 1, 2, 3])))
        results = found_by(AnonymousUser() if role in WITHOUT_ACCOUNT else people[role], typed)
        expected = naive(drawn, role, typed)
        all_words = set() if results.found.is_partial else set(results.ids)
        of_bodies = {
            body: sum(row.pk in expected for row in drawn if row.body == body) for body in {row.body for row in drawn}
        }
        numbers = facet_counts.numbers(results.sets["pref"], results.everything.publications if all_words else 0)
        if (all_words, len(expected)) != (expected, results.total if all_words else 0):
            wrong.append((role, typed, all_words ^ expected))
        if {body: numbers.get(body, 0) for body in of_bodies} != of_bodies:
            wrong.append((role, typed, numbers, of_bodies))
        if results.found.is_partial and not set(results.ids) <= {row.pk for row in drawn if row.texts_for(role)}:
            wrong.append((role, typed, "some of the words"))
    assert wrong == []


def test_each_role_finds_what_a_naive_reading_finds():
    check(60)


@pytest.mark.slow
def test_each_role_finds_what_a_naive_reading_finds_a_thousand_times():
    check(1000)
