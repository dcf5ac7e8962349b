"""Verbs of single files: one event each, and a file that a colleague took off meanwhile hurts nobody."""

from dataclasses import replace

import pytest

from accounts.models import User
from audit.models import Event
from audit.verbs import Verb
from extraction.gate.verdict import READABLE, Verdict
from library import actions, gate, uploads
from library.models import Edition, File, Reading, Visibility
from library.rules import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tochigi: User) -> File:
    return factories.make_draft(tochigi).files.get()


def closer(file: File, by: User, visibility: Visibility | None) -> File | None:
    return actions.keep_file_closer(file, by=by, visibility=visibility)


def told(verb: Verb) -> list[dict]:
    return [event.data for event in Event.objects.filter(verb=verb).order_by("sequence")]


def test_a_changed_level_is_one_event_and_an_unchanged_one_none(tochigi, file):
    levels = (Visibility.SECRETARIAT, Visibility.SECRETARIAT, None, None)
    found = [closer(file, tochigi, level) for level in levels]
    assert [one and one.visibility for one in found] == list(levels)
    assert [(data["file"], data["before"], data["after"]) for data in told(Verb.KEEP_CLOSER)] == [
        (file.pk, None, 0),
        (file.pk, 0, None),
    ]


def test_the_row_as_it_is_now_counts_not_the_one_at_hand(tochigi, file):
    old = File.objects.get(pk=file.pk)
    closer(file, tochigi, Visibility.SECRETARIAT)
    closer(old, tochigi, None)
    file.refresh_from_db()
    assert file.visibility is None
    assert len(told(Verb.KEEP_CLOSER)) == 2


def test_a_file_that_is_gone_is_done(tochigi, file):
    actions.remove_file(file, by=tochigi)
    file.pk = told(Verb.REMOVE_FILE)[0]["file"]
    assert closer(file, tochigi, Visibility.SECRETARIAT) is None
    actions.remove_file(file, by=tochigi)
    assert len(told(Verb.REMOVE_FILE)) == 1
    assert told(Verb.KEEP_CLOSER) == []


def test_reading_again_what_is_gone_is_refused_in_words(tochigi, file):
    File.objects.filter(pk=file.pk).update(reading=Reading.FAILED)
    gone = File.objects.get(pk=file.pk)
    file.delete()
    with pytest.raises(Refused, match="もうありません"):
        actions.retry_reading(gone, by=tochigi)


def test_a_verdict_on_a_file_that_is_gone_changes_nothing(tochigi, file):
    gone = File.objects.get(pk=file.pk)
    file.delete()
    taken: list[int] = []
    gate.settle(gone, Verdict(READABLE, "text", 1, ""), when_taken=taken.append)
    assert taken == []
    assert not File.objects.exists()


def test_a_colleague_takes_a_file_off_while_it_is_checked(tochigi, file, monkeypatch):
    """The other files of the same request are taken."""
    edition: Edition = file.edition
    whole = gate.runner.judge_many

    def judge_many(paths, limits, **given):
        edition.files.order_by("-pk")[1].delete()
        return whole(paths, limits, **given)

    monkeypatch.setattr(gate.runner, "judge_many", judge_many)
    uploads.receive(edition, [factories.text_upload("a.txt"), factories.text_upload("b.txt")], by=tochigi)
    assert [(one.name, one.gate) for one in edition.files.in_order()] == [(file.name, "taken"), ("b.txt", "taken")]


def test_what_came_before_the_draft_was_full_is_judged_at_once(tochigi, file, settings):
    settings.LIMITS = replace(settings.LIMITS, files_per_request=2)
    sent = [factories.text_upload("a.txt"), factories.text_upload("b.txt")]
    assert uploads.receive(file.edition, sent, by=tochigi).without_room == ["b.txt"]
    assert [(one.name, one.gate) for one in file.edition.files.in_order()] == [(file.name, "taken"), ("a.txt", "taken")]


@pytest.mark.parametrize("evil", ["\x00", "\ud800", "\x85"])
def test_the_name_is_kept_as_sent_and_shown_cleaned(tochigi, file, evil):
    upload = factories.text_upload()
    upload.name = f" か\u3099\u202e{evil}.txt "
    added = File.objects.get(pk=actions.add_file(file.edition, upload, by=tochigi).pk)
    assert added.sent_name == " か\u3099\u202e\ufffd.txt "
    assert added.name == "が.txt"
