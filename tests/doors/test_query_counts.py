"""Every page with a list costs the same number of queries for 1, 3 and 50 rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clock
from accounts.models import Role, User
from discussion import actions as talking
from discussion.models import WatchedWord
from library import facets
from library.models import ClosedDay, EditionState, Follow, PublicationState, Submission
from notices.models import Announcement, Feed, Notice
from search.models import Promotion, Searched, Synonym
from tests import factories
from tests.library.states import NOW, edition_row, publication_row

DAY = timedelta(days=1)
P, E = PublicationState, EditionState
MOST = 16  # one of them for what is unread and what is announced; and one more for each condition that is set
LISTS = {
    "tochigi": [
        "/",
        "/guidelines/?rows=50",
        "/search/comments/?q=話題",
        "/prefectures/",
        "/prefectures/09/",
        "/themes/",
        "/themes/secrecy/",
        "/me/",
        "/notices/",
        "/me/notices/",
        "/me/confidential/",
        "/me/feeds/",
    ],
    "owner's own": ["/me/tasks/", "/me/drafts/", "/me/bin/", "/submit/"],
    "tochigi2": ["/me/colleagues/"],
    "observer": ["/notices/announcements/", "/", "/guidelines/?rows=50", "/prefectures/09/", "/themes/secrecy/"],
    "secretariat": [
        "/",
        "/review/",
        "/manage/",
        "/manage/members/",
        "/manage/themes/",
        "/manage/types/",
        "/manage/search/synonyms/",
        "/manage/search/promotions/",
        "/manage/search/words/",
        "/manage/watched/",
        "/me/confidential/",
        "/manage/announcements/",
        "/manage/closed-days/",
    ],
    "admin": ["/manage/search/", "/manage/audit/", "/manage/settings/", "/manage/status/"],
}
PAGES = [(who, path) for who, paths in LISTS.items() for path in paths]


@pytest.fixture
def cast(tochigi, tochigi2, observer, secretariat, admin) -> dict[str, User]:
    return {
        "tochigi": tochigi,
        "owner's own": tochigi,
        "tochigi2": tochigi2,
        "observer": observer,
        "secretariat": secretariat,
        "admin": admin,
    }


class Grower:
    """Adds one more of everything that some list shows."""

    def __init__(self, cast: dict[str, User]) -> None:
        self.owner, self.number = cast["tochigi"], 0
        self.reporter, self.desk = cast["tochigi2"], cast["secretariat"]
        self.type, self.theme = factories.make_type(), factories.make_theme()

    def grow(self, to: int) -> None:
        for _ in range(self.number, to):
            self.number += 1
            self._one(self.number)

    def _one(self, number: int) -> None:
        by, body = self.owner, self.owner.organization
        live = publication_row(body, by, P.LIVE, visibility=2)
        self._described(live.live_edition, f"資料{number}.txt")
        facets.refresh([live.pk])
        for state in (E.DRAFT, E.RETURNED, E.SUBMITTED):
            edition = edition_row(publication_row(body, by), by, state)
            self._described(edition, f"{state}{number}.txt")
            if state == E.SUBMITTED:
                Submission.objects.create(edition=edition, number=1, submitted_at=NOW, submitted_by=by, snapshot=[])
        publication_row(body, by, P.WITHDRAWN, binned=True)
        edition_row(publication_row(body, by), by, E.DRAFT, binned=True)
        factories.make_user(f"officer{number}@example.jp", body=body, role=Role.OFFICER)
        factories.make_theme(f"theme-{number}", f"テーマ{number}")
        factories.make_type(f"type-{number}", f"種類{number}")
        Synonym.objects.create(word=f"言葉{number}", others="別の言葉")
        WatchedWord.objects.create(word=f"言葉{number}")
        ClosedDay.objects.create(day=NOW.date() + timedelta(days=number))
        self._talked_about(live, number)
        Notice.objects.create(
            event=number, person=by, kind="edition", edition=live.live_edition, made_at=NOW, is_shown=True, mail="daily"
        )
        Feed.objects.create(
            person=by, subject="all", digest=f"{number}", epoch=0, made_at=NOW, expires_at=clock.now() + DAY
        )
        Announcement.objects.create(title=f"知らせ{number}", starts_at=NOW, ends_at=clock.now() + DAY)
        Follow.objects.create(person=by, publication=live, level="every", followed_at=NOW)
        Promotion.objects.create(word=f"言葉{number}", key=f"{number}", publication=live, reason="見本です")
        Searched.objects.bulk_create(
            Searched(day=clock.today(), words=f"言葉{number}", body_mark=mark, is_found=False) for mark in "abc"
        )

    def _talked_about(self, live, number: int) -> None:
        """One comment that was reported, one that its writer was asked to mend, one that was confided.

        And a question that nobody answers.
        """
        reported, asked = (talking.open_thread(live, by=self.owner, text=f"話題{number}") for _ in range(2))
        talking.report(reported, by=self.reporter, reason="wrong")
        talking.ask(asked, by=self.desk, message="直してください")
        talking.confide(self.owner.organization, by=self.owner, text=f"相談{number}", about=live)
        long_ago = clock.now() - timedelta(days=60)
        talking.open_thread(live, by=self.owner, text=f"質問{number}です", is_question=True, now=long_ago)

    def _described(self, edition, name: str) -> None:
        edition.types.set([self.type])
        edition.themes.set([self.theme])
        factories.keep_file(edition, name, "見本の本文", by=self.owner)


def test_lists_cost_the_same_for_one_three_and_fifty_rows(cast):
    grower, costs = Grower(cast), {}
    for rows in (1, 3, 50):
        grower.grow(rows)
        for who, path in PAGES:
            client = Client()
            client.force_login(cast[who])
            if rows == 1:
                client.get(path)  # what is kept for a while is kept now
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
            assert answer.status_code == 200, path
            if "/guidelines/" in path:
                assert answer.content.decode().count('class="gcard"') == rows, "the rows that are counted are shown"
            costs.setdefault((who, path), []).append(len(queries))
    assert {page: counts for page, counts in costs.items() if len(set(counts)) != 1} == {}
    assert {page: counts[0] for page, counts in costs.items() if counts[0] > MOST} == {}
