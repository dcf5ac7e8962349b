"""In whatever order things happen: one notice for an event and person; a digest is what a naive count makes."""

import random
from contextlib import suppress
from datetime import datetime, time, timedelta

import pytest

import clock
from audit.models import Event
from discussion import actions as talking
from discussion.models import Comment
from library import actions
from library.models import Edition, Publication, Visibility
from library.models.follow import Level
from library.rules import Refused
from notices import letters, telling
from notices.actions import choose, mark_read
from notices.models import Kind, Mailing, Notice, Way
from notices.tellings import TOLD
from tests import factories

pytestmark = pytest.mark.django_db
BEGIN = datetime(2024, 7, 8, 9, tzinfo=clock.JAPAN)


class Story:
    """Some days of an office: people write, follow, read and change their minds; the worker comes by, often twice."""

    def __init__(self, chance: random.Random, people: list, publications: list[Publication], desk) -> None:
        self.chance, self.people, self.publications, self.desk = chance, people, publications, desk
        self.now, self.told = BEGIN, set()

    def step(self) -> None:
        self.now += timedelta(minutes=self.chance.choice([1, 5, 60, 300]))
        by = self.chance.choice(self.people)
        publication = self.chance.choice(self.publications)
        comments = list(Comment.objects.select_related("thread"))
        said = self.chance.choice(comments) if comments else None
        steps = [
            lambda: talking.open_thread(publication, by=by, text="話題です", now=self.now),
            lambda: actions.follow(
                "publication", publication.pk, by=by, level=self.chance.choice(Level.values), now=self.now
            ),
            lambda: actions.follow(
                "body", publication.owner_id, by=by, level=self.chance.choice(Level.values), now=self.now
            ),
            lambda: choose({kind: Way(True, Mailing(self.chance.choice(Mailing.values))) for kind in Kind}, by=by),
            lambda: mark_read(Notice.objects.filter(person=by, pk__in=self._some(by)), now=self.now),
            lambda: actions.narrow(
                publication, by=self.desk, visibility=Visibility.MEMBERS, reason="見直します", now=self.now
            ),
            lambda: actions.widen(
                publication, by=self.desk, visibility=Visibility.OBSERVERS, reason="見直しました", now=self.now
            ),
        ]
        if said is not None:
            steps += [
                lambda: talking.reply(said.thread, by=by, text="返信です", quoted=said, now=self.now),
                lambda: talking.reply(said.thread, by=by, text="返信です", now=self.now),
                lambda: talking.reply(said.thread, by=by, text="@栃木県 返信です", now=self.now),
                lambda: talking.edit(said, by=by, text="@香川県 @事務局 直しました", now=self.now),
                lambda: talking.resolve(said.thread, by=by, now=self.now),
                lambda: talking.reopen(said.thread, by=by, now=self.now),
                lambda: talking.report(said, by=by, reason="unfit", now=self.now),
                lambda: talking.hide(said, by=self.desk, reason="見本の理由", now=self.now),
                lambda: talking.delete(said, by=by, now=self.now),
            ]
        with suppress(Refused):
            self.chance.choice(steps)()
        self.work()

    def _some(self, by) -> list[int]:
        return [
            pk for pk in Notice.objects.filter(person=by).values_list("pk", flat=True) if self.chance.random() < 0.5
        ]

    def work(self) -> None:
        """Tells what waits, in any order, and now and then what was told already."""
        events = list(Event.objects.filter(verb__in=TOLD).values_list("sequence", flat=True))
        fresh = [event for event in events if event not in self.told]
        again = [event for event in events if event in self.told and self.chance.random() < 0.03]
        self.chance.shuffle(fresh)
        for event in [*fresh, *again]:
            telling.tell(event, now=self.now)
        self.told |= set(fresh)


def naive(person, now: datetime) -> list[int]:
    """What the morning's digest should hold: every notice looked at by itself, with nothing of the portal's queries."""
    local = now.astimezone(clock.JAPAN)
    morning = datetime.combine(local.date(), time(8, 30), clock.JAPAN)
    monday = morning - timedelta(days=local.weekday())
    found = []
    for notice in Notice.objects.filter(person=person).order_by("made_at", "pk"):
        is_time = {"at_once": notice.made_at < morning, "daily": notice.made_at < morning}
        is_time |= {"weekly": notice.made_at < monday, "none": False}
        has_own = notice.kind == Kind.REPORT  # a letter of its own
        if has_own or notice.read_at or notice.mailed_at or not is_time[notice.mail] or not may_see(person, notice):
            continue
        found.append(notice.pk)
    return found


def may_see(person, notice: Notice) -> bool:
    if notice.edition_id:
        return Edition.objects.visible_to(person).filter(pk=notice.edition_id).exists()
    if notice.publication_id:
        rows = (Publication.objects.readable_by(person), Publication.objects.closed_to(person))
        return any(each.filter(pk=notice.publication_id).exists() for each in rows)
    comments = Comment.objects.visible_to(person)
    if notice.kind in {Kind.MENTION, Kind.COMMENT, Kind.ANSWER}:
        comments = Comment.objects.words_open_to(person)
    return comments.filter(pk=notice.comment_id).exists()


@pytest.mark.parametrize("seed", [47, 2024])
def test_eight_mornings(seed, tochigi, tochigi2, kagawa, observer, secretariat, secretariat2, settings):
    settings.LIMITS = type(settings.LIMITS)(notice_mails_per_day=1)  # so that some of what is due at once is left over
    chance, mailed = random.Random(seed), 0
    people = [tochigi, tochigi2, kagawa, observer, secretariat]
    publications = [
        factories.make_live(by, reviewer=secretariat2, visibility=Visibility.OBSERVERS) for by in (tochigi, kagawa)
    ]
    story = Story(chance, people, publications, secretariat2)
    for day in range(1, 9):
        while story.now < BEGIN + timedelta(days=day, hours=-6):
            story.step()
            if chance.random() < 0.2:
                letters.write_due(now=story.now)
        story.now = datetime.combine(BEGIN.date() + timedelta(days=day), time(8, 30), clock.JAPAN)
        mailed += check_morning(people, story.now)
    pairs = list(Notice.objects.values_list("event", "person"))
    assert len(pairs) == len(set(pairs)) > 20
    assert mailed > 10, "empty mornings prove nothing"


def check_morning(people: list, now: datetime) -> int:
    """What goes at once may go first; together it is what the naive count says, each once."""
    expected = {person.pk: naive(person, now) for person in people}
    letters.write_due(now=now)
    letters.write_due(now=now)
    for person in people:
        rows = Notice.objects.filter(person=person, mailed_at=now).select_related("letter")
        assert sorted(row.pk for row in rows) == sorted(expected[person.pk])
        assert all(row.letter.to == person.email for row in rows)
    return sum(map(len, expected.values()))
