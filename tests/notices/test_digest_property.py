"""Whatever people say, read and choose, and whatever is closed meanwhile: each letter is what a plain count makes.

The count knows what happened and nothing of the portal's rows: who hears, by which way, what was read, who may see it
at the moment of writing, what one thread gathers, how many letters a day has, and that a digest is never empty.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as some

import clock
from discussion import actions as talking
from library import actions
from library.models import Publication, Visibility
from mail.models import Letter
from notices import letters
from notices.actions import choose, mark_read
from notices.models import Kind, Mailing, Notice, Way
from tests import factories
from tests.notices.worker import forget, tell

pytestmark = pytest.mark.django_db
BEGIN = datetime(2024, 7, 12, 7, 50, tzinfo=clock.JAPAN)  # a Friday
A_DAY = 2  # letters at once
NAMES = ("tochigi", "kagawa", "observer")

who, what = some.sampled_from(NAMES), some.integers(0, 1)
STEPS = some.one_of(
    some.tuples(some.just("say"), who, what, some.integers(0, 2)),
    some.tuples(some.just("say"), who, what, some.integers(0, 2)),
    some.tuples(some.just("read"), who, what, some.integers(0, 2)),
    some.tuples(some.just("choose"), who, some.sampled_from(Mailing.values)),
    some.tuples(some.just("level"), what, some.sampled_from([Visibility.MEMBERS, Visibility.OBSERVERS])),
    some.tuples(some.just("wait"), some.sampled_from([1, 2, 35, 40, 300, 1440, 3 * 1440])),
    some.tuples(some.just("wait"), some.sampled_from([1, 2, 35, 40, 300, 1440, 3 * 1440])),
)


@dataclass
class Told:
    """One thing that one person heard of."""

    person: str
    publication: int
    thread: int
    at: datetime
    mail: str
    is_done: bool = False  # read, or mailed


@dataclass
class Count:
    """What should be, reckoned by hand."""

    levels: list[int] = field(default_factory=lambda: [Visibility.OBSERVERS] * 2)
    ways: dict[str, str] = field(default_factory=lambda: dict.fromkeys(NAMES, "at_once"))
    told: list[Told] = field(default_factory=list)
    letters: list[tuple[str, date]] = field(default_factory=list)

    def may_see(self, person: str, publication: int) -> bool:
        return person != "observer" or self.levels[publication] == Visibility.OBSERVERS

    def say(self, by: str, publication: int, thread: int, now: datetime) -> None:
        for person in NAMES:
            if person != by and self.may_see(person, publication):
                self.told.append(Told(person, publication, thread, now, self.ways[person]))

    def choose(self, person: str, mail: str) -> None:
        self.ways[person] = mail
        for each in self.told:
            if each.person == person and not each.is_done and each.mail != "none":
                each.mail = mail

    def write(self, now: datetime) -> list[tuple[str, int]]:
        """(receiver, how many notices) of each letter that is due."""
        found: list[tuple[str, int]] = []
        eight_thirty = datetime.combine(now.date(), time(8, 30), clock.JAPAN)
        morning = eight_thirty if eight_thirty <= now else eight_thirty - timedelta(days=1)
        monday = next(day for day in (morning - timedelta(days=back) for back in range(7)) if day.weekday() == 0)
        for person in NAMES:
            mine = [
                each
                for each in self.told
                if each.person == person and not each.is_done and self.may_see(person, each.publication)
            ]
            midnight = datetime.combine(now.date(), time(), clock.JAPAN)
            fresh = [each for each in mine if each.mail == "at_once" and each.at >= midnight - timedelta(minutes=10)]
            for thread in dict.fromkeys((each.publication, each.thread) for each in fresh):
                of_it = [each for each in fresh if (each.publication, each.thread) == thread]
                ages = [(now - each.at) / timedelta(minutes=1) for each in of_it]
                if min(ages) < 2 and max(ages) < 10:
                    continue
                if self.letters.count((person, now.date())) >= A_DAY:
                    break
                self.letters.append((person, now.date()))
                found.append((person, self._mail(of_it)))
            digest = [each for each in mine if not each.is_done and each.at < self._until(each.mail, morning, monday)]
            if digest:
                found.append((person, self._mail(digest)))
                self.letters.append((person, now.date()))
        return found

    @staticmethod
    def _until(mail: str, morning: datetime, monday: datetime) -> datetime:
        return {"at_once": morning, "daily": morning, "weekly": monday, "none": BEGIN - timedelta(days=1)}[mail]

    @staticmethod
    def _mail(gathered: list[Told]) -> int:
        for each in gathered:
            each.is_done = True
        return len(gathered)


class Portal:
    """The same, done."""

    def __init__(self, people: dict, publications: list[Publication]) -> None:
        self.people, self.publications = people, publications
        self.threads: dict[tuple[int, int], object] = {}
        for person in people.values():
            self.choose(person.email.partition("@")[0], "at_once")

    def say(self, by: str, publication: int, thread: int, now: datetime) -> None:
        found = self.threads.get((publication, thread))
        if found is None:
            said = talking.open_thread(self.publications[publication], by=self.people[by], text="話題です", now=now)
            self.threads[publication, thread] = said.thread
        else:
            talking.reply(found, by=self.people[by], text="返信です", now=now)
        tell(now=now)

    def read(self, person: str, publication: int, thread: int, now: datetime) -> None:
        if found := self.threads.get((publication, thread)):
            mark_read(Notice.objects.visible_to(self.people[person]).filter(comment__thread=found.pk), now=now)

    def choose(self, person: str, mail: str) -> None:
        choose({kind: Way(True, Mailing(mail)) for kind in Kind}, by=self.people[person])

    def write(self, now: datetime) -> list[tuple[str, int]]:
        before = set(Letter.objects.values_list("pk", flat=True))
        letters.write_due(now=now)
        written = Letter.objects.exclude(pk__in=before).order_by("pk")
        found = []
        for letter in written:
            told = Notice.objects.filter(letter=letter)
            assert letter.body.count("\n・") == told.count() > 0
            assert all(f"/notices/{notice.pk}/\n" in letter.body for notice in told)
            found.append((letter.to.partition("@")[0], told.count()))
        return found


def tried(examples: int):
    """So many stories, the same ones each time."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    ways = trying(max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=checks)
    return lambda test: ways(given(steps=some.lists(STEPS, min_size=8, max_size=25))(test))


