"""The follower that keeps facet rows and sets: after any verbs they are what a rebuild would make."""

from library import actions, facets, id_sets
from library.models import FacetSet, FacetValue, Publication, Visibility
from tests import factories


def members() -> dict[tuple[str, str], list[int]]:
    """What has somebody in it; a set that was emptied may stay."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in FacetSet.objects.order_by("piece"):
        if ids := id_sets.ids(id_sets.unpacked(row.members, row.piece)):
            found.setdefault((row.facet, row.value), []).extend(ids)
    return found


def test_sets_follow_every_verb(tochigi, kagawa, secretariat):
    low = factories.make_theme("low", "下", parent=factories.make_theme("top", "上"))
    first = factories.make_live(tochigi, reviewer=secretariat, themes=[low])
    second = factories.make_live(kagawa, reviewer=secretariat, visibility=Visibility.PUBLIC)
    third = factories.make_live(secretariat, reviewer=tochigi_reviewer(secretariat), owner=tochigi.organization)
    steps = [
        lambda: None,
        lambda: actions.narrow(second, by=kagawa, visibility=Visibility.MEMBERS, reason="見直し中です"),
        lambda: actions.withdraw(first, by=tochigi, reason="見本の理由"),
        lambda: actions.restore(Publication.objects.get(pk=first.pk), by=tochigi),
    ]
    for step in steps:
        step()
        kept = members()
        facets.rebuild()
        assert members() == kept
    assert kept["theme", "top"] == [first.pk]
    assert kept["level", "1"] == [first.pk, second.pk, third.pk]
    assert kept["own", str(tochigi.organization_id)] == [first.pk], "a proxy's own is not the body's"


def tochigi_reviewer(secretariat):
    """Four eyes: another person of the secretariat."""
    return factories.make_user("other@example.jp", body=secretariat.organization, role=secretariat.role)


def test_ids_beyond_the_first_piece_are_counted(tochigi):
    far = 3 * id_sets.SPAN + 7
    FacetSet.objects.create(facet="kind", value="guideline", piece=0, members=id_sets.packed(id_sets.of([5])))
    facets._mark(far, "kind", "guideline", is_member=True)
    assert members() == {("kind", "guideline"): [5, far]}
    facets._mark(far, "kind", "guideline", is_member=False)
    assert members() == {("kind", "guideline"): [5]}
    assert not FacetValue.objects.exists()
