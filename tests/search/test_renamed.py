"""A theme or a type with another name: its publications are found by that name, and by the old one no more."""

import pytest

from posting.once import fresh_key
from search.indexing import freshness, index, inspection
from tests import factories
from tests.jobs.chores import drain
from tests.search.conftest import write_pages
from tests.search.test_index import counted, found

pytestmark = pytest.mark.django_db


COMMON = {"order": 5, "is_in_use": "on"}
FORMS = {
    "themes": (factories.make_theme, {"slug": "secrecy", **COMMON}),
    "types": (factories.make_type, {"slug": "guideline", "tone": "blue", "has_facts": "on", **COMMON}),
}


@pytest.mark.parametrize("field", FORMS)
def test_a_new_name_is_found_and_the_old_one_is_not(client, field, tochigi, secretariat, kagawa):
    make, form = FORMS[field]
    row = make(form["slug"], "めずらしい主題")
    publication = factories.make_live(tochigi, reviewer=secretariat, **{field: [row]})
    write_pages(factories.first_file(publication), ["本文の防災計画"])
    index.index(publication.pk)
    assert found(kagawa, "めずらしい主題") == {publication.pk}
    client.force_login(secretariat)
    sent = {"once": fresh_key(), "name": "あたらしい呼び方", **form}
    assert client.post(f"/manage/{field}/{row.pk}/", sent).status_code == 302
    drain()
    assert found(kagawa, "あたらしい呼び方") == found(kagawa, "防災計画") == {publication.pk}
    assert found(kagawa, "めずらしい主題") == set()
    assert freshness.left(index.generation()) == []
    before = counted()
    index.index(publication.pk)
    assert counted() == before, "as if all had been looked through anew"


@pytest.mark.parametrize("pages", [["本文の防災計画と研修"], []], ids=["pages", "no pages"])
def test_all_is_counted_as_by_a_fresh_build(client, pages, tochigi, secretariat):
    """The old name stands on a page, too; the new one is longer."""
    row = factories.make_theme("secrecy", "研修")
    publication = factories.make_live(tochigi, reviewer=secretariat, themes=[row])
    write_pages(factories.first_file(publication), pages)
    index.index(publication.pk)
    client.force_login(secretariat)
    sent = {"once": fresh_key(), "name": "職員の情報セキュリティと防災計画", "slug": "secrecy", **COMMON}
    assert client.post(f"/manage/themes/{row.pk}/", sent).status_code == 302
    drain()
    assert inspection.inspect().is_sound
    before = counted()
    index.index(publication.pk)
    assert counted() == before
