"""Talked about between one body and the secretariat alone: begun, found again, settled, and kept from all others."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

import clock
from accounts.models import User
from discussion import actions
from discussion.audience import audience_of, audience_of_thread
from discussion.models import Comment, Concern, Thread, WatchedWord
from library import actions as library
from library import housekeeping
from library.models import Publication, Visibility
from library.rules import Refused
from posting.once import fresh_key
from tests import factories
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
ONLY = "事務局と栃木県だけが読めます"


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目", "二枚目", visibility=Visibility.OBSERVERS)


@pytest.fixture
def said(live, tochigi) -> Comment:
    return Talker(tochigi).confide("この手引きを県で使ってよいですか", about=live)


def page_of(said: Comment) -> str:
    return f"/comments/confidential/{said.thread_id}/"


def test_it_is_begun_beside_a_document_and_says_first_who_reads(live, tochigi, tochigi2, secretariat):
    asks = Talker(tochigi)
    beside = asks.read(live)
    assert f'href="/comments/confide/{live.pk}/"' in beside.panel
    assert "事務局にだけ相談する" in beside.plain
    form = asks.page(f"/comments/confide/{live.pk}/")
    assert ONLY in form
    assert form.index(ONLY) < form.index("個人情報や非公開情報は書かないでください")
    assert "相談の資料：香川県「CatBotの手引き」" in form
    said = asks.confide("この手引きを県で使ってよいですか", about=live, is_question="on")
    for person in (tochigi, tochigi2, secretariat):
        read = Talker(person).follow(f"/comments/{said.pk}/")
        assert "栃木県見本花子質問" in read.plain
        assert read.anchors == [f"c{said.pk}"]
        assert "相談の資料：香川県「CatBotの手引き」" in Talker(person).page(page_of(said))
        assert ONLY in Talker(person).page(page_of(said))
    answer = Talker(secretariat).answer(said, "はい、使えます。", quote=said.pk)
    assert "はい、使えます。" in asks.follow(f"/comments/{answer.pk}/").plain
    assert Talker(tochigi2).press(said, "resolve").status_code == 302
    assert "解決済みになりました（栃木県）" in asks.page(page_of(said))
    assert Talker(secretariat).press(said, "reopen").status_code == 302
    assert Thread.objects.get().resolved_at is None


def test_beside_the_document_it_is_nowhere_also_for_its_parties(live, said, tochigi, kagawa, secretariat):
    for person in (tochigi, kagawa, secretariat):
        beside = Talker(person).read(live, talk="all")
        assert "まだコメントはありません" in beside.plain
        assert "県で使ってよい" not in Talker(person).read(live, thread=said.thread_id).plain


def test_nobody_else_reads_or_writes(live, said, tochigi, kagawa, observer, admin):
    for person in (kagawa, observer, admin):
        reader = Talker(person)
        for address in (page_of(said), f"/comments/{said.pk}/", f"/comments/{said.pk}/history/"):
            assert reader.client.get(address).status_code == 404
        for verb in ("reply", "resolve", "question", "lock", "thank", "edit"):
            assert reader.press(said, verb, text="のぞきました").status_code == 404, verb
        with pytest.raises(Refused):
            actions.reply(said.thread, by=person, text="のぞきました")
        with pytest.raises(Refused):
            actions.confide(tochigi.organization, by=person, text="なりすまし")
    for person in (observer, admin):
        assert Talker(person).client.get("/me/confidential/").status_code == 403
        assert Talker(person).post(f"/comments/confide/{live.pk}/", text="のぞきました").status_code == 403
    assert "事務局にだけ相談する" not in Talker(observer).read(live).plain
    assert Comment.objects.count() == 1


def test_the_desk_begins_with_a_body_that_sees_the_document(live, tochigi, kagawa, secretariat):
    desk = Talker(secretariat)
    assert "1つの団体とだけ相談する" in desk.read(live).plain
    form = desk.client.get(f"/comments/confide/{live.pk}/").content.decode()
    assert f'<option value="{kagawa.organization_id}" selected>' in form
    assert desk.post(f"/comments/confide/{live.pk}/", text="団体なし").status_code == 400
    said = desk.confide("次の版の時期を教えてください", about=live, body=tochigi.organization_id)
    assert "次の版の時期" in Talker(tochigi).page(page_of(said))
    assert Talker(kagawa).client.get(page_of(said)).status_code == 404
    Publication.objects.filter(pk=live.pk).update(visibility=Visibility.SECRETARIAT)
    with pytest.raises(Refused, match="栃木県からは見られません"):
        actions.confide(tochigi.organization, by=secretariat, about=live, text="見えない資料のこと")
    with pytest.raises(Refused, match="構成団体の都道府県"):
        actions.confide(secretariat.organization, by=secretariat, text="自分たちのこと")


def test_a_body_talks_for_itself_whatever_is_sent(tochigi, kagawa):
    said = Talker(tochigi).confide("自分の県のこと", body=kagawa.organization_id, publication=1)
    assert said.thread.body == tochigi.organization
    assert said.thread.publication is None
    with pytest.raises(Refused, match="自分の団体としてだけ"):
        actions.confide(kagawa.organization, by=tochigi, text="ほかの県として")


def test_a_document_that_is_not_seen_is_none(tochigi, kagawa):
    hidden = make_found(kagawa, "見えない手引き", "一枚目", visibility=Visibility.SECRETARIAT)
    for number in (hidden.pk, 987_654):
        assert Talker(tochigi).client.get(f"/comments/confide/{number}/").status_code == 404
        assert Talker(tochigi).post(f"/comments/confide/{number}/", text="何ですか").status_code == 404


@pytest.mark.parametrize("how", ["withdrawn", "narrowed", "erased"])
def test_what_becomes_of_the_document_takes_no_word(how, live, said, tochigi, kagawa, secretariat):
    if how == "withdrawn":
        library.withdraw(live, by=kagawa, reason="古くなったため")
    elif how == "narrowed":
        library.narrow(live, by=kagawa, visibility=Visibility.SECRETARIAT, reason="見直すため")
    else:
        library.withdraw(live, by=kagawa, reason="古くなったため")
        library.discard_publication(live, by=kagawa)
        housekeeping.empty_bin(now=clock.now() + timedelta(days=100))
        assert not Publication.objects.filter(pk=live.pk).exists()
    answer = Talker(secretariat).answer(said, "ほかの資料をご覧ください")
    asks = Talker(tochigi)
    assert "ほかの資料をご覧ください" in asks.follow(f"/comments/{answer.pk}/").plain
    for page in (asks.page(page_of(said)), asks.page("/me/confidential/")):
        assert "県で使ってよいですか" in page
        assert "CatBot" not in page
        assert "香川県" not in page
        assert "古くなった" not in page
    assert asks.answer(said, "分かりました").number == 3
    assert ("CatBot" in Talker(secretariat).page(page_of(said))) == (how != "erased"), "the desk reads it still"


def test_it_is_edited_with_history_and_leaves_a_stub(said, tochigi, secretariat):
    writer = Talker(tochigi)
    assert ONLY in writer.page(f"/comments/{said.pk}/edit/")
    writer.press(said, "edit", text="この手引きを県の全庁で使ってよいですか")
    history = Talker(secretariat).page(f"/comments/{said.pk}/history/")
    assert "この手引きを県で使ってよいですか" in history
    assert ONLY in history
    assert ONLY in writer.page(f"/comments/{said.pk}/delete/")
    writer.press(said, "delete")
    assert "書いた人が削除しました" in Talker(secretariat).page(page_of(said))
    assert "書いた人が削除しました" in writer.page("/me/confidential/")


def test_words_are_quoted_inside_only(live, said, tochigi, secretariat):
    asks = Talker(tochigi)
    assert "引用して返信" in asks.page(page_of(said))
    shown = Talker(secretariat).client.get(page_of(said), {"quote": said.pk}).content.decode()
    assert f'name="quote" value="{said.pk}"' in shown
    outside = asks.say(live, "みなさんはどうですか")
    other = asks.confide("別の相談")
    for thread_of in (outside, other):
        assert asks.answer(thread_of, "引用したい", quote=said.pk).quoted is None
    assert actions.reply(outside.thread, by=tochigi, text="引用したい", quoted=said).quoted is None
    assert asks.answer(said, "外から中へ", quote=outside.pk).quoted is None


def test_it_is_not_reported_but_looked_at_by_the_desk(said, tochigi, secretariat, secretariat2):
    for person in (secretariat, tochigi):
        assert "通報" not in Talker(person).page(page_of(said))
    with pytest.raises(Refused, match="事務局も読んでいます"):
        actions.report(said, by=secretariat, reason="unfit")
    WatchedWord.objects.create(word="BAD社")
    answer = Talker(tochigi).answer(said, "BAD社のことです", is_sure="on")
    assert Concern.objects.get().comment == answer
    decide = Talker(secretariat).page(f"/review/reports/{answer.pk}/")
    assert "栃木県と事務局の相談" in decide
    assert "話題をほかの資料に動かす" not in decide
    assert Talker(secretariat2).decide(answer, "hide", "名指しのため").status_code == 302
    assert "名指しのため" in Talker(tochigi).page(page_of(said))


def test_it_is_never_moved_and_nothing_becomes_confidential(live, said, tochigi, secretariat):
    desk = Talker(secretariat)
    assert "話題を動かす" not in desk.page(page_of(said))
    told = desk.client.get(f"/comments/{said.pk}/move/", follow=True).content.decode()
    assert "事務局との相談は動かせません" in told
    own = make_found(tochigi, "栃木の手引き", "一枚目", visibility=Visibility.SECRETARIAT)
    assert audience_of(own, None) == audience_of_thread(said.thread), "as narrow as can be"
    for to in (live, own):
        with pytest.raises(Refused, match="動かせません"):
            actions.move(said.thread, by=secretariat, to=to, agreed=audience_of(to, None))
    outside = Talker(tochigi).say(live, "みなさんへ")
    for where in (page_of(said), f"/comments/confide/{live.pk}/", str(said.thread_id + 10_000)):
        assert desk.press(outside, "move", where=where).status_code == 400, where
    assert Thread.objects.get(pk=outside.thread_id).publication == live


def test_the_desk_closes_it(said, tochigi, secretariat):
    assert Talker(secretariat).press(said, "lock").status_code == 302
    assert "事務局がこの話題を閉じました" in Talker(tochigi).page(page_of(said))
    with pytest.raises(Refused, match="閉じました"):
        actions.reply(said.thread, by=tochigi, text="まだあります")


def test_who_moves_on_reads_no_more_and_the_words_stay(said, tochigi, tochigi2, kagawa, secretariat):
    User.objects.filter(pk=tochigi.pk).update(organization=kagawa.organization)
    assert Talker(User.objects.get(pk=tochigi.pk)).client.get(page_of(said)).status_code == 404
    for person in (tochigi2, secretariat):
        page = Talker(person).page(page_of(said))
        assert "栃木県担当者（異動）" in page
        assert "見本花子" not in page
        assert "県で使ってよいですか" in page
    back = {"organization": tochigi2.organization, "suspended_at": clock.now(), "suspended_by": secretariat}
    User.objects.filter(pk=tochigi.pk).update(is_active=False, **back)
    assert "栃木県担当者（異動）" in Talker(tochigi2).page(page_of(said))
    successor = factories.make_user("new@example.jp", body=tochigi2.organization, name="見本 後任")
    assert Talker(successor).answer(said, "引き継ぎました").number == 2


def test_the_list_says_whose_answer_is_awaited(live, said, tochigi, kagawa, secretariat):
    own, desk = Talker(tochigi), Talker(secretariat)
    assert "/me/confidential/" in own.client.get("/me/").content.decode()
    about = "栃木県・香川県「CatBotの手引き」について・1件"
    assert f"事務局の返事待ちこの手引きを県で使ってよいですか{about}" in own.page("/me/confidential/")
    Talker(kagawa).confide("香川の相談", is_question="on")
    listed = desk.page("/me/confidential/")
    assert "事務局の返事待ち香川の相談香川県・質問・1件" in listed
    assert listed.index("香川の相談") < listed.index("県で使ってよいですか"), "what was said last stands first"
    assert "香川の相談" not in own.page("/me/confidential/")
    desk.answer(said, "はい、使えます。")
    assert "栃木県の返事待ちこの手引きを" in own.page("/me/confidential/")
    own.press(said, "resolve")
    listed = desk.page("/me/confidential/")
    assert "解決済みこの手引きを" in listed
    assert listed.index("香川の相談") < listed.index("県で使ってよいですか"), "what is settled stands last"


def test_a_long_one_is_read_in_pages_and_addresses_lead_there(said, tochigi, secretariat):
    for number in range(60):
        last = actions.reply(said.thread, by=secretariat if number % 2 else tochigi, text=f"返信{number}")
    there = Talker(tochigi).client.get(f"/comments/{last.pk}/")
    assert there.headers["location"] == f"{page_of(said)}?comments=2#c{last.pk}"
    read = Talker(tochigi).follow(f"/comments/{last.pk}/")
    assert "返信59" in read.plain
    assert 'href="?comments=1#comments"' in read.text
    assert "返信0" in Talker(tochigi).page(page_of(said))


def test_too_many_at_once_keep_their_text(tochigi, settings):
    settings.RATE_LIMITS = True
    person = Talker(tochigi)
    for number in range(settings.LIMITS.comments_per_minute):
        person.confide(f"相談{number}")
    answer = person.post("/comments/confide/", text="最後の相談", once=fresh_key())
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "最後の相談" in answer.content.decode()


def test_the_database_knows_one_place(live, tochigi):
    now = clock.now()
    file = factories.first_file(live)
    wrong = [
        {},
        {"publication": live, "body": tochigi.organization},
        {"publication": live, "about": live},
        {"body": tochigi.organization, "edition": live.live_edition, "file": file, "page": 1},
    ]
    for place in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Thread.objects.create(**place, opened_at=now, last_at=now)
    assert Thread.objects.create(body=tochigi.organization, about=live, opened_at=now, last_at=now).is_confidential