@tried(5)
def test_each_letter_is_what_a_plain_count_makes(steps, world, settings):
    hold_together(steps, world, settings)


@pytest.mark.slow
@tried(80)
def test_each_letter_of_many_stories_is_what_a_plain_count_makes(steps, world, settings):
    hold_together(steps, world, settings)


def hold_together(steps, world, settings) -> None:
    settings.LIMITS = type(settings.LIMITS)(notice_mails_per_day=A_DAY)
    with transaction.atomic():
        follow_through(steps, Portal(*world), Count(), BEGIN)
        transaction.set_rollback(True)


@pytest.fixture
def world(tochigi, kagawa, observer, secretariat):
    people = {"tochigi": tochigi, "kagawa": kagawa, "observer": observer}
    publications = [
        factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS) for _ in range(2)
    ]
    for publication in publications:
        for person in people.values():
            actions.follow("publication", publication.pk, by=person, level="every", now=BEGIN)
    forget()
    return people, publications


def follow_through(steps, portal: Portal, count: Count, now: datetime) -> None:
    for verb, *given_ in steps:
        if verb == "say":
            by, publication, thread = given_
            if count.may_see(by, publication):
                portal.say(by, publication, thread, now)
                count.say(by, publication, thread, now)
        elif verb == "read":
            person, publication, thread = given_
            portal.read(person, publication, thread, now)
            for each in count.told:
                is_it = (each.person, each.publication, each.thread) == (person, publication, thread)
                each.is_done |= is_it and count.may_see(person, publication)
        elif verb == "choose":
            portal.choose(*given_)
            count.choose(*given_)
        elif verb == "level":
            publication, level = given_
            Publication.objects.filter(pk=portal.publications[publication].pk).update(visibility=level)
            count.levels[publication] = level
        else:
            now += timedelta(minutes=given_[0])
            assert sorted(portal.write(now)) == sorted(count.write(now)), now
            assert portal.write(now) == [], "run again, there is nothing more"
