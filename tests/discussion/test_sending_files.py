"""Files come with a comment through the same gate as those of documents; what is refused costs nothing else."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Event
from discussion.models import Attachment, Comment
from discussion.tasks import check_attachment
from tests import factories
from tests.discussion.files import kept_in, only_file, program, say_with, send, with_a_name
from tests.discussion.talking import Talker, plain
from tests.hostile.test_files import CORPUS, HERE, rows
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
WORDS = "手順をまとめた見本の文章です。\n"


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目")


@pytest.fixture
def person(tochigi) -> Talker:
    return Talker(tochigi)


def test_it_stands_in_the_comment_and_is_saved_as_it_was_sent(live, person, kagawa):
    said = say_with(person, live, factories.text_upload("手順.txt", WORDS))
    read = Talker(kagawa).read(live)
    assert "手順.txtテキスト、" in read.plain
    file = only_file(said)
    assert f'href="/comments/files/{file.pk}/"' in read.panel
    answer = Talker(kagawa).client.get(f"/comments/files/{file.pk}/")
    assert b"".join(answer.streaming_content) == WORDS.encode()
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%E6%89%8B%E9%A0%86.txt" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_answer_carries_files_too(live, person, kagawa):
    said = person.say(live, "手順はありますか")
    answer = Talker(kagawa).answer(said, "付けます", files=[factories.text_upload()])
    assert only_file(answer).name == "メモ.txt"


def test_a_refused_file_keeps_the_words_and_the_other_file(live, person):
    answer = send(person, live, factories.text_upload(), program(), text="残る言葉")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "残る言葉" in page
    assert "「道具.exe」は登録できない種類です" in page
    assert not Comment.objects.exists()
    assert list(Attachment.objects.values_list("name", flat=True)) == ["メモ.txt"]
    said = say_with(person, live, text="残る言葉", attached=kept_in(answer))
    assert only_file(said).name == "メモ.txt"


def test_files_stay_while_the_words_are_mended(live, person):
    answer = send(person, live, factories.text_upload(), text="")
    assert "コメントを書いてください" in answer.content.decode()
    assert only_file(say_with(person, live, attached=kept_in(answer))).name == "メモ.txt"


def test_what_should_be_known_is_told_once_before_it_is_posted(live, person, secretariat):
    answer = send(person, live, with_a_name(), is_sure="on")
    page = plain(answer.content.decode())
    assert answer.status_code == 400, "a tick from before knew nothing of this file"
    assert "文書の情報に名前が残っています（作成者：山田太郎）" in page
    assert "checked" not in answer.content.decode()
    again = send(person, live, attached=kept_in(answer))
    assert again.status_code == 400
    said = say_with(person, live, attached=kept_in(again), is_sure="on")
    desk = Talker(secretariat).page(f"/review/reports/{said.pk}/")
    assert "文書の情報に名前が残っています" in desk
    assert "文書の情報に名前が残っています" not in person.read(live).plain


def test_words_that_the_desk_watches_for_are_seen_in_names(live, person):
    answer = send(person, live, factories.text_upload("028-623-2323.txt"))
    assert "電話番号のようなものがあります" in answer.content.decode()
    say_with(person, live, attached=kept_in(answer), is_sure="on")


def test_one_is_taken_out_before_posting(live, person):
    answer = send(person, live, factories.text_upload(), factories.text_upload("二.txt", "二つ目"), text="")
    first, second = kept_in(answer)
    said = say_with(person, live, attached=[first, second], remove=[first])
    assert only_file(said).pk == second
    assert Attachment.objects.count() == 1


def test_a_zip_is_refused_by_its_name_with_the_way_out(live, person):
    answer = send(person, live, SimpleUploadedFile("まとめ.ZIP", b"PK\x03\x04"), factories.text_upload())
    assert "「まとめ.ZIP」はZIPのため付けられません。中のファイルを取り出して" in answer.content.decode()
    assert len(kept_in(answer)) == 1


def test_no_more_than_the_limit_and_the_others_are_named(live, person, settings):
    settings.LIMITS = replace(settings.LIMITS, files_per_comment=2)
    files = [factories.text_upload(f"{number}.txt", f"{number}") for number in range(1, 4)]
    answer = send(person, live, *files)
    assert "2個までです。受け取らなかったファイル：3.txt" in answer.content.decode()
    assert len(kept_in(answer)) == 2


def test_what_others_sent_or_what_is_gone_cannot_be_taken_along(live, person, kagawa):
    theirs = factories.sent_with_a_comment(kagawa, "よそ.txt", "よその言葉")
    for number in (theirs.pk, 987654):
        answer = send(person, live, attached=[number])
        assert answer.status_code == 400
        assert "残っていないファイルがあります" in answer.content.decode()
        assert "よそ.txt" not in answer.content.decode()
    theirs.refresh_from_db()
    assert theirs.comment is None


def test_one_file_is_not_posted_with_two_comments(live, person):
    file = factories.sent_with_a_comment(person.user, "一度.txt", "一度だけ")
    say_with(person, live, attached=[file.pk])
    assert send(person, live, attached=[file.pk]).status_code == 400
    assert Comment.objects.count() == 1


def test_a_form_that_is_sent_twice_keeps_the_file_once(live, person):
    key = person.fresh(live)
    for _ in range(2):
        sent = {"text": "一度だけ", "once": key, "files": [factories.text_upload()]}
        assert person.post(f"/comments/on/{live.pk}/", **sent).status_code == 302
    assert Attachment.objects.count() == 1


def test_what_takes_long_is_judged_by_the_worker_and_posted_then(live, person, settings):
    settings.LIMITS = replace(settings.LIMITS, judging_seconds=0)
    answer = send(person, live, factories.text_upload(), text="待つ言葉")
    assert "「メモ.txt」は検査中です" in answer.content.decode()
    (kept,) = kept_in(answer)
    assert send(person, live, attached=[kept]).status_code == 400, "what is not judged is not posted"
    check_attachment.call(kept)
    assert only_file(say_with(person, live, attached=[kept])).gate == "taken"


def test_who_sends_too_many_waits_and_keeps_the_words(live, person, settings):
    settings.RATE_LIMITS = True
    settings.LIMITS = replace(settings.LIMITS, comment_files_per_hour=5)
    say_with(person, live, *(factories.text_upload(f"{number}.txt", f"{number}") for number in "123"))
    more = [factories.text_upload(f"{number}.txt", f"{number}") for number in "456"]
    answer = send(person, live, *more, text="残る言葉")
    assert answer.status_code == 429
    assert "もう一度選んでください。受け取らなかったファイル：6.txt" in answer.content.decode()
    assert "残る言葉" in answer.content.decode()
    assert len(kept_in(answer)) == 2


def test_without_room_on_the_disk_the_words_stay(live, person, settings):
    settings.LIMITS = replace(settings.LIMITS, free_disk_bytes=10**18)
    answer = send(person, live, factories.text_upload(), text="残る言葉")
    assert "空きが少ない" in answer.content.decode()
    assert "残る言葉" in answer.content.decode()


def test_the_log_names_files_by_number_and_hash(live, person):
    said = say_with(person, live, factories.text_upload("秘密の名前.txt"))
    event = Event.objects.get(verb="comment", target_id=str(said.pk))
    file = only_file(said)
    assert event.data["attached"] == [[file.pk, file.sha256]]
    assert "秘密" not in f"{event.target_label}{event.data}"


NASTY = ["SimpleMacro.docm", "PasswordProtected.doc", "attachment.pdf", "clam.tar.gz", "dde-test.docx"]


@HERE
@pytest.mark.corpus
def test_the_nasty_files_are_refused_in_the_same_words(live, person, settings):
    settings.LIMITS = replace(settings.LIMITS, files_per_comment=len(NASTY))
    said = {row.file.removeprefix("nasty/"): row.words for row in rows("nasty")}
    sent = [SimpleUploadedFile(name, (CORPUS / "nasty" / name).read_bytes()) for name in NASTY]
    page = plain(send(person, live, *sent).content.decode())
    assert [name for name in NASTY if plain(f"「{name}」{said[name]}") not in page] == []
    assert not Attachment.objects.exists()
