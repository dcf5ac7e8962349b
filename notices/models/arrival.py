"""届いた版: published, and to be held against the saved conditions that people follow once its text can be searched."""

from django.db import models

from library.models import Edition


class Arrival(models.Model):
    """Goes when that is done."""

    event = models.PositiveBigIntegerField("できごとの通し番号", unique=True, help_text="of the log")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+", verbose_name="版")
    arrived_at = models.DateTimeField("公開した時刻")

    class Meta:
        verbose_name = verbose_name_plural = "届いた版"

    def __str__(self) -> str:
        return f"{self.event} {self.edition_id}"
