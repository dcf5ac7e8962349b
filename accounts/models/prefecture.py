"""The 47 prefectures: reference rows."""

from django.db import models
from django.urls import reverse


class Prefecture(models.Model):
    """A prefecture by its two-digit JIS code, which is also the order of every list."""

    code = models.CharField("コード", max_length=2, primary_key=True)
    name = models.CharField("名前", max_length=10, unique=True)
    kana = models.CharField("読み", max_length=20)
    name_en = models.CharField("英語名", max_length=20)
    region = models.CharField("地方", max_length=10, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "都道府県"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:prefecture", args=[self.code])
