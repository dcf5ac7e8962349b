"""What was ended or narrowed: who reads it still, who is told, who learns nothing."""

import pytest
from django.test import Client

from audit.models import Reading
from audit.verbs import Verb
from library import actions
from library.models import Edition, Publication, Visibility
from library.rules import Refused
from tests import factories


@pytest.fixture
def ended(tochigi, secretariat2) -> Publication:
    """Withdrawn, with two editions that were public and a third that was on its way."""
    publication = factories.make_live(tochigi, reviewer=secretariat2, visibility=Visibility.OBSERVERS)
    second = factories.make_submitted(tochigi, publication=publication, visibility=Visibility.OBSERVERS)
    actions.publish(second, by=secretariat2)
    factories.make_draft(tochigi, publication=publication)
    return actions.withdraw(publication, by=tochigi, reason="古くなりました（見本）")


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def test_the_secretariat_reads_what_was_withdrawn_and_brings_it_back(client, ended, secretariat):
    client.force_login(secretariat)
    address = ended.get_absolute_url()
    page = client.get(address)
    assert page.status_code == 200
    assert "古くなりました（見本）" in page.content.decode()
    assert status(client, f"{address}v/1/") == status(client, f"{address}about/") == 200
    assert status(client, factories.first_file(ended).get_absolute_url()) == 200
    assert ended.pk not in Publication.objects.visible_to(secretariat).values_list("pk", flat=True)
    assert f"/publications/{ended.pk}/restore/" in page.content.decode()
    client.post(f"/publications/{ended.pk}/restore/")
    assert Publication.objects.live().filter(pk=ended.pk).exists()


def test_the_owner_gets_the_tombstone_with_a_way_back(client, ended, tochigi, kagawa):
    client.force_login(tochigi)
    page = client.get(ended.get_absolute_url())
    assert page.status_code == 410
    assert f"/publications/{ended.pk}/restore/" in page.content.decode()
    client.force_login(kagawa)
    page = client.get(ended.get_absolute_url())
    assert page.status_code == 410
    assert "restore" not in page.content.decode()


@pytest.mark.parametrize("who", ["kagawa", "observer"])
def test_what_was_never_public_is_not_found_also_beside_a_tombstone(client, request, ended, who, tochigi):
    client.force_login(request.getfixturevalue(who))
    address = ended.get_absolute_url()
    assert status(client, f"{address}v/1/") == status(client, f"{address}v/2/") == 410
    assert status(client, f"{address}v/3/") == status(client, f"{address}v/4/") == 404
    draft = Edition.objects.get(publication=ended, number=3).files.get()
    assert status(client, draft.get_absolute_url()) == 404


def test_a_file_kept_closer_has_no_tombstone_for_those_who_never_saw_it(client, tochigi, secretariat2, observer):
    edition = factories.make_draft(tochigi, visibility=Visibility.OBSERVERS)
    actions.keep_file_closer(edition.files.get(), by=tochigi, visibility=Visibility.MEMBERS)
    actions.submit(edition, by=tochigi, declared=True)
    publication = actions.publish(edition, by=secretariat2).publication
    client.force_login(observer)
    address = factories.first_file(publication).get_absolute_url()
    assert status(client, address) == 404
    actions.withdraw(publication, by=tochigi, reason="古くなりました")
    assert status(client, publication.get_absolute_url()) == 410
    assert status(client, address) == 404


def test_a_narrowing_is_told_as_such(client, tochigi, secretariat2, observer):
    publication = factories.make_live(tochigi, reviewer=secretariat2, visibility=Visibility.OBSERVERS)
    actions.narrow(publication, by=tochigi, visibility=Visibility.MEMBERS, reason="見直し中です（見本）")
    client.force_login(observer)
    page = client.get(publication.get_absolute_url())
    assert page.status_code == 410
    said = page.content.decode()
    assert "公開範囲が変わりました" in said
    assert "見直し中です（見本）" in said
    assert "公開を終えた" not in said


