"""Verbs and background work at the same moment: none waits for another in a ring, and what they count stays right."""

from datetime import timedelta
from functools import partial

import pytest

import clock
from audit import readings
from audit.chain import faults
from audit.models import Event, Reading
from audit.verbs import Verb
from library import actions, facets, housekeeping, id_sets
from library.models import Edition, FacetSet, FacetValue, Publication, PublicationState, Visibility
from library.rules import Refused
from tests import factories
from tests.races.together import raised, together


def live(officers, desks, count: int) -> list[Publication]:
    found = []
    for number in range(count):
        draft = factories.make_draft(officers[0], files=[], link_url="https://example.jp/", title=f"見本{number}")
        edition = actions.submit(draft, by=officers[0], declared=True)
        found.append(actions.publish(edition, by=desks[0], visibility=Visibility.MEMBERS).publication)
    return found


def in_sets() -> dict[tuple[str, str], set[int]]:
    """Which publications the sets hold, facet by facet."""
    found: dict[tuple[str, str], set[int]] = {}
    for row in FacetSet.objects.all():
        bits = id_sets.unpacked(bytes(row.members))
        ids = {row.piece * id_sets.SPAN + place for place in range(bits.bit_length()) if bits >> place & 1}
        found.setdefault((row.facet, row.value), set()).update(ids)
    return {key: ids for key, ids in found.items() if ids}


def in_rows() -> dict[tuple[str, str], set[int]]:
    """Which publications are live with which value, from the narrow rows."""
    found: dict[tuple[str, str], set[int]] = {}
    rows = FacetValue.objects.filter(publication__state=PublicationState.LIVE)
    for facet, value, publication in rows.values_list("facet", "value", "publication"):
        found.setdefault((facet, value), set()).add(publication)
    return found


def test_publishing_at_once_counts_every_facet_once(officers, desks):
    drafts = [factories.make_draft(officers[0], files=[], link_url="https://example.jp/") for _ in range(8)]
    editions = [actions.submit(draft, by=officers[0], declared=True) for draft in drafts]
    publish = [partial(actions.publish, edition, by=desks[0], visibility=1) for edition in editions]
    assert raised(together(publish)) == []
    assert in_sets() == in_rows()
    assert in_sets()["theme", "secrecy"] == {edition.publication_id for edition in editions}
    assert list(faults()) == []


def test_what_was_read_is_folded_while_its_publication_changes(officers, desks):
    """Folding holds the end of the log for many events; a verb holds its publication and waits for that end."""
    publications = live(officers, desks, 4)
    for round_ in range(4):
        for publication in publications:
            label = f"資料{publication.pk}"
            now = clock.now() + timedelta(hours=round_)
            readings.note(Verb.VIEW, by=officers[0], target=("publication", publication.pk, label), now=now)
        if round_ % 2:
            verbs = [partial(actions.restore, one, by=desks[0]) for one in publications]
        else:
            verbs = [partial(actions.withdraw, one, by=desks[0], reason="見本") for one in publications]
        assert raised(together([readings.fold, *verbs])) == []
        assert in_sets() == in_rows()
    assert Reading.objects.filter(is_folded=False).count() == 0
    assert list(faults()) == []


def test_a_read_that_is_folded_late_leaves_facets_alone(officers, desks, monkeypatch):
    [publication] = live(officers, desks, 1)
    readings.note(Verb.VIEW, by=officers[0], target=("publication", publication.pk, "資料"))
    monkeypatch.setattr(facets, "refresh", lambda _: pytest.fail("reading changes nothing that could be counted"))
    assert readings.fold() == 1


def test_what_is_fetched_back_at_the_last_moment_is_not_erased(officers):
    """Either the bin is emptied, and fetching back is refused, or it is fetched back, and stays."""
    later = clock.now() + timedelta(days=40)
    for _ in range(4):
        edition = factories.make_draft(officers[0], files=[], link_url="https://example.jp/")
        actions.discard(edition, by=officers[0])
        outcomes = together(
            [partial(housekeeping.empty_bin, now=later), partial(actions.recover, edition, by=officers[0])]
        )
        there = Edition.objects.filter(pk=edition.pk, binned_at=None).exists()
        assert type(outcomes[1]) is (Edition if there else Refused)
        assert outcomes[0] == (0 if there else 1)


def test_the_list_of_the_bin_may_be_old_when_it_is_emptied(officers, desks):
    """What was fetched back after the list was made is left alone; what another worker erased is erased once."""
    later = clock.now() + timedelta(days=40)
    kept, gone = (factories.make_draft(officers[0], files=[], link_url="https://example.jp/") for _ in range(2))
    [withdrawn] = live(officers, desks, 1)
    actions.withdraw(withdrawn, by=desks[0], reason="見本")
    actions.discard_publication(withdrawn, by=desks[0])
    for edition in (kept, gone):
        actions.discard(edition, by=officers[0])
    old = [Edition.objects.get(pk=kept.pk), Edition.objects.get(pk=gone.pk)]
    publication = Publication.objects.get(pk=withdrawn.pk)
    actions.recover(kept, by=officers[0])
    actions.recover_publication(withdrawn, by=desks[0])
    erased = [housekeeping._erase_edition(edition, now=later, before=later) for edition in [*old, *old]]
    erased.append(housekeeping._erase_publication(publication, now=later, before=later))
    assert erased == [0, 1, 0, 0, 0]
    assert Edition.objects.filter(pk=kept.pk).exists()
    assert Publication.objects.filter(pk=withdrawn.pk, live_edition__isnull=False).exists()
    assert Event.objects.filter(verb="erase").count() == 1


def test_one_revision_is_begun_however_many_begin_it(officers, desks):
    [publication] = live(officers, desks, 1)
    outcomes = together([partial(actions.start_revision, publication, by=officers[number % 2]) for number in range(8)])
    assert [type(problem) for problem in raised(outcomes)] == [Refused] * 7
    assert publication.editions.count() == 2
