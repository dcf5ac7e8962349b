"""Words that the desk watches for, and what looks like personal data: said to the writer, posted, and looked at."""

import pytest

from audit.models import Event
from discussion.models import Comment, Concern, WatchedWord
from posting.once import fresh_key
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目")


@pytest.fixture
def watched(secretariat) -> WatchedWord:
    sent = {"word": "ＢＡＤ社", "note": "名指しの苦情が続いたため", "is_in_use": "on", "once": fresh_key()}
    assert Talker(secretariat).post("/manage/watched/new/", **sent).headers["location"] == "/manage/watched/"
    return WatchedWord.objects.get()


def found() -> list[list[str]]:
    return list(Concern.objects.open().in_order().values_list("found", flat=True))


@pytest.mark.parametrize("text", ["bad社は遅い", "ＢＡＤ社は遅い", "Bad社は遅い"])
def test_a_watched_word_is_asked_about_once_then_posted_and_looked_at(live, watched, tochigi, secretariat, text):
    writer = Talker(tochigi)
    asked = writer.post(f"/comments/on/{live.pk}/", text=text, once=writer.fresh(live))
    assert asked.status_code == 400
    assert "「ＢＡＤ社」という言葉があります" in asked.content.decode()
    assert not Comment.objects.exists()
    said = writer.say(live, text, is_sure="on")
    assert found() == [["「ＢＡＤ社」という言葉"]]
    assert text in Talker(tochigi).read(live).plain
    assert "「ＢＡＤ社」という言葉" in Talker(secretariat).page("/review/")
    assert "通報がなくても確認するもの：「ＢＡＤ社」という言葉" in Talker(secretariat).page(
        f"/review/reports/{said.pk}/"
    )


def test_what_looks_like_personal_data_is_looked_at_too(live, tochigi, kagawa):
    said = Talker(tochigi).say(live, "電話は028-623-2323です", is_sure="on")
    answer = Talker(kagawa).answer(said, "メールはa@example.jpです", is_sure="on")
    assert found() == [["電話番号のようなもの"], ["メールアドレスのようなもの"]]
    Talker(kagawa).report(said)
    assert Concern.objects.open().count() == 2
    Talker(kagawa).press(answer, "edit", text="メールはa@example.jp、電話は028-623-2323です", is_sure="on")
    assert found()[1] == ["メールアドレスのようなもの", "電話番号のようなもの"]


def test_other_words_come_before_nobody(live, watched, tochigi):
    Talker(tochigi).say(live, "よい手引きです")
    assert not Concern.objects.exists()


def test_an_edit_cannot_slip_a_word_in(live, watched, tochigi):
    said = Talker(tochigi).say(live, "遅い会社があります")
    assert Talker(tochigi).press(said, "edit", text="BAD社は遅い").status_code == 400
    assert Talker(tochigi).press(said, "edit", text="BAD社は遅い", is_sure="on").status_code == 302
    assert found() == [["「ＢＡＤ社」という言葉"]]


def test_a_word_that_is_watched_no_more_changes_nothing(live, watched, tochigi, secretariat):
    Talker(secretariat).post(f"/manage/watched/{watched.pk}/", word="ＢＡＤ社", note="", once=fresh_key())
    Talker(tochigi).say(live, "BAD社は遅い")
    assert not Concern.objects.exists()
    assert "見守らない" in Talker(secretariat).page("/manage/watched/")


@pytest.mark.parametrize(
    ("word", "message"),
    [("", "言葉を入れてください"), ("あ", "2文字以上"), ("長" * 41, "40字まで"), ("ＢＡＤ社", "同じ言葉があります")],
)
def test_what_is_wrong_with_a_word_is_said(watched, secretariat, word, message):
    sent = Talker(secretariat).post("/manage/watched/new/", word=word, note="", is_in_use="on", once=fresh_key())
    assert sent.status_code == 400
    assert message in sent.content.decode()


def test_the_table_is_the_desks_and_the_log_does_not_repeat_the_word(watched, tochigi, kagawa, admin):
    for person in (tochigi, kagawa, admin):
        for address in ("", "new/", f"{watched.pk}/"):
            assert Talker(person).client.get(f"/manage/watched/{address}").status_code == 403
    event = Event.objects.get(verb="edit_watched_word")
    assert "社" not in f"{event.target_label}{event.data}"
