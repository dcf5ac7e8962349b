"""Decisions on comments that reach further: the writer's account is stopped; and what takes each of them back."""

import pytest

from accounts import actions as people
from accounts.models import User
from audit.models import Event
from discussion import actions
from discussion.models import Comment, CommentState, Concern, Outcome
from library.models import Visibility
from library.rules import Refused
from mail.models import Letter
from posting.once import fresh_key
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
WORDS, REASON = "役に立たない手引きだ", "攻撃的な書き方が続いています（見本）"


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目", visibility=Visibility.OBSERVERS)


@pytest.fixture
def said(live, tochigi) -> Comment:
    return Talker(tochigi).say(live, WORDS)


def state_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def test_the_account_is_stopped_with_the_comment_hidden_and_both_are_taken_back(
    live, said, tochigi, kagawa, observer, secretariat
):
    Talker(kagawa).report(said)
    writer, desk = Talker(tochigi), Talker(secretariat)
    assert writer.client.get("/").status_code == 200
    assert desk.decide(said, "suspend", REASON).headers["location"] == "/review/"
    assert not User.objects.get(pk=tochigi.pk).is_active
    assert writer.client.get("/").headers["location"].startswith("/login/")
    assert state_of(said) == CommentState.HIDDEN
    for person in (kagawa, observer):
        read = Talker(person).read(live).plain
        assert "事務局が非表示にしました" in read
        assert WORDS not in read
        assert REASON not in read
    [letter] = Letter.objects.filter(kind="report_outcome")
    assert letter.to == kagawa.email
    assert "非表示にしました" in letter.body
    assert "停止" not in letter.body, "what becomes of a person is not told to others"
    page = desk.page(f"/review/reports/{said.pk}/")
    assert "非表示と利用の停止" in page
    assert "書いた人の利用は停止しています" in page
    verbs = [event.verb for event in Event.objects.filter(actor_id=secretariat.pk).order_by("sequence")]
    assert verbs[-2:] == ["suspend", "hide_comment"]
    assert "書いた人の利用も停止" in desk.page("/manage/audit/?verb=hide_comment")
    assert desk.post(f"/manage/members/{tochigi.pk}/reinstate/").status_code == 302
    assert desk.post(f"/review/reports/{said.pk}/show/").status_code == 302
    assert User.objects.get(pk=tochigi.pk).is_active
    assert state_of(said) == CommentState.SHOWN
    assert WORDS in Talker(kagawa).read(live).plain


def test_nothing_is_done_by_halves(live, said, tochigi, secretariat, secretariat2):
    """Who cannot be stopped keeps the comment, too."""
    desk = Talker(secretariat)
    assert desk.decide(said, "suspend", " ").status_code == 400
    own = actions.open_thread(live, by=secretariat2, text="事務局の話題")
    with pytest.raises(Refused):
        actions.suspend(own, by=secretariat2, reason=REASON)
    people.suspend(tochigi, by=secretariat)
    assert 'value="suspend"' not in desk.client.get(f"/review/reports/{said.pk}/").content.decode()
    refused = desk.decide(said, "suspend", REASON)
    assert refused.status_code == 400
    assert "すでに停止しています" in refused.content.decode()
    assert REASON in refused.content.decode()
    assert state_of(said) == state_of(own) == CommentState.SHOWN
    assert not Concern.objects.exists()


def test_who_was_stopped_meanwhile_decides_nothing(live, secretariat, secretariat2):
    own = actions.open_thread(live, by=secretariat2, text="事務局の話題")
    actions.suspend(own, by=secretariat, reason=REASON)
    mine = actions.open_thread(live, by=secretariat, text="事務局の別の話題")
    with pytest.raises(Refused):
        actions.suspend(mine, by=secretariat2, reason=REASON)
    assert state_of(mine) == CommentState.SHOWN
    assert User.objects.get(pk=secretariat.pk).is_active


def test_what_was_left_waits_again_with_its_reports(said, kagawa, secretariat, secretariat2):
    Talker(kagawa).report(said, reason="wrong", words="通報の説明")
    Talker(secretariat).decide(said, "leave")
    assert "審査待ちはありません" in Talker(secretariat).page("/review/")
    desk = Talker(secretariat2)
    assert "最後の判断を取り消す" in desk.page(f"/review/reports/{said.pk}/")
    assert desk.post(f"/review/reports/{said.pk}/take-back/").status_code == 302
    assert "通報1件" in desk.page("/review/")
    assert "通報の説明" in desk.page(f"/review/reports/{said.pk}/")
    assert "最後の判断を取り消す" not in desk.page(f"/review/reports/{said.pk}/")
    assert "通報しました" in Talker(kagawa).follow(f"/comments/{said.pk}/").plain
    desk.decide(said, "hide", REASON)
    letters = Letter.objects.filter(kind="report_outcome").order_by("pk")
    told = ["そのままに", "もう一度確認して", "非表示にしました"]
    assert [words in letter.body for letter, words in zip(letters, told, strict=True)] == [True] * 3


