"""Views of what is not public leave a note; views of what is public leave none."""

import pytest

from audit.models import Reading as NotedReading
from library.models import Publication, Visibility
from tests import factories


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    return factories.make_live(tochigi, reviewer=secretariat)


def noted() -> list[tuple[str, str, str]]:
    rows = [row.values for row in NotedReading.objects.filter(key__startswith="view").order_by("id")]
    return [(row["who"][1], *row["target"][:2]) for row in rows]


def test_views_of_what_is_not_public_are_noted_once_an_hour(client, kagawa, secretariat2, tochigi, live):
    client.force_login(kagawa)
    for tab in ("", "about/", "files/", "versions/", "?page=1"):
        client.get(f"/guidelines/{live.pk}/{tab}")
    assert noted() == [(kagawa.name, "publication", str(live.pk))]
    draft = factories.make_draft(tochigi, publication=live, files=[])
    client.force_login(secretariat2)
    client.get(f"/guidelines/{live.pk}/v/2/")
    assert noted()[1:] == [(secretariat2.name, "edition", str(draft.pk))]


def test_public_views_are_not_noted_but_drafts_of_public_items_are(client, kagawa, secretariat, secretariat2, tochigi):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.PUBLIC)
    factories.make_draft(tochigi, publication=live, files=[])
    for user in (kagawa, secretariat2):
        client.force_login(user)
        client.get(f"/guidelines/{live.pk}/")
    assert noted() == []
    client.get(f"/guidelines/{live.pk}/v/2/")
    assert len(noted()) == 1
