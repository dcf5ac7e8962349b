"""閉庁日: days on which the secretariat is closed, beside weekends, holidays and the turn of the year."""

from django.db import models


class ClosedDay(models.Model):
    """Kept by the secretariat itself; no working day, so it moves what is due."""

    day = models.DateField("日", unique=True, error_messages={"unique": "この日は、もう入っています"})
    note = models.CharField("理由", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "閉庁日"

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
