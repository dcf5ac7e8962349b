"""Members talk: about a document or a page of it, with answers, quotations, addresses that stay."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from accounts.models import User
from audit.models import Event
from audit.verbs import Verb
from discussion import actions
from discussion.models import Comment, Thread
from library.models import Visibility
from library.rules import Refused
from tests import factories
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目", "二枚目", "三枚目")


@pytest.fixture
def file(live):
    return factories.first_file(live)


def test_a_question_on_a_page_is_answered_and_settled(live, file, tochigi, kagawa):
    asks, answers = Talker(tochigi), Talker(kagawa)
    question = asks.say(
        live, "この欄は必ず書きますか。\nほかの県は？", file=file.pk, page=3, place="3ページ", is_question="on"
    )
    there = answers.read(live, file=file.pk, page=3)
    assert "栃木県見本花子質問3ページ" in there.plain
    assert "この欄は必ず書きますか。<br>ほかの県は？" in there.panel
    assert "このページ（1）すべて（1）未解決の質問（1）" in there.plain
    answer = answers.answer(question, "はい、必ず書きます。")
    read = asks.follow(f"/comments/{answer.pk}/")
    assert "香川県見本さぬき作成した団体" in read.plain
    assert "はい、必ず書きます。" in read.plain
    assert read.anchors == [f"c{question.pk}", f"c{answer.pk}"]
    assert asks.press(question, "resolve").status_code == 302
    folded = answers.read(live, talk="all")
    assert "解決済み：栃木県「この欄は必ず書きますか。ほかの県は？」" in folded.plain
    assert "未解決の質問（0）" in folded.plain
    assert answers.press(answer, "reopen").status_code == 302
    assert "未解決の質問（1）" in asks.read(live).plain


def test_beside_another_page_only_what_was_said_of_it_or_of_all(live, file, tochigi):
    person = Talker(tochigi)
    person.say(live, "三枚目のこと", file=file.pk, page=3)
    person.say(live, "全体のこと", file=file.pk, page=3, is_whole="on")
    assert "三枚目のこと" in person.read(live, file=file.pk, page=3).plain
    assert "全体のこと" not in person.read(live, file=file.pk, page=3).plain
    other = person.read(live, file=file.pk, page=1)
    assert "このページ（0）すべて（2）" in other.plain
    assert "全体のこと" in other.plain
    assert "三枚目のこと" in other.plain


def test_a_page_of_another_edition_is_named_with_it(live, file, kagawa, tochigi, secretariat):
    person = Talker(tochigi)
    person.say(live, "前の版のこと", file=file.pk, page=2)
    newer = make_found(kagawa, "CatBotの手引き", "新しい一枚目").live_edition
    Thread.objects.update(edition=newer)  # an edition that is not the live one of this document
    assert "2ページ" in person.read(live, talk="all").plain


def test_words_are_quoted_until_they_are_gone(live, tochigi, kagawa):
    said = Talker(tochigi).say(live, "うちでは週に一度、まとめて確かめています。")
    answer = Talker(kagawa).answer(said, "それは良い方法です。", quote=said.pk)
    assert answer.quoted == said
    assert "栃木県見本花子うちでは週に一度" in Talker(kagawa).follow(f"/comments/{answer.pk}/").plain
    Talker(tochigi).press(said, "delete")
    read = Talker(kagawa).follow(f"/comments/{answer.pk}/").plain
    assert "うちでは週に一度" not in read
    assert "書いた人が削除しました" in read
    assert "それは良い方法です。" in read


def test_what_stands_in_another_thread_is_not_quoted(live, tochigi):
    person = Talker(tochigi)
    first, second = person.say(live, "一つ目"), person.say(live, "二つ目")
    assert person.answer(second, "返信", quote=first.pk).quoted is None


def test_an_edit_keeps_the_former_wording_for_all_who_read(live, tochigi, kagawa):
    said = Talker(tochigi).say(live, "二十件です")
    Talker(tochigi).press(said, "edit", text="二百件です")
    read = Talker(kagawa).follow(f"/comments/{said.pk}/")
    assert "二百件です" in read.plain
    assert "変更の履歴" in read.plain
    history = Talker(kagawa).client.get(f"/comments/{said.pk}/history/").content.decode()
    assert history.index("二百件です") < history.index("二十件です")
    Talker(tochigi).press(said, "delete")
    assert Talker(kagawa).client.get(f"/comments/{said.pk}/history/").status_code == 404
    assert not said.revisions.exists()


def test_the_same_words_again_change_nothing(live, tochigi):
    said = Talker(tochigi).say(live, "二十件です")
    Talker(tochigi).press(said, "edit", text="二十件です")
    said.refresh_from_db()
    assert said.edited_at is None
    assert not said.revisions.exists()


def test_a_form_that_is_sent_twice_counts_once(live, tochigi):
    person = Talker(tochigi)
    key = person.fresh(live)
    for _ in range(2):
        assert person.post(f"/comments/on/{live.pk}/", text="一度だけ", once=key).status_code == 302
    assert Comment.objects.count() == 1


def test_thanks_count_once_for_each_body_and_not_for_the_own(live, tochigi, tochigi2, kagawa, secretariat):
    said = Talker(tochigi).say(live, "手順をまとめました。")
    for user in (kagawa, secretariat):
        Talker(user).press(said, "thank", thank="1")
    Talker(kagawa).press(said, "thank", thank="1")
    Talker(tochigi2).press(said, "thank", thank="1")
    assert said.thanks.count() == 2
    assert "参考になった（2団体）" in Talker(tochigi).read(live).plain
    Talker(kagawa).press(said, "thank", thank="0")
    assert "参考になった（1団体）" in Talker(kagawa).read(live).plain


def test_a_coordinator_speaks_for_the_body_and_it_looks_so(live, tochigi, tochigi2):
    said = Talker(tochigi2).say(live, "県としてお答えします。", is_on_behalf="on")
    read = Talker(tochigi).read(live)
    assert "栃木県（団体として）" in read.plain
    assert "said--body" in read.panel
    assert said.writer == tochigi2
    assert "is_on_behalf" not in read.panel
    with pytest.raises(Refused, match="とりまとめ"):
        actions.open_thread(live, by=tochigi, text="県として", is_on_behalf=True)


def test_what_is_locked_is_answered_by_the_secretariat_alone(live, tochigi, kagawa, secretariat):
    said = Talker(tochigi).say(live, "長い話題")
    Talker(secretariat).press(said, "lock")
    read = Talker(kagawa).read(live)
    assert "事務局がこの話題を閉じました" in read.plain
    assert "返信する" not in read.plain
    for user, is_refused in ((kagawa, True), (tochigi, True), (secretariat, False)):
        before = Comment.objects.count()
        key = Talker(user).fresh(live)
        Talker(user).post(f"/comments/{said.pk}/reply/", text="まだ言いたい", once=key)
        assert (Comment.objects.count() == before) == is_refused
    Talker(tochigi).press(said, "edit", text="直したい")
    said.refresh_from_db()
    assert said.text == "長い話題"
    Talker(secretariat).press(said, "unlock")
    Talker(kagawa).answer(said, "開きました")


def test_what_was_done_is_said_where_the_comment_stands(live, tochigi):
    """The page opens at the comment; its top is out of sight."""
    person = Talker(tochigi)
    answer = person.post(f"/comments/on/{live.pk}/", text="ここに立ちます", once=person.fresh(live))
    page = person.client.get(answer.headers["location"], follow=True).content.decode()
    said = Comment.objects.get()
    assert page.count("コメントを投稿しました") == 1
    assert f'id="c{said.pk}"' in page.partition("コメントを投稿しました")[0]
    refused = person.press(said, "thank", thank="1")
    page = person.client.get(refused.headers["location"], follow=True).content.decode()
    assert f'id="c{said.pk}"' in page.partition("自分の団体のコメントには付けられません")[0]


def test_whose_access_has_ended_is_named_no_more(live, tochigi, kagawa):
    Talker(tochigi).say(live, "残る言葉")
    for ended, is_named in ((timedelta(), True), (timedelta(days=-1), False)):
        User.objects.filter(pk=tochigi.pk).update(access_ends_on=clock.today() + ended)
        read = Talker(kagawa).read(live).plain
        assert ("見本花子" in read) == is_named
        assert ("栃木県担当者（異動）" in read) != is_named


def test_who_left_the_body_is_named_no_more(live, tochigi, kagawa):
    said = Talker(tochigi).say(live, "残る言葉")
    tochigi.organization = kagawa.organization
    tochigi.save()
    read = Talker(kagawa).read(live).plain
    assert "栃木県担当者（異動）" in read
    assert "見本花子" not in read
    assert "残る言葉" in read
    Talker(tochigi).press(said, "delete")
    said.refresh_from_db()
    assert said.text == "残る言葉"


@pytest.mark.parametrize(
    ("text", "message"), [("", "コメントを書いてください"), ("は", "2文字以上"), ("あ" * 4001, "4,000字まで")]
)
def test_what_is_wrong_is_said_and_nothing_is_lost(live, file, tochigi, text, message):
    person = Talker(tochigi)
    answer = person.post(
        f"/comments/on/{live.pk}/", text=text, once=person.fresh(live), file=file.pk, page=2, place="2ページ"
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert message in page
    assert text in page
    assert f'name="file" value="{file.pk}"' in page
    assert "2ページへのコメント" in page
    assert not Comment.objects.exists()


def test_personal_data_is_asked_about_once(live, tochigi):
    person = Talker(tochigi)
    answer = person.post(f"/comments/on/{live.pk}/", text="電話は028-623-2323です", once=person.fresh(live))
    assert answer.status_code == 400
    assert "電話番号のようなものがあります" in answer.content.decode()
    said = person.say(live, "電話は028-623-2323です", is_sure="on")
    assert said.text == "電話は028-623-2323です"


def test_who_writes_too_much_waits_and_keeps_the_words(live, tochigi, settings):
    settings.RATE_LIMITS = True
    person = Talker(tochigi)
    for number in range(settings.LIMITS.comments_per_minute):
        person.say(live, f"{number}番目の文")
    answer = person.post(f"/comments/on/{live.pk}/", text="もう一つの文", once=person.fresh(live))
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "もう一つの文" in answer.content.decode()


def test_every_verb_is_in_the_log_without_the_words(live, tochigi, secretariat):
    said = Talker(tochigi).say(live, "記録に残さない言葉", is_question="on")
    Talker(tochigi).press(said, "edit", text="これも残さない")
    Talker(tochigi).press(said, "question", is_question="0")
    for verb in ("resolve", "reopen", "lock", "unlock", "slow", "unslow"):
        Talker(secretariat).press(said, verb)
    Talker(tochigi).press(said, "delete")
    events = Event.objects.filter(target_kind__in=["comment", "thread"]).order_by("sequence")
    assert [event.verb for event in events] == [
        Verb.COMMENT, Verb.EDIT_COMMENT, Verb.MARK_QUESTION, Verb.RESOLVE, Verb.REOPEN, Verb.LOCK, Verb.UNLOCK,
        Verb.SLOW, Verb.UNSLOW, Verb.DELETE_COMMENT,
    ]  # fmt: skip
    assert all("残さない" not in f"{event.target_label}{event.data}" for event in events)


def test_a_page_of_a_file_that_is_kept_closer_is_not_talked_about_in_the_open(live, file, kagawa, tochigi, observer):
    live.visibility = Visibility.OBSERVERS
    live.save()
    file.visibility = Visibility.MEMBERS
    file.save()
    closer = Talker(tochigi).say(live, "内輪の話", file=file.pk, page=1)
    open_one = Talker(tochigi).say(live, "みなの話")
    for user, sees in ((observer, False), (kagawa, True)):
        read = Talker(user).read(live, talk="all")
        assert ("内輪の話" in read.plain) == sees
        assert "みなの話" in read.plain
        assert f"すべて（{2 if sees else 1}）" in read.plain
        assert (Talker(user).client.get(f"/comments/{closer.pk}/").status_code == 302) == sees
        assert Talker(user).client.get(f"/comments/{open_one.pk}/").status_code == 302


def test_nobody_else_reads_or_writes(live, tochigi, observer, admin):
    said = Talker(tochigi).say(live, "構成団体だけの話")
    live.visibility = Visibility.PUBLIC
    live.save()
    for user in (None, admin):
        assert "構成団体だけの話" not in Talker(user).client.get(live.get_absolute_url()).content.decode()
    assert Talker(admin).client.get(f"/comments/{said.pk}/").status_code == 404
    assert Talker(None).client.get(f"/comments/{said.pk}/").status_code == 302  # to sign in
    assert "構成団体だけの話" in Talker(observer).read(live).plain
    live.visibility = Visibility.MEMBERS
    live.save()
    assert Talker(observer).client.get(f"/comments/{said.pk}/").status_code == 404
    assert Talker(observer).press(said, "thank", thank="1").status_code == 404


def test_a_long_thread_is_turned_over_and_its_addresses_lead_to_the_place(live, tochigi, kagawa):
    said = actions.open_thread(live, by=tochigi, text="はじまり")
    for number in range(120):
        last = actions.reply(said.thread, by=kagawa, text=f"返信その{number}")
    read = Talker(tochigi).follow(f"/comments/{last.pk}/")
    assert f"c{last.pk}" in read.anchors
    assert len(read.anchors) == 21
    assert "3/3" in read.plain
    short = Talker(tochigi).read(live)
    assert "前の返信117件を見る" in short.plain
    assert len(short.anchors) == 4


def test_the_page_asks_the_same_number_of_queries_for_one_thread_and_for_many(live, file, tochigi, kagawa):
    person, numbers = Talker(tochigi), set()
    for number in (1, 3, 12):
        while Thread.objects.count() < number:
            said = actions.open_thread(live, by=kagawa, text="話題です", place=actions.Place(file, 1))
            for _ in range(number):
                actions.reply(said.thread, by=tochigi, text="返信です", quoted=said)
            actions.thank(said, by=tochigi)
        person.read(live)
        with CaptureQueriesContext(connection) as queries:
            person.read(live)
        numbers.add(len(queries))
        assert len(queries) <= 19, [query["sql"][:100] for query in queries]
    assert len(numbers) == 1, numbers
