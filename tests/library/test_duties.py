"""Files that were not read are a duty where it matters: of their owner, and of the desk in one line."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from library import actions
from library.duties import Duty, _unread, duties_of
from library.models import Edition, EditionState, File, PublicationState, Reading
from tests import factories
from tests.library.states import edition_row, publication_row

pytestmark = pytest.mark.django_db
E, P = EditionState, PublicationState


def unread(edition: Edition, by: User, reading: Reading = Reading.PARTIAL, name: str = "見本.pdf") -> File:
    file = factories.keep_file(edition, name, "見本", by=by)
    File.objects.filter(pk=file.pk).update(reading=reading, reading_problem="3ページ目：読み取りの途中で止まりました")
    return file


def about_files(user: User) -> list[Duty]:
    return [duty for duty in duties_of(user, today=date(2024, 7, 1)) if duty.state == "読み取り"]


@pytest.mark.parametrize("state", [E.DRAFT, E.RETURNED, E.SUBMITTED, E.PUBLISHED, E.DECLINED, E.SUPERSEDED])
@pytest.mark.parametrize("reading", [Reading.PARTIAL, Reading.FAILED])
def test_only_open_and_live_editions_make_a_duty(tochigi, state, reading):
    publication = publication_row(tochigi.organization, tochigi, P.LIVE)
    live = publication.live_edition
    edition = live if state == E.PUBLISHED else edition_row(publication, tochigi, state)
    unread(edition, tochigi, reading)
    expected = [edition.get_absolute_url()] if state in {*E.OPEN, E.PUBLISHED} else []
    assert [duty.url for duty in about_files(tochigi)] == expected


def test_a_new_edition_ends_the_duty_of_the_old_one(tochigi, secretariat):
    publication = factories.make_live(tochigi, reviewer=secretariat)
    unread(publication.live_edition, tochigi)
    assert len(about_files(tochigi)) == len(about_files(secretariat)) == 1
    edition = actions.submit(factories.make_draft(tochigi, publication=publication), by=tochigi, declared=True)
    actions.publish(edition, by=secretariat, visibility=1)
    assert about_files(tochigi) == about_files(secretariat) == []


@pytest.mark.parametrize("where", ["binned draft", "withdrawn", "read", "refused"])
def test_what_nobody_reads_is_no_duty(tochigi, secretariat, where):
    if where == "withdrawn":
        edition = publication_row(tochigi.organization, tochigi, P.WITHDRAWN).live_edition
    else:
        publication = publication_row(tochigi.organization, tochigi)
        edition = edition_row(publication, tochigi, E.DRAFT, binned=where == "binned draft")
    file = unread(edition, tochigi, Reading.DONE if where == "read" else Reading.FAILED)
    if where == "refused":
        File.objects.filter(pk=file.pk).update(gate="refused", gate_message="登録できません", key="")
    assert about_files(tochigi) == about_files(secretariat) == []


def test_the_desk_sees_how_many_of_all_bodies_and_the_way_to_the_oldest(tochigi, kagawa, secretariat):
    first = edition_row(publication_row(tochigi.organization, tochigi), tochigi, E.SUBMITTED)
    unread(first, tochigi, name="古い.pdf")
    for number in range(30):
        edition = edition_row(publication_row(kagawa.organization, kagawa), kagawa, E.SUBMITTED)
        unread(edition, kagawa, Reading.FAILED, name=f"{number}.pdf")
    with CaptureQueriesContext(connection) as many:
        [line] = about_files(secretariat)
    assert "31個" in line.title
    assert line.url == first.get_absolute_url()
    assert "栃木県「古い.pdf」" in line.detail
    File.objects.exclude(edition=first).update(reading=Reading.DONE)
    with CaptureQueriesContext(connection) as one:
        assert "1個" in about_files(secretariat)[0].title
    assert len(one) == len(many)


def test_the_look_for_them_walks_over_no_other_file(tochigi, secretariat):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole, whatever indexes there are")
    for files in (_unread(tochigi), _unread(secretariat), File.objects.unread()):
        plan = files.explain()
        assert "library_file_reading" in plan
        assert "SCAN" not in plan


def test_the_page_of_the_desk_shows_the_line_and_no_body_sees_anothers(client, tochigi, kagawa, secretariat):
    edition = edition_row(publication_row(tochigi.organization, tochigi), tochigi, E.SUBMITTED)
    unread(edition, tochigi)
    client.force_login(secretariat)
    page = client.get("/me/tasks/").content.decode()
    assert "読み取れなかったファイル（1個）" in page
    assert f'href="{edition.get_absolute_url()}"' in page
    assert client.get(edition.get_absolute_url(), follow=True).status_code == 200
    assert about_files(kagawa) == []
