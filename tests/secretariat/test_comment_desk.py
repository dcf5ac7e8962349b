"""What becomes of a comment at the desk: left, hidden and shown again, to be mended, with or without a report."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from audit.models import Event
from audit.verbs import Verb
from discussion import actions
from discussion.models import Comment, CommentState, Concern
from library.models import Visibility
from library.rules import Refused
from tests import factories
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
WORDS, REASON = "役に立たない手引きだ", "攻撃的な書き方です（見本）"


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目", visibility=Visibility.OBSERVERS)


@pytest.fixture
def said(live, tochigi) -> Comment:
    return Talker(tochigi).say(live, WORDS)


def test_what_is_hidden_is_a_stub_for_all_but_its_writer_and_the_desk(
    live, said, tochigi, tochigi2, kagawa, observer, secretariat
):
    answer = Talker(kagawa).answer(said, "そんなことはありません", quote=said.pk)
    Talker(tochigi).press(said, "edit", text=f"{WORDS}。")
    Talker(secretariat).decide(said, "hide", REASON)
    for person, reads in ((tochigi, True), (secretariat, True), (tochigi2, False), (kagawa, False), (observer, False)):
        for read in (Talker(person).read(live), Talker(person).follow(f"/comments/{answer.pk}/")):
            assert "事務局が非表示にしました" in read.plain
            assert (f"{WORDS}。" in read.plain) == reads
            assert (REASON in read.plain) == reads
            assert "そんなことはありません" in read.plain
        history = Talker(person).client.get(f"/comments/{said.pk}/history/")
        assert history.status_code == (200 if reads else 404)
    assert "コメント1件" in Talker(kagawa).read(live).plain


def test_a_folded_thread_does_not_say_how_a_hidden_comment_began(live, said, tochigi, kagawa, secretariat):
    Talker(tochigi).press(said, "resolve")
    Talker(secretariat).decide(said, "hide", REASON)
    read = Talker(kagawa).read(live).plain
    assert "解決済み：栃木県「事務局が非表示にしました」" in read
    assert WORDS not in read


def test_what_is_hidden_can_be_shown_again(live, said, tochigi, kagawa, secretariat):
    Talker(secretariat).decide(said, "hide", REASON)
    Talker(tochigi).press(said, "edit", text="書き換えます")
    Talker(tochigi).press(said, "delete")
    page = Talker(secretariat).page(f"/review/reports/{said.pk}/")
    assert "表示に戻す" in page
    assert f"書いた人への連絡「{REASON}」" in page
    assert Talker(secretariat).post(f"/review/reports/{said.pk}/show/").status_code == 302
    for person in (tochigi, kagawa):
        read = Talker(person).read(live).plain
        assert WORDS in read
        assert REASON not in read


def test_the_writer_is_asked_to_mend_and_the_desk_looks_again(live, said, tochigi, kagawa, secretariat):
    Talker(kagawa).report(said)
    Talker(secretariat).decide(said, "ask", "手引きのどこを直せばよいか書いてください（見本）")
    assert "審査待ちはありません" in Talker(secretariat).page("/review/")
    writer = Talker(tochigi)
    for page in (writer.page("/"), writer.page("/me/tasks/")):
        assert "コメントを直す事務局から：手引きのどこを直せばよいか" in page
    assert "手引きのどこを直せばよいか" in writer.read(live).plain
    assert "手引きのどこを直せばよいか" in writer.page(f"/comments/{said.pk}/edit/")
    assert "手引きのどこを直せばよいか" not in Talker(kagawa).read(live).plain
    writer.press(said, "edit", text="3ページの手順が分かりにくいです")
    assert "コメントを直す" not in writer.page("/me/tasks/")
    assert "手引きのどこを直せばよいか" not in writer.read(live).plain
    assert "頼まれて直したもの" in Talker(secretariat).page("/review/")
    Talker(secretariat).decide(said, "leave")
    assert "審査待ちはありません" in Talker(secretariat).page("/review/")


def test_nobody_is_asked_for_what_they_cannot_do(said, tochigi, kagawa, secretariat):
    actions.lock(said.thread, by=secretariat)
    refused = Talker(secretariat).decide(said, "ask", "直してください")
    assert refused.status_code == 400
    assert "いまこのコメントを直せません" in refused.content.decode()
    assert "直してください" in refused.content.decode()
    actions.unlock(said.thread, by=secretariat)
    tochigi.organization = kagawa.organization
    tochigi.save()
    assert Talker(secretariat).decide(said, "ask", "直してください").status_code == 400


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"decision": ""}, "判断を選んでください"),
        ({"decision": "hide", "message": " 　"}, "非表示にする理由を書いてください"),
        ({"decision": "ask"}, "直すところを書いてください"),
        ({"decision": "leave"}, "確認を待っていません"),
        ({"decision": "hide", "message": "理由です", "once": ""}, "画面が古くなっていました"),
        ({"decision": "hide", "message": "長" * 1001}, "1,000字まで"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(said, secretariat, fields, message):
    answer = Talker(secretariat).decide(said, **({"decision": ""} | fields))
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert fields.get("message", "").strip() in answer.content.decode()
    said.refresh_from_db()
    assert said.state == CommentState.SHOWN


@pytest.mark.parametrize("change", ["another report", "another wording"])
def test_a_decision_is_about_what_was_looked_at(said, tochigi, kagawa, observer, secretariat, change):
    Talker(kagawa).report(said)
    seen = actions.as_seen(said)
    {
        "another report": lambda: Talker(observer).report(said),
        "another wording": lambda: Talker(tochigi).press(said, "edit", text="書き換えました"),
    }[change]()
    late = Talker(secretariat).decide(said, "hide", "見た文章についての理由", seen=seen)
    assert late.status_code == 400
    assert "今の内容を確かめてください" in late.content.decode()
    assert "見た文章についての理由" in late.content.decode()
    said.refresh_from_db()
    assert said.state == CommentState.SHOWN


def test_nobody_decides_on_their_own_words(live, secretariat, secretariat2, settings):
    own = actions.open_thread(live, by=secretariat, text="事務局の話題")
    assert "ほかの事務局の人が判断してください" in Talker(secretariat).page(f"/review/reports/{own.pk}/")
    assert Talker(secretariat).decide(own, "hide", REASON).status_code == 400
    with pytest.raises(Refused, match="ほかの事務局の人"):
        actions.hide(own, by=secretariat, reason=REASON)
    actions.hide(own, by=secretariat2, reason=REASON)
    with pytest.raises(Refused, match="ほかの事務局の人"):
        actions.show(own, by=secretariat)
    settings.LIMITS = replace(settings.LIMITS, four_eyes=0)
    actions.show(own, by=secretariat)


def test_who_is_on_it_is_said_and_fades(said, kagawa, secretariat, secretariat2):
    Talker(kagawa).report(said)
    first, second = Talker(secretariat), Talker(secretariat2)
    first.post(f"/review/reports/{said.pk}/claim/")
    assert secretariat.name in plain_row(second.page("/review/"))
    assert f"いまは{secretariat.name}が担当しています".replace(" ", "") in second.page(f"/review/reports/{said.pk}/")
    second.post(f"/review/reports/{said.pk}/claim/")
    assert Concern.objects.get().claimed_by == secretariat
    Concern.objects.update(claimed_at=clock.now() - timedelta(minutes=40))
    second.post(f"/review/reports/{said.pk}/claim/")
    assert Concern.objects.get().claimed_by == secretariat2
    second.post(f"/review/reports/{said.pk}/release/")
    assert Concern.objects.get().claimed_by is None


def plain_row(page: str) -> str:
    return page[page.index("要確認担当") :].replace("見本太郎", "見本 太郎")


def test_the_queue_holds_both_sorts_oldest_first_and_says_what_is_late(said, tochigi, kagawa, secretariat, monkeypatch):
    monday = datetime(2024, 7, 1, 1, tzinfo=UTC)
    edition = factories.make_submitted(tochigi, title="審査待ちの見本")
    type(edition).objects.filter(pk=edition.pk).update(submitted_at=monday + timedelta(days=2))
    actions.report(said, by=kagawa, reason="wrong", now=monday)
    monkeypatch.setattr(clock, "now", lambda: monday + timedelta(days=4))
    desk = Talker(secretariat)
    both = desk.page("/review/")
    assert both.index("通報1件") < both.index("審査待ちの見本")
    assert both.count("期限切れ") == 1
    assert "7月4日期限切れ" in both
    assert "7月8日" in both
    assert "審査（2件）" in both
    assert "審査待ちの見本" not in desk.page("/review/?type=report")
    assert "通報1件" not in desk.page("/review/?type=edition")
    assert "審査待ち（2件）" in desk.page("/review/?type=nothing")


def test_every_verb_is_in_the_log_without_words_and_reporters_are_told_to_the_desk_alone(
    said, tochigi, kagawa, secretariat, admin
):
    Talker(kagawa).report(said, words="通報の言葉")
    for way in ("claim", "release"):
        Talker(secretariat).post(f"/review/reports/{said.pk}/{way}/")
    Talker(secretariat).decide(said, "leave")
    Talker(secretariat).decide(said, "ask", "頼む言葉")
    Talker(secretariat).decide(said, "hide", "隠す言葉")
    Talker(secretariat).post(f"/review/reports/{said.pk}/show/")
    events = Event.objects.filter(target_kind="comment").order_by("sequence")
    assert [event.verb for event in events] == [
        Verb.COMMENT, Verb.REPORT_COMMENT, Verb.CLAIM, Verb.RELEASE, Verb.LEAVE_COMMENT, Verb.ASK_TO_MEND,
        Verb.HIDE_COMMENT, Verb.SHOW_COMMENT,
    ]  # fmt: skip
    assert all("言葉" not in f"{event.target_label}{event.data}" for event in events)
    for query in ("", "?verb=report_comment", "?who=さぬき"):
        for person, sees in ((secretariat, True), (admin, False)):
            rows = Talker(person).page(f"/manage/audit/{query}").split("接続元")[-1]
            assert ("香川県見本さぬき" in rows) == sees, (query, person)
            sent = b"".join(Talker(person).client.get(f"/manage/audit/export.csv{query}").streaming_content).decode()
            assert ("見本 さぬき" in sent) == sees, (query, person)


def test_the_page_asks_the_same_number_of_queries_for_one_report_and_for_many(live, said, kagawa, tochigi, secretariat):
    numbers = set()
    for number in (1, 6):
        while said.concerns.count() < number:
            if said.concerns.open().exists():
                actions.leave(said, by=secretariat)
            actions.report(said, by=kagawa, reason="wrong")
            actions.report(said, by=secretariat, reason="unfit")
            actions.reply(said.thread, by=kagawa, text="返信です", quoted=said)
        Talker(secretariat).page(f"/review/reports/{said.pk}/")
        desk = Talker(secretariat)
        with CaptureQueriesContext(connection) as queries:
            desk.page(f"/review/reports/{said.pk}/")
        numbers.add(len(queries))
    assert len(numbers) == 1, numbers
