"""A new analyser builds its index beside the one that is read."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command

import clock
from library import actions
from library.models import Publication, Visibility
from search.answers import results
from search.indexing import index, rebuilding
from search.models import Generation, Indexed, SearchRow, Term
from search.tasks import catch_up, index_publication
from tests import factories
from tests.search.conftest import write_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_before(shelf):
    """Two publications, looked through by an older analyser."""
    found = [shelf(["防災計画の本文"], title="題名一"), shelf(["議事録の本文"], title="題名二")]
    Generation.objects.update(tokens_version=0)
    return found


def found(person, words: str) -> set[int]:
    return {hit.publication for hit in results.find(person, words)[1].pages if hit.has_all}


def test_readers_go_on_until_the_new_one_is_whole(of_before, kagawa, monkeypatch):
    old = index.generation()
    growing = rebuilding.go_on()
    assert index.generation() == old
    assert found(kagawa, "防災計画") == {of_before[0].pk}
    for publication in of_before:
        index.index(publication.pk)
    assert rebuilding.go_on() is None
    assert index.generation() == growing
    assert found(kagawa, "防災計画") == {of_before[0].pk}
    assert list(Generation.objects.order_by("pk")) == [old, growing]  # somebody may be reading the old one
    later = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert rebuilding.go_on() is None
    assert list(Generation.objects.all()) == [growing]
    assert set(SearchRow.objects.values_list("generation", flat=True)) == {growing.pk}
    assert set(Term.objects.values_list("generation", flat=True)) == {growing.pk}
    assert Indexed.objects.count() == 2


@pytest.mark.parametrize("verb", ["withdraw", "narrow", "publish"])
def test_what_happens_meanwhile_reaches_both(of_before, observer, kagawa, secretariat, tochigi, verb):
    rebuilding.go_on()
    index.index(of_before[0].pk)
    if verb == "withdraw":
        actions.withdraw(of_before[0], by=secretariat, reason="見本の理由")
    elif verb == "narrow":
        actions.narrow(of_before[0], by=secretariat, visibility=Visibility.SECRETARIAT, reason="見本の理由")
    else:
        new = factories.make_live(tochigi, reviewer=secretariat, title="新しい防災計画の題名")
        assert SearchRow.objects.filter(publication=new).values("generation").distinct().count() == 2
        return
    assert found(kagawa, "防災計画") == set()
    for publication in of_before:
        index.index(publication.pk)
    rebuilding.go_on()
    assert found(kagawa, "防災計画") == set()
    assert found(secretariat, "防災計画") == (set() if verb == "withdraw" else {of_before[0].pk})


def test_two_who_begin_at_once_build_one(of_before, monkeypatch):
    """The second looked before the first had begun."""
    begun, looks = rebuilding.begun(), [None]
    really = index.growing
    monkeypatch.setattr(index, "growing", lambda: looks.pop() if looks else really())
    assert rebuilding.go_on() == begun
    assert rebuilding.begin() is None
    assert Generation.objects.count() == 2


def test_the_worker_does_it_by_itself(of_before, kagawa):
    before = index.generation()
    catch_up.func()
    for publication in Publication.objects.live():
        index_publication.func(publication.pk)
    catch_up.func()
    assert index.generation().pk > before.pk
    assert found(kagawa, "議事録") == {of_before[1].pk}


def told(*words: str) -> str:
    out = io.StringIO()
    call_command("search_index", *words, stdout=out)
    return out.getvalue().strip()


def test_the_command_checks_and_rebuilds(of_before):
    first = index.generation().pk
    assert told("check") == f"generation={first} rows=6 behind=0 stray=0 drift=0 comments_behind=0"
    Term.objects.filter(word="防災").update(rows=9)
    with pytest.raises(SystemExit):
        told("check")
    assert told("rebuild").endswith("rows=6 behind=0 stray=0 drift=0 comments_behind=0")
    assert index.generation().pk > first


def test_what_is_not_yet_looked_through_is_told(tochigi, secretariat):
    publication = factories.make_live(tochigi, reviewer=secretariat)
    write_pages(factories.first_file(publication), ["本文"])
    assert "rows=1 behind=1" in told("check")
