"""The follower that keeps facet rows and sets: after any verbs they are what a rebuild would make."""

from importlib import import_module

from django.apps import apps

from extraction.kinds import BY_NAME
from library import actions, facets, id_sets
from library.models import FacetSet, FacetValue, File, Publication, Visibility
from posting.once import fresh_key
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
    piece, place = divmod(far, id_sets.SPAN)
    facets._mark("kind", "guideline", piece, {place: True})
    assert members() == {("kind", "guideline"): [5, far]}
    facets._mark("kind", "guideline", piece, {place: False})
    assert members() == {("kind", "guideline"): [5]}
    assert not FacetValue.objects.exists()


def tables_edited(client, secretariat, address: str, values: dict[str, object]) -> None:
    client.force_login(secretariat)
    assert client.post(address, {"once": fresh_key(), **values}).status_code == 302


def stored() -> set[tuple[int, str, str]]:
    return set(FacetValue.objects.values_list("publication", "facet", "value"))


def as_rebuilt() -> bool:
    """Whether rows and sets are what they would be, made anew."""
    rows, kept = stored(), members()
    FacetValue.objects.all().delete()
    facets.refresh(list(Publication.objects.values_list("pk", flat=True)))
    facets.rebuild()
    return (stored(), members()) == (rows, kept)


def test_lists_follow_a_theme_that_is_moved(client, tochigi, kagawa, secretariat):
    old, new = factories.make_theme("old", "前の親"), factories.make_theme("new", "次の親")
    child = factories.make_theme("child", "子", parent=old)
    moved = factories.make_live(tochigi, reviewer=secretariat, themes=[child])
    stays = factories.make_live(kagawa, reviewer=secretariat, themes=[child, old])
    form = {"name": "子", "slug": "child", "parent": new.pk, "order": 5, "is_in_use": "on"}
    tables_edited(client, secretariat, f"/manage/themes/{child.pk}/", form)
    kept = members()
    assert kept["theme", "old"] == [stays.pk]
    assert kept["theme", "new"] == [moved.pk, stays.pk]
    assert as_rebuilt()
    tables_edited(client, secretariat, f"/manage/themes/{child.pk}/", {**form, "parent": ""})
    assert ("theme", "new") not in members()
    assert as_rebuilt()


def test_lists_follow_a_type_that_gets_or_loses_its_facts(client, tochigi, secretariat):
    kind = factories.make_type("guideline", "ガイドライン", has_facts=True)
    live = factories.make_live(tochigi, reviewer=secretariat, types=[kind], secret_input="forbidden")
    assert members()["secret", "forbidden"] == [live.pk]
    form = {"name": "ガイドライン", "slug": "guideline", "tone": "blue", "order": 5, "is_in_use": "on"}
    tables_edited(client, secretariat, f"/manage/types/{kind.pk}/", form)
    assert ("secret", "forbidden") not in members()
    assert as_rebuilt()
    tables_edited(client, secretariat, f"/manage/types/{kind.pk}/", {**form, "has_facts": "on"})
    assert members()["secret", "forbidden"] == [live.pk]
    assert as_rebuilt()


def test_a_short_name_stays_as_it_was_made(client, tochigi, secretariat):
    """It is the value in lists and in addresses that people have kept."""
    theme, kind = factories.make_theme(), factories.make_type()
    live = factories.make_live(tochigi, reviewer=secretariat, types=[kind], themes=[theme])
    before = stored()
    tables_edited(client, secretariat, f"/manage/themes/{theme.pk}/", {"name": "別名", "slug": "other", "order": 5})
    form = {"name": "別の種類", "slug": "other", "tone": "blue", "order": 5, "has_facts": "on"}
    tables_edited(client, secretariat, f"/manage/types/{kind.pk}/", form)
    theme.refresh_from_db()
    kind.refresh_from_db()
    assert (theme.name, theme.slug, kind.name, kind.slug) == ("別名", "secrecy", "別の種類", "guideline")
    assert stored() == before
    assert members()["kind", "guideline"] == [live.pk]


def test_the_formats_of_files_are_values_but_not_of_files_that_are_kept_closer(tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.PUBLIC)
    first = factories.first_file(live)
    for name, kind, visibility in (("別紙.xlsx", "xlsx", Visibility.MEMBERS), ("旧.doc", "doc", None)):
        file = factories.keep_file(live.live_edition, name, "見本", by=tochigi, kind=kind)
        File.objects.filter(pk=file.pk).update(visibility=visibility)
    facets.refresh([live.pk])
    values = FacetValue.objects.filter(publication=live, facet="format")
    assert set(values.values_list("value", flat=True)) == {BY_NAME[first.kind].format, "word"}
    actions.narrow(live, by=tochigi, visibility=Visibility.MEMBERS, reason="見直し中です")
    assert set(values.values_list("value", flat=True)) == {BY_NAME[first.kind].format, "word", "excel"}
    assert as_rebuilt()


def test_what_was_live_before_gets_its_formats(tochigi, kagawa, secretariat):
    """The migration says what the follower says."""
    factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.PUBLIC)
    factories.make_live(kagawa, reviewer=secretariat)
    factories.make_draft(tochigi)
    kept = stored(), members()
    FacetValue.objects.filter(facet="format").delete()
    FacetSet.objects.filter(facet="format").delete()
    import_module("library.migrations.0014_formats_of_files").add_values(apps, None)
    assert (stored(), members()) == kept
    assert any(facet == "format" for _, facet, _ in kept[0])
