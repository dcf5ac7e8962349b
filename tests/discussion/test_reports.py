"""通報: whoever reads a comment can ask the desk to look at it; nobody else learns of it, and the outcome is told."""

import re

import pytest
from django.core import mail

from discussion import actions
from discussion.models import Comment, Concern, Report
from library import actions as library
from library.models import Visibility
from library.rules import Refused
from mail.models import Letter
from mail.outbox import send
from notices.actions import stop_mail
from tests import factories
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
WORDS = "この言い方はひどいです"


@pytest.fixture
def live(kagawa, secretariat):
    return make_found(kagawa, "CatBotの手引き", "一枚目", "二枚目", visibility=Visibility.OBSERVERS)


@pytest.fixture
def said(live, tochigi) -> Comment:
    return Talker(tochigi).say(live, "役に立たない手引きだ")


def without_tokens(text: str) -> str:
    return re.sub(r'((?:csrfmiddlewaretoken|once)" value=")\w+', r"\1", text)


def letters(kind: str) -> list[Letter]:
    return list(Letter.objects.filter(kind=kind).order_by("pk"))


def test_a_report_comes_before_the_desk_and_its_outcome_to_who_made_it(live, said, kagawa, tochigi, secretariat):
    reporter, desk = Talker(kagawa), Talker(secretariat)
    page = reporter.page(f"/comments/{said.pk}/report/")
    assert "このコメントを通報する" in page
    assert "役に立たない手引きだ" in page
    assert reporter.report(said, words=WORDS).status_code == 302
    read = reporter.follow(f"/comments/{said.pk}/")
    assert "通報しました" in read.plain
    assert "事務局が確認します" in read.text
    queue = desk.page("/review/")
    assert "審査（1件）" in queue
    assert "通報1件" in queue
    assert "不適切" in queue
    shown = desk.page(f"/review/reports/{said.pk}/")
    assert f"不適切（香川県見本さぬき）「{WORDS}」" in shown
    assert desk.decide(said, "leave").headers["location"] == "/review/"
    assert "審査待ちはありません" in desk.page("/review/")
    [letter] = letters("report_outcome")
    assert letter.to == kagawa.email
    assert "そのままにしました" in letter.body
    assert f"/comments/{said.pk}/" in letter.body
    assert "通報しました" not in reporter.read(live).plain


def test_the_letter_to_the_desk_says_why_and_where_and_nothing_else(said, kagawa, observer, secretariat, admin):
    Talker(kagawa).report(said, reason="private", words=WORDS)
    Talker(observer).report(said, reason="wrong", words=WORDS)
    [letter] = letters("report")
    assert letter.to == secretariat.email
    assert "個人情報・非公開情報" in letter.body
    assert f"/review/reports/{said.pk}/" in letter.body
    for secret in (WORDS, "役に立たない", "香川", "さぬき", "栃木", "花子", "CatBot"):
        assert secret not in f"{letter.subject}{letter.body}", secret


def test_the_writer_and_the_others_notice_nothing_until_it_is_decided(live, said, kagawa, tochigi, tochigi2, observer):
    readers = [Talker(person) for person in (tochigi, tochigi2, observer)]
    for reader in readers:
        reader.read(live)
    before = [without_tokens(reader.read(live).text) for reader in readers]
    Talker(kagawa).report(said, words=WORDS)
    assert [without_tokens(reader.read(live).text) for reader in readers] == before
    assert "事務局の確認待ち" not in Talker(kagawa).read(live).plain


def test_several_reports_are_one_row_and_all_hear_the_outcome(said, kagawa, observer, secretariat):
    Talker(kagawa).report(said, reason="wrong")
    Talker(observer).report(said, reason="unfit")
    queue = Talker(secretariat).page("/review/?type=report")
    assert "審査待ち（1件）" in queue
    assert "通報2件" in queue
    assert "誤り、不適切" in queue
    Talker(secretariat).decide(said, "hide", "攻撃的な書き方です")
    assert {letter.to for letter in letters("report_outcome")} == {kagawa.email, observer.email}
    assert all("攻撃的" not in letter.body for letter in letters("report_outcome"))


def test_who_reads_the_thread_no_more_does_not_hear_of_it(live, said, kagawa, observer, secretariat, tochigi2):
    for person in (kagawa, observer, tochigi2):
        Talker(person).report(said)
    library.narrow(live, by=kagawa, visibility=Visibility.MEMBERS, reason="見直し")
    tochigi2.is_active, tochigi2.suspended_at, tochigi2.suspended_by = False, said.written_at, secretariat
    tochigi2.save()
    Talker(secretariat).decide(said, "leave")
    for letter in letters("report_outcome"):
        send(letter.pk)
    assert [message.to for message in mail.outbox] == [[kagawa.email]]
    assert [letter.to for letter in letters("report_outcome")] == [kagawa.email]


def test_who_loses_the_thread_while_the_letter_waits_does_not_get_it(live, said, kagawa, observer, secretariat):
    Talker(observer).report(said)
    Talker(secretariat).decide(said, "leave")
    [letter] = letters("report_outcome")
    library.narrow(live, by=kagawa, visibility=Visibility.MEMBERS, reason="見直し")
    send(letter.pk)
    assert mail.outbox == []
    assert letters("report_outcome") == []


def test_the_letters_go_out_as_they_are(said, kagawa, secretariat):
    Talker(kagawa).report(said)
    for letter in letters("report"):
        send(letter.pk)
    Talker(secretariat).decide(said, "leave")
    for letter in letters("report_outcome"):
        send(letter.pk)
    assert [message.subject for message in mail.outbox] == ["コメントの通報がありました", "通報されたコメントについて"]


