"""Whether a document can be found is told to those who work on it, and to nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from library.models import File, Reading, Visibility
from search.indexing import index
from search.models import Indexed
from search.tasks import index_publication
from tests import factories
from tests.guidelines.live import make_row
from tests.search.live import add_file, make_found

pytestmark = pytest.mark.django_db


def told(person, publication) -> str:
    """「検索：済（3ページ）」 and what stands below it; empty where nothing is told."""
    client = Client()
    if person is not None:
        client.force_login(person)
    answer = client.get(f"/guidelines/{publication.pk}/files/")
    assert answer.status_code == 200
    found = re.search(r'<div class="searched">(.*?)</div>', answer.content.decode(), re.DOTALL)
    return "".join(re.sub(r"<[^>]*>", "", found[1]).split()) if found else ""


def test_owner_and_secretariat_are_told_and_nobody_else(tochigi, tochigi2, secretariat, kagawa, observer, admin):
    live = make_found(tochigi, "資料", "一", "二", "三", visibility=Visibility.PUBLIC)
    for person in (tochigi, tochigi2, secretariat):
        assert told(person, live).startswith("検索：済（3ページ）")
    for person in (kagawa, observer, admin, None):
        assert told(person, live) == ""


def test_what_waits_is_said_to_wait(tochigi):
    live = make_row(tochigi, "資料", visibility=Visibility.MEMBERS)
    factories.keep_file(live.live_edition, "見本.txt", "一", by=tochigi)
    assert told(tochigi, live).startswith("検索：待機中数分のうちに")
    index.index(live.pk)
    assert told(tochigi, live).startswith("検索：済（1ページ）")
    Indexed.objects.update(pages_read=9)
    assert told(tochigi, live).startswith("検索：待機中")
    File.objects.update(reading=Reading.WORKING)
    assert told(tochigi, live).startswith("検索：待機中（読み取り中、いま1ページ）")


def test_what_was_read_in_part_says_why(tochigi, secretariat):
    live = make_found(tochigi, "資料", "一", "二")
    file = add_file(live, "画像.txt", "", by=tochigi)
    index.index(live.pk)
    assert "一部のみ" in told(tochigi, live)
    assert "「画像.txt」は画像だけで文字がないため" in told(tochigi, live)
    File.objects.filter(pk=file.pk).update(reading=Reading.FAILED)
    assert "「画像.txt」は文字を読み取れなかったため" in told(secretariat, live)


def test_what_failed_is_said_to_have_failed(tochigi):
    live = make_found(tochigi, "資料", "一")
    Indexed.objects.all().delete()
    index_publication.enqueue(live.pk)
    tasks = DBTaskResult.objects.filter(task_path=index_publication.module_path)
    live.refresh_from_db()
    tasks.update(status="FAILED", finished_at=live.updated_at - timedelta(hours=1))
    assert told(tochigi, live).startswith("検索：待機中")
    tasks.update(finished_at=live.updated_at + timedelta(hours=1))
    assert told(tochigi, live).startswith("検索：失敗索引に入れられませんでした")
