"""墨消し: words of a comment become ■ wherever they stand, for good, and nothing repeats them."""

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from discussion import actions
from discussion.actions import blackened
from discussion.actions.concerns import refer
from discussion.models import Comment, Outcome
from library.rules import Refused
from mail.models import Letter
from posting.once import fresh_key
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
NAME = "見本山田太郎"


@pytest.fixture
def live(kagawa, secretariat):
    return make_found(kagawa, "CatBotの手引き", "一枚目")


@pytest.fixture
def said(live, tochigi, kagawa) -> Comment:
    """Its name stands in the comment, in a former wording, in a report and in what was found."""
    comment = Talker(tochigi).say(live, f"担当の{NAME}さんに聞きました")
    Talker(tochigi).press(comment, "edit", text=f"{NAME}さんに聞きました。{NAME}さんは詳しいです")
    Talker(kagawa).report(comment, reason="private", words=f"{NAME}という名前があります")
    refer(comment, found=[f"「{NAME}」という言葉"], now=comment.written_at)
    comment.refresh_from_db()
    return comment


def send(desk: Talker, comment: Comment, words: str, reason: str = "名前があるため", **fields):
    return desk.post(f"/review/reports/{comment.pk}/blacken/", pieces=words, reason=reason, once=fresh_key(), **fields)


def kept(word: str) -> list[str]:
    """The tables in which it stands."""
    return [
        model._meta.label
        for model in apps.get_models()
        for row in model._base_manager.values_list()
        if any(word in str(value) for value in row)
    ]


def test_what_becomes_of_it_is_shown_then_done_and_the_words_are_nowhere(live, said, tochigi, kagawa, secretariat):
    desk = Talker(secretariat)
    assert kept(NAME)
    shown = send(desk, said, f"{NAME}\n詳しい")
    assert shown.status_code == 200
    page = shown.content.decode()
    assert "こうなります（4か所）" in page
    assert "■■■■■■さんに聞きました。■■■■■■さんは■■■です" in page
    assert kept(NAME)
    done = send(desk, said, f"{NAME}\r\n詳しい", shown=f"{NAME}|詳しい", seen=actions.as_seen(said))
    assert done.headers["location"] == f"/review/reports/{said.pk}/"
    assert kept(NAME) == []
    said.refresh_from_db()
    assert said.text == "■■■■■■さんに聞きました。■■■■■■さんは■■■です"
    assert said.revisions.get().text == "担当の■■■■■■さんに聞きました"
    history = Talker(kagawa).page(f"/comments/{said.pk}/history/")
    assert "担当の■■■■■■さんに聞きました" in history
    [letter] = Letter.objects.filter(kind="report_outcome")
    assert letter.to == kagawa.email
    assert "一部の言葉を見えなくしました" in letter.body
    assert "名前があるため" in Talker(tochigi).read(live).plain
    assert "名前があるため" not in Talker(kagawa).read(live).plain
    assert "■■■■■■" in Talker(kagawa).read(live).plain


def test_only_what_was_shown_is_done(said, tochigi, secretariat):
    desk, seen = Talker(secretariat), actions.as_seen(said)
    send(desk, said, "詳しい", shown=NAME, seen=seen)
    Talker(tochigi).press(said, "edit", text=f"{NAME}さんに、もう一度聞きました")
    late = send(desk, said, NAME, shown=NAME, seen=seen)
    assert late.status_code == 400
    assert "今の内容を確かめてください" in late.content.decode()
    assert "■" not in Comment.objects.get().text


def test_a_form_that_is_sent_twice_counts_once(said, secretariat):
    fields = {"pieces": NAME, "reason": "名前があるため", "shown": NAME, "seen": actions.as_seen(said)}
    desk, key = Talker(secretariat), fresh_key()
    answers = [desk.post(f"/review/reports/{said.pk}/blacken/", **fields, once=key) for _ in range(2)]
    assert {answer.headers.get("location") for answer in answers} == {f"/review/reports/{said.pk}/"}
    assert said.concerns.filter(outcome=Outcome.BLACKENED).count() == 1


@pytest.mark.parametrize(
    ("words", "reason", "message"),
    [
        ("", "理由です", "墨消しする言葉を入れてください"),
        (" \n 　\n", "理由です", "墨消しする言葉を入れてください"),
        ("ない言葉", "理由です", "「ない言葉」は、コメントにも前の文章にも、ファイルの名前にもありません"),
        (NAME, "", "理由を書いてください"),
        (NAME, f"{NAME}さんの名前", "理由に、墨消しする言葉が入っています"),
        ("\n".join(f"語{number}" for number in range(21)), "理由です", "20語まで"),
    ],
)
def test_what_is_wrong_is_said(said, secretariat, words, reason, message):
    answer = send(Talker(secretariat), said, words, reason, shown="|".join(words.split("\n")))
    assert answer.status_code == 400
    assert message in answer.content.decode()


def test_other_comments_with_the_word_are_named(live, said, kagawa, secretariat):
    other = Talker(kagawa).answer(said, f"{NAME}さんに私も聞きます")
    shown = send(Talker(secretariat), said, NAME).content.decode()
    assert f"/review/reports/{other.pk}/" in shown


def test_the_hidden_can_be_blackened_and_the_deleted_has_nothing_left(said, tochigi, secretariat):
    actions.hide(said, by=secretariat, reason="見本")
    actions.blacken(said, by=secretariat, words=[NAME], reason="見本")
    actions.show(said, by=secretariat)
    Talker(tochigi).press(said, "delete")
    with pytest.raises(Refused, match="削除されています"):
        actions.blacken(said, by=secretariat, words=["聞"], reason="見本")


def test_a_reason_that_repeats_the_word_is_refused_by_the_verb_too(said, secretariat):
    for words, reason in (([NAME], NAME), ([NAME], " "), (["ない"], "見本"), ([], "見本"), ([""], "見本")):
        with pytest.raises(Refused):
            actions.blacken(said, by=secretariat, words=words, reason=reason)


@given(st.text("あい.*\\(|■", max_size=40), st.lists(st.text("あい.*\\(|", max_size=3), max_size=4))
def test_as_long_as_before_and_none_of_the_words_left(text, words):
    made, places = blackened(text, words)
    assert len(made) == len(text)
    assert not any(word and word in made for word in words)
    assert (made == text) == (places == 0)
    assert all(now in {before, "■"} for now, before in zip(made, text, strict=True))
