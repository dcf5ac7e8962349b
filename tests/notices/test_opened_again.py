"""What is widened or restored is told to who could not read it before, or was told that it closed; once."""

import pytest

import clock
from library import actions
from library.models import Visibility
from notices.models import Kind
from tests import factories
from tests.notices.test_telling import follow
from tests.notices.worker import forget, heard, tell

pytestmark = pytest.mark.django_db


def publish(tochigi, secretariat, visibility: Visibility):
    found = factories.make_live(tochigi, reviewer=secretariat, visibility=visibility)
    tell()
    return found


def test_who_could_not_read_it_before_hears_of_what_is_widened(tochigi, kagawa, observer, secretariat):
    for person in (kagawa, observer):
        follow(person, "body", tochigi.organization_id)
    live = publish(tochigi, secretariat, Visibility.SECRETARIAT)
    assert heard(kagawa) == heard(observer) == []
    actions.widen(live, by=secretariat, visibility=Visibility.MEMBERS, reason="見直しました")
    tell()
    assert (heard(kagawa), heard(observer)) == ([Kind.NEW], [])
    actions.widen(live, by=secretariat, visibility=Visibility.OBSERVERS, reason="見直しました")
    tell()
    assert (heard(kagawa), heard(observer)) == ([Kind.NEW], [Kind.NEW])


def test_who_could_read_it_all_the_time_hears_nothing(tochigi, kagawa, observer, secretariat):
    live = publish(tochigi, secretariat, Visibility.MEMBERS)
    forget()
    for person in (kagawa, observer):
        follow(person, "publication", live.pk)
    actions.widen(live, by=secretariat, visibility=Visibility.OBSERVERS, reason="見直しました")
    tell()
    assert (heard(kagawa), heard(observer)) == ([], [Kind.NEW])


@pytest.mark.parametrize("way", ["withdrawn", "narrowed"])
def test_who_was_told_that_it_closed_hears_that_it_is_open_again(tochigi, kagawa, observer, secretariat, way):
    live = publish(tochigi, secretariat, Visibility.OBSERVERS)
    for person in (kagawa, observer):
        follow(person, "publication", live.pk)
    if way == "withdrawn":
        actions.withdraw(live, by=tochigi, reason="見直します")
        tell()
        actions.restore(live, by=tochigi)
    else:
        actions.narrow(live, by=secretariat, visibility=Visibility.SECRETARIAT, reason="見直します")
        tell()
        actions.widen(live, by=secretariat, visibility=Visibility.OBSERVERS, reason="見直しました")
    tell(times=2)
    assert heard(kagawa) == heard(observer) == [Kind.CLOSED, Kind.EDITION]
    assert clock.now() >= live.published_at