@pytest.mark.parametrize("was_reported", [True, False])
def test_what_was_asked_for_is_asked_no_more(live, said, tochigi, kagawa, secretariat, was_reported):
    if was_reported:
        Talker(kagawa).report(said)
    desk, writer = Talker(secretariat), Talker(tochigi)
    desk.decide(said, "ask", "手引きのどこを直せばよいか書いてください")
    assert "コメントを直す" in writer.page("/me/tasks/")
    desk.post(f"/review/reports/{said.pk}/take-back/")
    assert "コメントを直す" not in writer.page("/me/tasks/")
    assert "手引きのどこを直せばよいか" not in writer.read(live).plain
    assert "手引きのどこを直せばよいか" in desk.page(f"/review/reports/{said.pk}/"), "the desk can say it again"
    assert ("通報1件" in desk.page("/review/")) == was_reported
    again = desk.post(f"/review/reports/{said.pk}/take-back/")
    assert "取り消せる判断はありません" in desk.client.get(again.headers["location"]).content.decode()


def test_what_is_done_cannot_be_taken_back(said, tochigi, kagawa, secretariat, observer):
    """Hidden is shown again, mended is mended; and nobody else takes anything back."""
    Talker(kagawa).report(said)
    for person in (tochigi, kagawa, observer):
        assert Talker(person).post(f"/review/reports/{said.pk}/take-back/").status_code == 403
        with pytest.raises(Refused):
            actions.take_back(said, by=person)
    Talker(secretariat).decide(said, "hide", REASON)
    with pytest.raises(Refused, match="取り消せる判断はありません"):
        actions.take_back(said, by=secretariat)
    actions.show(said, by=secretariat)
    Talker(secretariat).decide(said, "ask", "直してください")
    Talker(tochigi).press(said, "edit", text="3ページの手順が分かりにくいです")
    with pytest.raises(Refused, match="取り消せる判断はありません"):
        actions.take_back(said, by=secretariat)


def test_who_decided_before_is_told_also_where_nothing_was_reported(said, secretariat, secretariat2):
    """Two of the desk look at a comment that nobody reported, and want different things."""
    seen = actions.as_seen(said)
    Talker(secretariat2).decide(said, "ask", "直してください")
    late = Talker(secretariat).decide(said, "hide", "遅れた理由", seen=seen)
    assert late.status_code == 409
    page = late.content.decode()
    assert secretariat2.name in page
    assert "書いた人に直してもらう" in page
    assert "遅れた理由" in page
    assert state_of(said) == CommentState.SHOWN
    assert Concern.objects.get().outcome == Outcome.ASKED


def test_who_blackens_too_late_is_told_too(said, secretariat, secretariat2):
    sent = {"pieces": "手引き", "reason": "遅れた理由", "shown": "手引き", "seen": actions.as_seen(said)}
    Talker(secretariat2).decide(said, "ask", "直してください")
    late = Talker(secretariat).post(f"/review/reports/{said.pk}/blacken/", **sent, once=fresh_key())
    assert late.status_code == 409
    assert secretariat2.name in late.content.decode()
    assert "遅れた理由" in late.content.decode()


def test_another_wording_since_an_old_decision_is_no_decision(said, tochigi, kagawa, secretariat, secretariat2):
    Talker(kagawa).report(said)
    Talker(secretariat2).decide(said, "leave")
    seen = actions.as_seen(said)
    Talker(tochigi).press(said, "edit", text="書き換えました")
    late = Talker(secretariat).decide(said, "hide", "見た文章についての理由", seen=seen)
    assert late.status_code == 400
    assert "今の内容を確かめてください" in late.content.decode()


def test_words_that_others_quote_go_with_the_comment_and_come_back(live, said, tochigi, kagawa, secretariat):
    answer = Talker(kagawa).answer(said, "そんなことはありません", quote=said.pk)
    reader = Talker(kagawa)
    assert WORDS in reader.follow(f"/comments/{answer.pk}/").plain
    actions.hide(said, by=secretariat, reason=REASON)
    for address in (f"/comments/{answer.pk}/", f"/comments/{said.pk}/"):
        assert WORDS not in reader.follow(address).text
    asked = reader.client.get(live.get_absolute_url(), {"thread": said.thread_id, "quote": said.pk})
    assert WORDS not in asked.content.decode(), "nor is it quoted anew"
    assert reader.client.get(f"/comments/{said.pk}/report/", follow=True).status_code == 200
    assert WORDS not in reader.client.get(f"/comments/{said.pk}/report/", follow=True).content.decode()
    actions.show(said, by=secretariat)
    actions.blacken(said, by=secretariat, words=["役に立たない"], reason="見本の理由")
    read = reader.follow(f"/comments/{answer.pk}/").plain
    assert "役に立たない" not in read
    assert read.count("■■■■■■手引きだ") == 2, "in the comment and where it is quoted"
