"""Checks cost the same number of queries for one file and for many, and name the same twins."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from library import checks
from library.models import Edition, File, Publication, Visibility
from tests import factories

pytestmark = pytest.mark.django_db


def grow(edition: Edition, by: User, *, to: int) -> None:
    for number in range(edition.files.count(), to):
        factories.keep_file(edition, f"{number}.txt", f"見本の{number}", by=by)


@pytest.fixture
def live(kagawa, secretariat) -> list[Publication]:
    """Five publications of another body: each has the first file's words, and one more of its own."""
    found = []
    for number in range(5):
        draft = factories.make_live(kagawa, reviewer=secretariat, title=f"見本{number}")
        words = f"見本の{number + 1}"
        factories.keep_file(draft.live_edition, f"{number}.txt", words, by=kagawa)
        found.append(draft)
    return found


def named_to(reader: User, file: File) -> list[Publication]:
    return [twin.publication for twin in checks.twins_of(file.edition, [file], reader)[file.pk]]


def costs(edition: Edition, owner: User, address: str) -> list[int]:
    client, found = Client(), []
    client.force_login(owner)
    for count in (1, 5, 20):
        grow(edition, owner, to=count)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        assert page.count("同じ内容") >= min(count, 5), "the twins that are counted are shown"
        found.append(len(queries))
    return found


@pytest.mark.parametrize("step", ["files", "confirm"])
def test_a_step_costs_the_same_for_one_file_and_for_twenty(tochigi, live, step):
    edition = factories.make_draft(tochigi)
    first, *more = costs(edition, tochigi, reverse(f"submit:{step}", args=[edition.pk]))
    assert set(more) == {first}


def test_the_desk_asks_the_same_for_one_file_and_for_twenty(tochigi, secretariat, live):
    edition = factories.make_submitted(tochigi)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            checks.automatic(edition, reader=secretariat)
        return len(queries)

    one = cost()
    grow(edition, tochigi, to=20)
    assert cost() == one


def test_each_file_has_its_own_twins_at_most_three(tochigi, live):
    edition = factories.make_draft(tochigi)
    grow(edition, tochigi, to=7)
    files = list(edition.files.in_order())
    found = checks.twins_of(edition, files, tochigi)
    assert found == {file.pk: checks.twins_of(file.edition, [file], tochigi)[file.pk] for file in files}
    named = [[twin.publication for twin in found[file.pk]] for file in files]
    assert named == [live[:3], *([one] for one in live), []]


@pytest.mark.parametrize("hidden", ["the publication", "the file"])
def test_nothing_is_said_of_what_the_reader_may_not_see(tochigi, kagawa, live, hidden):
    if hidden == "the publication":
        Publication.objects.filter(pk=live[0].pk).update(visibility=Visibility.SECRETARIAT)
    else:
        File.objects.filter(edition=live[0].live_edition).update(visibility=Visibility.SECRETARIAT)
    edition = factories.make_draft(tochigi)
    [file] = edition.files.in_order()
    assert named_to(tochigi, file) == live[1:4]
    assert named_to(kagawa, file) == live[0:3]


def test_its_own_earlier_edition_is_no_twin(kagawa, live):
    edition = factories.make_draft(kagawa, publication=live[0])
    [file] = edition.files.in_order()
    assert named_to(kagawa, file) == live[1:4]