def test_what_cannot_be_reported(live, said, tochigi, kagawa, secretariat, admin):
    asked = f"/comments/{said.pk}/report/"
    assert "自分のコメントは通報できません" in Talker(tochigi).client.get(asked, follow=True).content.decode()
    Talker(tochigi).report(said)
    assert Talker(admin).client.get(asked).status_code == 404
    assert Talker(admin).report(said).status_code == 404
    assert Talker(None).client.get(asked).headers["location"].startswith("/login/")
    actions.hide(said, by=secretariat, reason="見本")
    Talker(kagawa).report(said)
    assert not Report.objects.exists()
    live.visibility = Visibility.SECRETARIAT
    live.save()
    assert Talker(factories.make_user("x@example.jp", body=factories.make_member("08"))).report(said).status_code == 404


def test_a_second_report_of_one_person_waits_for_the_first(said, kagawa, secretariat):
    reporter = Talker(kagawa)
    reporter.report(said)
    assert "すでに通報しています" in reporter.follow(reporter.report(said).headers["location"]).text
    assert Report.objects.count() == 1
    Talker(secretariat).decide(said, "leave")
    reporter.report(said)
    assert Report.objects.count() == 2
    assert Concern.objects.open().count() == 1


def test_a_form_that_is_sent_twice_counts_once(said, kagawa):
    for _ in range(2):
        assert Talker(kagawa).press(said, "report", reason="wrong", once="k" * 32).status_code == 302
    assert Report.objects.count() == 1
    assert len(letters("report")) == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "理由を選んでください"),
        ({"reason": "nothing"}, "理由を一覧から選んでください"),
        ({"reason": "other"}, "どこが気になったかを書いてください"),
        ({"reason": "wrong", "words": "長" * 1001}, "1,000字まで"),
        ({"reason": "wrong", "words": "説明です"}, "画面が古くなっていました"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(said, kagawa, fields, message):
    answer = Talker(kagawa).press(said, "report", **({"once": "k" * 32} if "説明" not in str(fields) else {}), **fields)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert fields.get("words", "") in answer.content.decode()
    assert not Report.objects.exists()


def test_who_reports_too_much_waits_and_keeps_the_words(live, tochigi, kagawa, settings):
    comments = [actions.open_thread(live, by=tochigi, text="話題です") for _ in range(12)]
    settings.RATE_LIMITS = True
    answers = [Talker(kagawa).report(comment, words=WORDS) for comment in comments]
    last = answers[-1]
    assert (last.status_code, bool(last.headers["Retry-After"])) == (429, True)
    assert WORDS in last.content.decode()
    assert Report.objects.count() == settings.LIMITS.comments_per_minute


def test_a_comment_that_its_writer_deletes_waits_no_more(said, tochigi, kagawa, secretariat):
    Talker(kagawa).report(said)
    Talker(tochigi).press(said, "delete")
    assert "審査待ちはありません" in Talker(secretariat).page("/review/")
    [letter] = letters("report_outcome")
    assert "書いた人が削除しました" in letter.body


def test_nobody_escapes_a_report_by_withdrawing_the_document(live, said, kagawa, secretariat):
    Talker(kagawa).report(said)
    library.withdraw(live, by=kagawa, reason="見直し")
    desk = Talker(secretariat)
    assert "通報1件" in desk.page("/review/")
    assert desk.client.get(f"/review/reports/{said.pk}/").status_code == 200
    library.discard_publication(live, by=kagawa)
    assert "審査待ちはありません" in desk.page("/review/")
    assert desk.client.get(f"/review/reports/{said.pk}/").status_code == 404
    library.recover_publication(live, by=kagawa)
    desk.decide(said, "hide", message="見本の理由")
    library.restore(live, by=kagawa)
    said.refresh_from_db()
    assert said.state == "hidden"


def test_what_was_decided_meanwhile_is_not_mailed_as_waiting(said, kagawa, secretariat):
    Talker(kagawa).report(said)
    Talker(secretariat).decide(said, "leave")
    [letter] = letters("report")
    send(letter.pk)
    assert mail.outbox == []


def test_whose_comment_it_is_learns_nothing_of_the_report_also_at_the_desk(live, kagawa, secretariat, secretariat2):
    said = Talker(secretariat2).say(live, "事務局の書き込みです")
    reports = "数が違うという説明です"
    Talker(kagawa).report(said, words=reports)
    assert {letter.to for letter in letters("report")} == {secretariat.email}
    own = Talker(secretariat2)
    assert "審査待ちはありません" in own.page("/review/")
    page = own.page(f"/review/reports/{said.pk}/")
    assert reports not in page
    assert kagawa.name not in page
    assert "事務局の確認待ち" not in own.read(live).plain
    assert reports in Talker(secretariat).page(f"/review/reports/{said.pk}/")


def test_only_the_desk_decides(said, tochigi, tochigi2, kagawa, observer, admin):
    Talker(kagawa).report(said)
    for person in (tochigi, tochigi2, kagawa, observer, admin):
        for way in ("", "claim/", "release/", "show/", "blacken/"):
            assert Talker(person).post(f"/review/reports/{said.pk}/{way}").status_code == 403
        for verb in (actions.leave, actions.show, actions.claim, actions.release):
            with pytest.raises(Refused):
                verb(said, by=person)
        with pytest.raises(Refused):
            actions.hide(said, by=person, reason="見本")
    assert Concern.objects.open().count() == 1


def test_who_stops_the_mail_gets_no_letter_of_reports_either(said, kagawa, secretariat):
    for person in (kagawa, secretariat):
        stop_mail(person)
    Talker(kagawa).report(said)
    [waits] = letters("report")
    send(waits.pk)
    Talker(secretariat).decide(said, "leave")
    [decided] = letters("report_outcome")
    send(decided.pk)
    assert mail.outbox == []