def test_the_reason_of_a_narrowing_outlives_a_partial_widening(tochigi, secretariat2):
    publication = factories.make_live(tochigi, reviewer=secretariat2, visibility=Visibility.PUBLIC)
    publication = actions.narrow(publication, by=tochigi, visibility=Visibility.SECRETARIAT, reason="見直し")
    publication = actions.widen(publication, by=secretariat2, visibility=Visibility.MEMBERS, reason="よい")
    assert publication.closed_reason == "見直し"
    publication = actions.widen(publication, by=secretariat2, visibility=Visibility.PUBLIC, reason="よい")
    assert publication.closed_reason == ""


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_numbers_beyond_any_row_are_not_found(client, number, db):
    for address in (
        f"/guidelines/{number}/", f"/guidelines/1/v/{number}/", f"/guidelines/{number}/v/1/",
        f"/files/{number}/download/", f"/files/{number}/pages/1.txt", f"/files/1/pages/{number}.webp",
    ):  # fmt: skip
        assert status(client, address) == 404, address


def test_guessing_numbers_is_noted_once_a_minute(client, db):
    for number in range(20):
        assert status(client, f"/guidelines/{900 + number}/") == 404
    assert 1 <= Reading.objects.filter(values__verb=Verb.NOT_FOUND).count() <= 2


def test_whom_to_ask_is_for_members_only(client, tochigi, kagawa, secretariat2, observer):
    contact = "目印の問い合わせ先"
    publication = factories.make_live(tochigi, reviewer=secretariat2, visibility=Visibility.PUBLIC, contact=contact)
    addresses = [publication.get_absolute_url(), f"{publication.get_absolute_url()}about/"]
    for reader, may in ((None, False), (observer, False), (kagawa, True), (secretariat2, True)):
        client.logout()
        if reader:
            client.force_login(reader)
        said = "".join(client.get(address).content.decode() for address in addresses)
        assert (contact in said) == may
        assert ("問い合わせ先" in said) == may


def test_an_edition_that_was_never_shown_has_no_tombstone_beside_one_that_was(client, tochigi, secretariat2, kagawa):
    publication = factories.make_live(tochigi, reviewer=secretariat2, visibility=Visibility.OBSERVERS)
    second = factories.make_submitted(tochigi, publication=publication, visibility=Visibility.SECRETARIAT)
    actions.publish(second, by=secretariat2, visibility=Visibility.SECRETARIAT, message="見直し中です")
    client.force_login(kagawa)
    address = publication.get_absolute_url()
    assert status(client, address) == status(client, f"{address}v/1/") == 410
    assert status(client, f"{address}v/2/") == status(client, f"{address}v/2/about/") == 404
    first, last = (edition.files.get() for edition in publication.editions.order_by("number"))
    assert status(client, first.get_absolute_url()) == 410
    assert status(client, last.get_absolute_url()) == 404
    publication.refresh_from_db()
    actions.widen(publication, by=secretariat2, visibility=Visibility.MEMBERS, reason="見直しが終わりました")
    assert status(client, f"{address}v/2/") == 200
    publication.refresh_from_db()
    actions.narrow(publication, by=tochigi, visibility=Visibility.SECRETARIAT, reason="また見直し中です")
    assert status(client, f"{address}v/2/") == status(client, last.get_absolute_url()) == 410


def test_what_the_desk_keeps_of_a_proxys_files_it_keeps_from_the_owner_too(client, tochigi, secretariat, secretariat2):
    edition = factories.make_draft(secretariat, owner=tochigi.organization)
    kept = factories.keep_file(edition, "控え.txt", "事務局の控え", by=secretariat)
    actions.keep_file_closer(kept, by=secretariat, visibility=Visibility.SECRETARIAT)
    actions.submit(edition, by=secretariat, declared=True)
    publication = actions.publish(edition, by=secretariat2).publication
    client.force_login(tochigi)
    assert status(client, factories.first_file(publication).get_absolute_url()) == 200
    assert status(client, kept.get_absolute_url()) == 404
    actions.withdraw(publication, by=tochigi, reason="古くなりました")
    assert status(client, kept.get_absolute_url()) == 404


@pytest.mark.parametrize("verb", ["discard", "recall", "submit"])
def test_the_owner_does_nothing_with_what_the_desk_keeps_to_itself(tochigi, secretariat, verb):
    edition = factories.make_draft(secretariat, owner=tochigi.organization, visibility=Visibility.SECRETARIAT)
    if verb == "recall":
        actions.submit(edition, by=secretariat, declared=True)
    act = {"discard": actions.discard, "recall": actions.recall}.get(verb)
    with pytest.raises(Refused):
        act(edition, by=tochigi) if act else actions.submit(edition, by=tochigi, declared=True)
