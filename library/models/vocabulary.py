"""What the secretariat edits without code: types of documents, and the tree of themes."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse


class DocumentType(models.Model):
    """資料の種類: ガイドライン, 報道発表 … A document may be of two types at once (合冊)."""

    class Tone(models.TextChoices):
        BLUE = "blue", "青"
        GREEN = "green", "緑"
        PURPLE = "purple", "紫"
        GRAY = "gray", "灰"

    slug = models.SlugField("短い名前", max_length=30, unique=True)
    name = models.CharField("名前", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("並び順", default=100)
    tone = models.CharField("ラベルの色", max_length=6, choices=Tone, default=Tone.GRAY)
    has_facts = models.BooleanField(
        "ガイドラインの属性をもつ", default=False, help_text="非公開情報の入力、導入範囲などの欄を出します"
    )
    is_in_use = models.BooleanField("登録のときに選べる", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "資料の種類"

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """課題・テーマ, two levels deep."""

    slug = models.SlugField("短い名前", max_length=30, unique=True)
    name = models.CharField("名前", max_length=30, unique=True)
    description = models.CharField("説明", max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上のテーマ"
    )
    order = models.PositiveSmallIntegerField("並び順", default=100)
    is_in_use = models.BooleanField("登録のときに選べる", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "テーマ"
        constraints = [
            models.CheckConstraint(
                name="library_theme_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
                violation_error_message="テーマを自分の下に置くことはできません",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:theme", args=[self.slug])
