"""Whose file is read next: nobody waits for what another body, or a large file, takes its time for."""

import pytest
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from jobs.lanes import LONG
from library import reading, turns
from library.models import File, Reading
from library.tasks import read_next
from tests import factories

pytestmark = pytest.mark.django_db


def waiting_file(by: User, **fields) -> File:
    """Taken, with nothing read."""
    file = factories.keep_file(factories.make_draft(by, files=[]), "見本.txt", "見本", by=by)
    file.pages.all().delete()
    File.objects.filter(pk=file.pk).update(**{"reading": Reading.WAITING, "page_count": 3, "pages_read": 0, **fields})
    return File.objects.get(pk=file.pk)


def order() -> list[int]:
    """Of the files in the queue, as workers take them."""
    rows = DBTaskResult.objects.filter(task_path="library.tasks.read_file", status=TaskResultStatus.READY)
    return [row.args_kwargs["args"][0] for row in rows]


def queue(*files: File) -> list[int]:
    DBTaskResult.objects.all().delete()
    for file in files:
        read_next(file.pk)
    return [file.pk for file in files]


def test_a_body_with_many_files_does_not_hold_up_another(tochigi, kagawa):
    many = queue(*[waiting_file(tochigi) for _ in range(5)])
    one, another = waiting_file(kagawa), waiting_file(kagawa)
    read_next(one.pk)
    read_next(another.pk)
    assert order() == [many[0], one.pk, many[1], another.pk, *many[2:]]


def test_first_pages_come_first_and_small_files_before_large_ones(tochigi):
    long, heavy = {"page_count": 500}, {"size": 20_000_000}
    drawn_next = waiting_file(tochigi, **long, pages_read=500)
    read_on = waiting_file(tochigi, **long, pages_read=1)
    small_rest = waiting_file(tochigi, pages_read=1)
    large = waiting_file(tochigi, **heavy)
    first = [waiting_file(tochigi) for _ in range(turns.FURTHEST + 5)]
    pks = queue(drawn_next, read_on, small_rest, large, *first)
    assert order() == [*pks[4:], large.pk, small_rest.pk, read_on.pk, drawn_next.pk]
    lanes = dict(DBTaskResult.objects.values_list("args_kwargs__args__0", "queue_name"))
    assert {pk for pk, lane in lanes.items() if lane == LONG} == {drawn_next.pk, read_on.pk, large.pk}


def test_a_heavy_file_gives_way_after_some_pictures(tochigi, monkeypatch):
    """And is whole in the end: what is left for later is no failure."""
    monkeypatch.setattr(reading, "PICTURE_SECONDS", 0)
    upload = factories.pdf_upload(pages=tuple(f"{number}枚目" for number in range(1, 5)))
    file = factories.make_draft(tochigi, files=[upload]).files.get()
    drawn = []
    while reading.take_turn(file.pk):
        drawn.append(file.pages.exclude(picture_key="").count())
    file.refresh_from_db()
    assert drawn == [1, 1, 2, 3]
    assert (file.reading, file.pages_drawn, file.reading_problem) == (Reading.DONE, 4, "")
