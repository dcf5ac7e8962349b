"""What lists are narrowed by: one narrow row per publication and value, and the set of publications of each value."""

from django.db import models

from library.models.publication import Publication


class FacetValue(models.Model):
    """(publication, facet, value) of a live publication, written in the transaction of the verb."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="facet_values", verbose_name="資料", db_index=False
    )
    facet = models.CharField("観点", max_length=12)
    value = models.CharField("値", max_length=40)

    class Meta:
        verbose_name = "絞り込みの値"
        indexes = [models.Index(fields=["facet", "value", "publication"], name="library_facetvalue_cover")]
        constraints = [
            models.UniqueConstraint(name="library_facetvalue_once", fields=["publication", "facet", "value"])
        ]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class FacetSet(models.Model):
    """The live publications that have a value, as bits (`library.id_sets`): the narrow rows once more, for counting."""

    facet = models.CharField("観点", max_length=12)
    value = models.CharField("値", max_length=40)
    piece = models.PositiveIntegerField("何番目の組", help_text="of id_sets.SPAN ids each")
    members = models.BinaryField("資料", default=b"")

    class Meta:
        verbose_name = "絞り込みの値を持つ資料"
        constraints = [models.UniqueConstraint(name="library_facetset_once", fields=["facet", "value", "piece"])]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"
