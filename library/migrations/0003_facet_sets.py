"""Facets are counted over sets of publications instead of kept numbers."""

from collections import defaultdict
from typing import Any

from django.db import migrations, models

_SPAN = 32_768  # library.id_sets.SPAN as it was then


def fill(apps: Any, _schema_editor: object) -> None:
    """Narrow rows for who sees what is live, and the set of each value."""
    FacetValue = apps.get_model("library", "FacetValue")
    FacetSet = apps.get_model("library", "FacetSet")
    FacetValue.objects.filter(facet="").delete()
    live = apps.get_model("library", "Publication").objects.filter(state="live")
    added = []
    for pk, level, owner, is_proxy in live.values_list("pk", "visibility", "owner", "is_proxy"):
        added.append(FacetValue(publication_id=pk, facet="level", value=str(level)))
        if not is_proxy:
            added.append(FacetValue(publication_id=pk, facet="own", value=str(owner)))
    FacetValue.objects.bulk_create(added, batch_size=1000)
    members: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    for facet, value, pk in FacetValue.objects.values_list("facet", "value", "publication").iterator():
        members[facet, value, pk // _SPAN] |= 1 << pk % _SPAN
    FacetSet.objects.bulk_create(
        [
            FacetSet(facet=f, value=v, piece=piece, members=found.to_bytes((found.bit_length() + 7) // 8, "little"))
            for (f, v, piece), found in members.items()
        ],
        batch_size=200,
    )


class Migration(migrations.Migration):
    dependencies = [("library", "0002_page_problem")]

    operations = [
        migrations.CreateModel(
            name="FacetSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facet", models.CharField(max_length=12, verbose_name="観点")),
                ("value", models.CharField(max_length=40, verbose_name="値")),
                ("piece", models.PositiveIntegerField(help_text="of id_sets.SPAN ids each", verbose_name="何番目の組")),
                ("members", models.BinaryField(default=b"", verbose_name="資料")),
            ],
            options={"verbose_name": "絞り込みの値を持つ資料"},
        ),
        migrations.AddConstraint(
            model_name="facetset",
            constraint=models.UniqueConstraint(fields=("facet", "value", "piece"), name="library_facetset_once"),
        ),
        migrations.DeleteModel(name="FacetCount"),
        migrations.RemoveField(model_name="publication", name="counted_visibility"),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
