"""What lists are narrowed by: one narrow row per publication and value, and counts kept per level of visibility."""

from django.db import models

from library.models.choices import Visibility
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


class FacetCount(models.Model):
    """How many live publications of one visibility have a value; the empty facet counts them all."""

    facet = models.CharField("観点", max_length=12, blank=True)
    value = models.CharField("値", max_length=40, blank=True)
    visibility = models.PositiveSmallIntegerField("公開範囲", choices=Visibility)
    count = models.PositiveIntegerField("件数", default=0)

    class Meta:
        verbose_name = "絞り込みの件数"
        constraints = [models.UniqueConstraint(name="library_facetcount_once", fields=["facet", "value", "visibility"])]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}: {self.count}"
