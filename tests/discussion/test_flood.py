"""Floods: ten comments and reports a minute, a hundred an hour; who is stopped loses nothing of what was typed."""

from dataclasses import replace
from datetime import timedelta

import pytest

import clock
from discussion.models import Comment
from posting.once import fresh_key
from tests import factories
from tests.discussion.talking import Talker, written
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
WORDS = "書きかけの長い文章です。消えては困ります。"


@pytest.fixture(autouse=True)
def _limited(settings):
    settings.RATE_LIMITS = True


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目", "二枚目")


def post(person: Talker, live, number: int) -> Comment:
    return written(person.post(f"/comments/on/{live.pk}/", text=f"{number}番目の文です", once=fresh_key()))


def test_ten_a_minute_and_again_in_the_next(live, tochigi, kagawa, monkeypatch):
    person = Talker(tochigi)
    said = [post(person, live, number) for number in range(10)]
    file = factories.first_file(live)
    sent = {"text": WORDS, "file": file.pk, "page": 2, "place": "2ページ"}
    quote = {"text": WORDS, "quote": said[0].pk}
    stopped = [
        (person.post(f"/comments/on/{live.pk}/", once=person.fresh(live), **sent), f'name="file" value="{file.pk}"'),
        (
            person.post(f"/comments/{said[0].pk}/reply/", once=person.fresh(live), **quote),
            f'name="quote" value="{said[0].pk}"',
        ),
    ]
    for answer, kept in stopped:
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 60
        page = answer.content.decode()
        assert WORDS in page
        assert kept in page
        assert "続けて投稿できる数を超えました" in page
    assert Comment.objects.count() == 10
    Talker(kagawa).say(live, "ほかの人は書けます")
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    person.say(live, WORDS, file=file.pk, page=2)


def test_a_hundred_an_hour_however_slowly(live, tochigi, settings):
    assert (settings.LIMITS.comments_per_minute, settings.LIMITS.comments_per_hour) == (10, 100)
    settings.LIMITS = replace(settings.LIMITS, comments_per_minute=1000, comments_per_hour=12)
    person = Talker(tochigi)
    for number in range(12):
        post(person, live, number)
    answer = person.post(f"/comments/on/{live.pk}/", text=WORDS, once=fresh_key())
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    assert WORDS in answer.content.decode()
    assert "1時間ほど待ってから" in answer.content.decode()
    assert Comment.objects.count() == 12


def test_edits_are_counted_too(live, tochigi):
    person = Talker(tochigi)
    said = [post(person, live, number) for number in range(9)]
    address = f"/comments/{said[0].pk}/edit/"
    assert person.post(address, text="直しました", once=fresh_key()).status_code == 302
    answer = person.post(address, text=WORDS, once=fresh_key())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert WORDS in answer.content.decode()
    assert Comment.objects.get(pk=said[0].pk).text == "直しました"


def test_reports_and_comments_are_counted_together(live, tochigi, kagawa):
    said = Talker(kagawa).say(live, "話題です")
    person = Talker(tochigi)
    for number in range(10):
        post(person, live, number)
    answer = person.report(said, words=WORDS)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert WORDS in answer.content.decode()
    assert not said.concerns.exists()
