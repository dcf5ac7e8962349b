"""Silence is not absence: what cannot be found yet is said, to those who may know of it."""

from extraction import ocr as engine
from extraction import runner
from library import actions, ocr
from library.models import File, Page, Reading, Visibility
from search.indexing import freshness, index
from tests import factories
from tests.guidelines.live import make_row
from tests.search.answers import search
from tests.search.live import add_file, make_found


def test_what_was_just_registered_is_counted_for_those_who_see_it(client, tochigi, kagawa, observer):
    make_found(tochigi, "甲", "要約のこと", visibility=Visibility.PUBLIC)
    waiting = [make_row(tochigi, f"待つ{number}", visibility=Visibility.MEMBERS) for number in range(2)]
    for each in waiting:
        index.name(each.pk)
    client.force_login(observer)
    assert "まだ検索できません" not in search(client, "要約").plain
    client.force_login(kagawa)
    assert "直近に登録した2件はまだ検索できません" in search(client, "要約").plain
    for each in waiting:
        index.index(each.pk)
    assert "まだ検索できません" not in search(client, "要約").plain


def test_a_file_that_is_still_being_read_counts_unless_it_is_kept_closer(client, tochigi, kagawa, observer):
    live = make_found(tochigi, "甲", "要約のこと", visibility=Visibility.PUBLIC)
    File.objects.filter(pk=factories.first_file(live).pk).update(reading=Reading.WORKING, visibility=Visibility.MEMBERS)
    client.force_login(kagawa)
    assert "直近に登録した1件はまだ検索できません" in search(client, "無い言葉").plain
    client.force_login(observer)
    assert "まだ検索できません" not in search(client, "無い言葉").plain


def test_files_without_words_are_named_beside_what_is_found(client, tochigi, kagawa, observer):
    live = make_found(tochigi, "甲", "要約のこと", visibility=Visibility.PUBLIC)
    for name, values in {
        "画像.txt": {},
        "失敗.txt": {"reading": Reading.FAILED},
        "途中.txt": {"reading": Reading.PARTIAL},
    }.items():
        file = add_file(live, name, "", by=tochigi)
        File.objects.filter(pk=file.pk).update(visibility=Visibility.MEMBERS, **values)
    client.force_login(kagawa)
    said = search(client, "要約").plain
    for words in (
        "「画像.txt」は画像だけで文字がないため",
        "「失敗.txt」は文字を読み取れなかったため",
        "「途中.txt」は一部のページしか",
    ):
        assert words in said
    assert "見本.txt」は" not in said
    client.force_login(observer)
    said = search(client, "要約").plain
    assert "要約のこと" in said
    assert [name for name in ("画像.txt", "失敗.txt", "途中.txt") if name in said] == []


def test_a_file_that_is_kept_closer_is_found_by_nobody_else(client, tochigi, kagawa, observer):
    live = make_found(tochigi, "甲", "表の文", visibility=Visibility.PUBLIC)
    file = add_file(live, "珍獣.txt", "密かな要約", by=tochigi)
    File.objects.filter(pk=file.pk).update(visibility=Visibility.MEMBERS)
    index.index(live.pk)
    for user, number in ((kagawa, 1), (observer, 0)):
        client.force_login(user)
        for typed in ("密か", "珍獣", "要約"):
            page = search(client, typed)
            assert page.total == number, typed
            assert ("密かな" in page.plain.replace("「密かな", "")) == (number == 1 and typed != "珍獣")
        assert len(search(client, "要約", **{"in": live.pk}).pages) == number


def test_what_is_withdrawn_or_narrowed_is_gone_at_once(client, tochigi, kagawa, observer, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, title="要約の手引き", visibility=Visibility.OBSERVERS)
    index.index(live.pk)
    client.force_login(observer)
    assert search(client, "要約").total == 1
    actions.narrow(live, by=tochigi, visibility=Visibility.MEMBERS, reason="見直し中です")
    assert search(client, "要約").total == 0
    client.force_login(kagawa)
    assert search(client, "要約").total == 1
    live.refresh_from_db()
    actions.withdraw(live, by=tochigi, reason="終わりました")
    page = search(client, "要約")
    assert page.total == 0
    assert "要約の手引き" not in page.main


def test_titles_are_found_the_moment_they_are_published(client, tochigi, kagawa, secretariat):
    factories.make_live(tochigi, reviewer=secretariat, title="珍獣の手引き")
    client.force_login(kagawa)
    assert search(client, "珍獣").titles == ["珍獣の手引き"]


def test_notes_of_a_speaker_are_shown_where_the_word_stands_only_there(client, tochigi, kagawa):
    live = make_found(tochigi, "甲", "表の文")
    Page.objects.filter(file=factories.first_file(live)).update(notes="ここで要約の話をする")
    index.index(live.pk)
    client.force_login(kagawa)
    assert "発表者のメモ：ここで要約の話をする" in search(client, "要約").plain


def test_a_picture_is_found_once_its_words_were_recognised_and_that_is_said(
    client, tochigi, kagawa, monkeypatch, settings, tmp_path
):
    """The worker notices it by itself."""
    settings.OCR, settings.DATA_DIR = True, tmp_path
    live = make_found(tochigi, "要綱", "表紙の文")
    file = add_file(live, "写し.pdf", "", by=tochigi, kind="pdf")
    factories.draw_first_page(file)
    index.index(live.pk)
    monkeypatch.setattr(engine, "path", lambda: "tesseract")
    monkeypatch.setattr(runner, "scan", lambda *_: tmp_path)
    monkeypatch.setattr(engine, "recognise", lambda *_: "押印した要約のこと")
    client.force_login(kagawa)
    assert search(client, "押印").total == 0
    ocr.recognise_file(file.pk)
    assert freshness.left(index.generation()) == [live.pk]
    index.index(live.pk)
    assert freshness.left(index.generation()) == []
    found = search(client, "押印")
    assert "写し.pdf（文字認識）" in found.plain
    assert "表紙の文（文字認識）" not in search(client, "表紙").plain


def test_what_was_live_before_there_was_an_index_waits_too(client, tochigi):
    make_row(tochigi, "前からの資料", visibility=Visibility.MEMBERS)
    client.force_login(tochigi)
    assert "直近に登録した1件はまだ検索できません" in search(client, "要約").plain


def test_what_is_withdrawn_does_not_wait(client, tochigi, secretariat):
    live = make_found(tochigi, "甲", "要約のこと")
    File.objects.update(reading=Reading.WORKING)
    client.force_login(secretariat)
    assert "まだ検索できません" in search(client, "要約").plain
    actions.withdraw(live, by=tochigi, reason="古くなりました")
    assert "まだ検索できません" not in search(client, "要約").plain
