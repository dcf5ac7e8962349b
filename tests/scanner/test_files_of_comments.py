"""A comment is posted with files that the scanner called clean, and with no others; nothing that was typed is lost."""

import pytest

from discussion.models import Attachment, Comment
from discussion.tasks import check_attachment
from tests import factories
from tests.discussion.files import kept_in, only_file, say_with, send
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目")


def test_what_is_infected_is_refused_in_the_same_words(answering, live, tochigi):
    answering(b"stream: Mihon.Test FOUND\0")
    answer = send(Talker(tochigi), live, factories.text_upload("悪い.txt"), text="残る言葉")
    page = answer.content.decode()
    assert "「悪い.txt」からウイルスを検出したため登録しませんでした" in page
    assert "残る言葉" in page
    assert not Attachment.objects.exists()
    assert not Comment.objects.exists()


def test_while_the_scanner_is_away_nothing_is_posted_and_nothing_lost(answering, live, tochigi):
    person = Talker(tochigi)
    answering(b"")
    answer = send(person, live, factories.text_upload(), text="待つ言葉")
    assert answer.status_code == 400
    assert "「メモ.txt」は検査中です" in answer.content.decode()
    assert "待つ言葉" in answer.content.decode()
    (kept,) = kept_in(answer)
    check_attachment.call(kept)
    assert Attachment.objects.get(pk=kept).gate == "checking"
    assert send(person, live, attached=[kept]).status_code == 400
    answering(b"stream: OK\0")
    assert only_file(say_with(person, live, attached=[kept])).gate == "taken"
