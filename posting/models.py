"""Rows that all processes share: keys that make a form count once, and counters of rates."""

from django.conf import settings
from django.db import models


class OneTimeKey(models.Model):
    """A form that was sent: the same key again shows the same result page instead of doing the thing twice."""

    digest = models.CharField("鍵", max_length=64, unique=True, help_text="SHA-256 of key, person and verb")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="人")
    verb = models.CharField("操作", max_length=40)
    result_url = models.CharField("結果の画面", max_length=500, blank=True)
    created_at = models.DateTimeField("送られた時刻", db_index=True)

    class Meta:
        verbose_name = "一度だけの鍵"

    def __str__(self) -> str:
        return f"{self.verb} {self.created_at:%Y-%m-%d %H:%M}"


class RateCounter(models.Model):
    """How often something happened in the present window; the name is a hash, so that no address is kept."""

    digest = models.CharField("名前", max_length=64, unique=True)
    window_began_at = models.DateTimeField("数え始め", db_index=True)
    count = models.PositiveIntegerField("回数")

    class Meta:
        verbose_name = "回数"

    def __str__(self) -> str:
        return f"{self.count}"
