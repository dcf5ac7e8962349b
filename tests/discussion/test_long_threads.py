"""Ten thousand comments on one thing: paged, found by their addresses, and no dearer than twenty."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from discussion import actions
from discussion.models import Comment, Thread
from discussion.talk import COMMENTS_SHOWN
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
MANY, BEGAN = 10_000, datetime(2024, 7, 1, 9, tzinfo=clock.JAPAN)


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目")


@pytest.fixture
def opening(live, tochigi) -> Comment:
    return actions.open_thread(live, by=tochigi, text="長い話題です", now=BEGAN)


def lengthen(opening: Comment, by, to: int) -> None:
    """By rows: what the verb makes of each is proven elsewhere."""
    thread = Thread.objects.get(pk=opening.thread_id)
    Comment.objects.bulk_create(
        Comment(
            thread=thread, number=number, writer=by, body=by.organization, text=f"返信{number}", quoted=opening,
            written_at=BEGAN + timedelta(minutes=number),
        )
        for number in range(thread.last_number + 1, to + 1)
    )  # fmt: skip
    Thread.objects.filter(pk=thread.pk).update(last_number=to, last_at=BEGAN + timedelta(minutes=to))


def cost(reader: Talker, address: str) -> tuple[int, str]:
    """How many queries, and what was read."""
    with CaptureQueriesContext(connection) as queries:
        text = reader.follow(address).text
    return len(queries), text


def test_every_page_of_ten_thousand_costs_as_many_queries_as_that_of_twenty(live, opening, kagawa, tochigi):
    reader, costs = Talker(tochigi), []
    here = live.get_absolute_url()
    for to in (20, MANY):
        lengthen(opening, kagawa, to)
        middle, last = (Comment.objects.get(number=number) for number in (to // 2, to))
        pages = -(-(to - 1) // COMMENTS_SHOWN)
        addresses = {
            "beside the document": here,
            "first": f"{here}?thread={opening.thread_id}",
            "last": f"{here}?thread={opening.thread_id}&comments={pages}",
            "address of the middle": middle.get_absolute_url(),
            "address of the last": last.get_absolute_url(),
        }
        if not costs:
            for address in addresses.values():
                reader.follow(address)  # what is kept for a while is kept now
        told = {name: cost(reader, address) for name, address in addresses.items()}
        costs.append({name: number for name, (number, _) in told.items()})
        for name, comment in (("address of the middle", middle), ("address of the last", last), ("last", last)):
            assert f'id="c{comment.pk}"' in told[name][1], (to, name)
        assert all(text.count('class="said__text"') <= COMMENTS_SHOWN + 1 for _, text in told.values())
    assert costs[0] == costs[1]


def test_the_address_of_each_leads_to_the_page_on_which_it_stands(live, opening, kagawa, tochigi):
    lengthen(opening, kagawa, 2 * COMMENTS_SHOWN + 3)
    reader = Talker(tochigi)
    around = {1, 2, COMMENTS_SHOWN, COMMENTS_SHOWN + 1, COMMENTS_SHOWN + 2, 2 * COMMENTS_SHOWN + 1}
    for number in {*around, 2 * COMMENTS_SHOWN + 2, 2 * COMMENTS_SHOWN + 3}:
        comment = Comment.objects.get(number=number)
        assert f"c{comment.pk}" in reader.follow(comment.get_absolute_url()).anchors, number


def test_a_thread_that_is_full_takes_no_more_and_keeps_the_words(live, opening, kagawa, tochigi):
    lengthen(opening, kagawa, MANY)
    person = Talker(tochigi)
    key = person.fresh(live, thread=opening.thread_id)
    answer = person.post(f"/comments/{opening.pk}/reply/", text="もう一つの返信", once=key)
    assert answer.status_code == 400
    assert "新しい話題として書いてください" in answer.content.decode()
    assert "もう一つの返信" in answer.content.decode()
    assert Comment.objects.count() == MANY
