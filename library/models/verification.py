"""A walk over all kept bytes, to see that they are still those that were sent."""

from django.db import models


class Verification(models.Model):
    """One walk: how far it is, and what it found. A finding: name of the model, id, "damaged" or "missing"."""

    began_at = models.DateTimeField("始めた時刻")
    ended_at = models.DateTimeField("終えた時刻", null=True, blank=True)
    sort = models.CharField("何の", max_length=30, blank=True, help_text="name of the model it is at, of `kept_models`")
    last_file = models.PositiveBigIntegerField("どこまで", default=0, help_text="id of the last file looked at")
    files = models.PositiveIntegerField("ファイル", default=0)
    size = models.PositiveBigIntegerField("大きさ", default=0)
    findings = models.JSONField("見つかったこと", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "保管の確かめ"
        indexes = [models.Index(fields=["-began_at"], name="library_verification_began")]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d} {self.files}"
