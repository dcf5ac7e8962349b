"""The list of bytes that no row names: what is not on it is not swept."""

from django.db import models


class Orphan(models.Model):
    """A key of the vault that no row named when it was looked at, and since when it has stood here."""

    key = models.CharField("保管の鍵", max_length=80, unique=True)
    seen_at = models.DateTimeField("見つけた時刻", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "どこからも使われていないファイル"

    def __str__(self) -> str:
        return self.key
