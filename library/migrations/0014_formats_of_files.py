"""The format of files became a facet: values for what is live already."""

from collections import defaultdict

from django.db import migrations
from django.db.models import F, Q

from extraction.kinds import BY_NAME
from library import id_sets


def add_values(apps, schema_editor):
    File = apps.get_model("library", "File")
    live = File.objects.filter(
        Q(visibility=None) | Q(visibility__gte=F("edition__publication__visibility")),
        gate="taken",
        edition__publication__state="live",
        edition__publication__live_edition=F("edition"),
    )
    pairs = live.values_list("edition__publication", "kind")
    found = sorted({(pk, BY_NAME[kind].format) for pk, kind in pairs.iterator(chunk_size=5000) if kind in BY_NAME})
    FacetValue, FacetSet = apps.get_model("library", "FacetValue"), apps.get_model("library", "FacetSet")
    FacetValue.objects.bulk_create(
        [FacetValue(publication_id=pk, facet="format", value=value) for pk, value in found],
        batch_size=500,
        ignore_conflicts=True,
    )
    members = defaultdict(list)
    for pk, value in found:
        piece, place = divmod(pk, id_sets.SPAN)
        members[value, piece].append(place)
    FacetSet.objects.filter(facet="format").delete()
    FacetSet.objects.bulk_create(
        FacetSet(facet="format", value=value, piece=piece, members=id_sets.packed(id_sets.of(places)))
        for (value, piece), places in sorted(members.items())
    )


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0013_ocr_tried"),
    ]

    operations = [migrations.RunPython(add_values, migrations.RunPython.noop, elidable=True)]
