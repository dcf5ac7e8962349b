"""The bulk rows of the benchmarks are those that the site itself would have written."""

from django.core.management import call_command

from bench import seed
from library import facets
from library.models import FacetValue, Publication, Visibility


def test_facet_rows_are_those_of_the_follower(tochigi):
    call_command("load_reference")
    call_command("load_vocabulary")
    seed.add(40, by=tochigi)
    rows = Publication.objects.select_related("live_edition", "owner__prefecture")
    assert len(rows) == 40
    for row in rows:
        row.live_edition.publication = row
        found = set(FacetValue.objects.filter(publication=row).values_list("facet", "value"))
        assert found == {*facets.values_of(row.live_edition), *facets.readers_of(row)}
    assert {row.visibility for row in rows} == set(Visibility)
