"""What was counted before levels were, and what is left when they go again."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from library.models import File, Visibility
from search.indexing import index, inspection
from search.models import Generation, Indexed, Term
from search.tasks import catch_up
from tests import factories
from tests.search.live import add_file, make_found

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(*names: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("search", name) for name in names])


def newest() -> list[str]:
    return [name for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes("search")]


def counts() -> dict[tuple[str, int], int]:
    terms = Term.objects.filter(generation=index.generation()).values_list("word", "level", "rows")
    return {(word, level): rows for word, level, rows in terms}


@pytest.fixture
def tochigi():
    return factories.make_user("tochigi@example.jp", body=factories.make_member("09"), name="見本 花子")


def test_there_and_back_all_is_counted_as_before(tochigi):
    for level in Visibility:
        make_found(tochigi, f"題名{int(level)}", "珊瑚の話", visibility=level)
    before = counts()
    try:
        migrate("0007_live_waits")
        with connection.cursor() as cursor:
            cursor.execute("SELECT rows FROM search_term WHERE word = '珊瑚'")
            assert cursor.fetchall() == [(4,)]
            cursor.execute("SELECT rows FROM search_generation")
            assert cursor.fetchall() == [(4,)]
    finally:
        migrate(*newest())
    assert set(Indexed.objects.values_list("level", flat=True)) == {Visibility.MEMBERS}
    catch_up.func()
    assert counts() == before
    assert inspection.inspect().is_sound


def test_where_a_file_is_kept_closer_the_index_is_built_anew(tochigi):
    live = make_found(tochigi, "題名", "珊瑚の話", visibility=Visibility.PUBLIC)
    file = add_file(live, "秘.txt", "真珠", by=tochigi)
    File.objects.filter(pk=file.pk).update(visibility=Visibility.SECRETARIAT)
    index.index(live.pk)
    before = counts()
    try:
        migrate("0007_live_waits")
    finally:
        migrate(*newest())
    catch_up.func()
    assert Generation.objects.count() == 2
    index.index(live.pk)
    catch_up.func()
    assert counts() == before
    assert inspection.inspect().is_sound
