"""Nobody waits long for the check of files: what takes longer goes on by itself, is blamed for nothing, and is said."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import clock
from extraction.gate import READABLE, Verdict
from library import actions, gate
from library.models import Edition, File, FileGate
from library.tasks import check_file, read_file, resume_reading
from posting.once import fresh_key
from tests import factories

pytestmark = pytest.mark.django_db
CHECK = "library.tasks.check_file"
TIME = "検査に時間がかかっています。続きは自動で進みます"


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


@pytest.fixture
def draft(tochigi) -> Edition:
    return factories.make_draft(tochigi, files=[])


class Child:
    """Stands for the child that judges: a file called 重い takes longer than anybody waits."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], float]] = []

    def judge_many(self, files, _limits, *, seconds):
        self.asked.append(([name for _, name in files], seconds))
        for _, name in files:
            if name.startswith("重い") and seconds < math.inf:
                return
            yield Verdict(READABLE, "text", 1)


@pytest.fixture
def child(monkeypatch) -> Child:
    made = Child()
    monkeypatch.setattr(gate.runner, "judge_many", made.judge_many)
    return made


HEAVY = ("重い.txt", "重い見本" * 1000)


def send(client: Client, draft: Edition, *files: tuple[str, str], **fields: str) -> str:
    address = f"/submit/{draft.pk}/files/"
    sent = [factories.text_upload(name, text) for name, text in files]
    answer = client.post(address, {"once": fresh_key(), "files": sent, **fields}, follow=True)
    return " ".join(answer.content.decode().split())


def gates(draft: Edition) -> dict[str, str]:
    return dict(draft.files.values_list("name", "gate"))


def places(file: Model) -> list[DBTaskResult]:
    rows = DBTaskResult.objects.filter(task_path=CHECK, status="READY")
    return [row for row in rows if row.args_kwargs["args"] == [file.pk]]


def test_small_files_are_told_at_once_and_the_heavy_one_goes_on(officer, draft, child, settings):
    settings.LIMITS = replace(settings.LIMITS, judging_seconds=8)
    page = send(officer, draft, HEAVY, ("一.txt", "一"), ("二.txt", "二二"))
    assert gates(draft) == {"重い.txt": "checking", "一.txt": "taken", "二.txt": "taken"}
    [(names, seconds)] = child.asked
    assert names == ["一.txt", "二.txt", "重い.txt"]
    assert 7 < seconds <= 8
    assert page.count("登録できます</span>") == 2
    assert page.count(TIME) == 1
    assert "最新の状態に更新" in page
    assert "ウイルス検査を待っています" not in page


def test_it_is_due_for_the_worker_at_once_in_its_one_place(officer, draft, child):
    send(officer, draft, HEAVY, ("一.txt", "一"))
    heavy, small = draft.files.get(name="重い.txt"), draft.files.get(name="一.txt")
    [now], [later] = places(heavy), places(small)
    assert now.run_after <= timezone.now()
    assert later.run_after > timezone.now() + timedelta(seconds=30), "its net, as ever"
    resume_reading.call()
    assert len(places(heavy)) == 1


def test_the_worker_gives_it_all_the_time_of_a_child(officer, draft, child):
    send(officer, draft, HEAVY)
    check_file.call(draft.files.get().pk)
    assert child.asked[-1] == (["重い.txt"], math.inf)
    assert gates(draft) == {"重い.txt": "taken"}
    page = officer.get(f"/submit/{draft.pk}/files/").content.decode()
    assert TIME not in page
    assert page.count("登録できます</span>") == 1


def test_the_next_step_waits_for_it_and_says_so(officer, draft, child):
    assert "検査中のファイルがあります" in send(officer, draft, HEAVY, next="1")
    assert "検査中のファイルがあります" in send(officer, draft, next="1")
    check_file.call(draft.files.get().pk)
    answer = officer.post(f"/submit/{draft.pk}/files/", {"once": fresh_key(), "next": "1"})
    assert answer["Location"] == f"/submit/{draft.pk}/details/"


def test_it_is_not_handed_in_before(officer, draft, child):
    send(officer, draft, HEAVY)
    answer = officer.post(f"/submit/{draft.pk}/confirm/", {"once": fresh_key(), "declared": "on"})
    assert "ファイルの検査が終わるのを待っています" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_it_can_be_taken_off_while_it_waits(officer, draft, child):
    send(officer, draft, HEAVY, ("一.txt", "一"))
    file = draft.files.get(name="重い.txt")
    send(officer, draft, remove=str(file.pk))
    check_file.call(file.pk)
    assert gates(draft) == {"一.txt": "taken"}


def test_files_taken_over_are_waited_for_as_long(officer, tochigi, secretariat, child):
    live = factories.make_live(tochigi, reviewer=secretariat)
    draft = actions.start_revision(live, by=tochigi)
    File.objects.update(name="重い.txt")
    send(officer, draft, inherit="1")
    assert gates(draft) == {"重い.txt": "checking"}
    assert draft.files.get().gate_message == TIME


def test_when_the_time_is_over_nothing_more_is_fetched(draft, tochigi, monkeypatch):
    """From a storage far away that takes its time, too."""
    file = actions.add_file(draft, factories.text_upload(), by=tochigi)
    monkeypatch.setattr(gate, "vault", lambda: pytest.fail("fetched"))
    assert gate.judge([file], when_taken=read_file.enqueue, seconds=0) == [file]
    assert (file.gate, file.gate_message) == (FileGate.CHECKING, TIME)


def test_what_one_worker_judges_is_judged_by_no_other(draft, tochigi, child):
    file = actions.add_file(draft, factories.text_upload(), by=tochigi)
    now = clock.now()
    File.objects.filter(pk=file.pk).update(
        leased_until=now + timedelta(minutes=1), uploaded_at=now - timedelta(hours=1)
    )
    check_file.call(file.pk)
    assert child.asked == []
    DBTaskResult.objects.all().delete()
    resume_reading.call()
    assert places(file) == []
    File.objects.filter(pk=file.pk).update(leased_until=now - timedelta(seconds=1))  # it was killed
    resume_reading.call()
    assert len(places(file)) == 1
    check_file.call(file.pk)
    file.refresh_from_db()
    assert (file.gate, file.leased_until) == (FileGate.TAKEN, None)


def test_its_reader_need_not_wait_for_who_judged_it(draft, tochigi, monkeypatch):
    """Another worker may have the reading in hand before the one that judged is through."""
    file = actions.add_file(draft, factories.text_upload(), by=tochigi)
    free: list[bool] = []
    monkeypatch.setattr(
        type(read_file), "enqueue", lambda _, pk: free.append(File.objects.get(pk=pk).leased_until is None)
    )
    check_file.call(file.pk)
    assert free == [True]
