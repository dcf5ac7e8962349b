"""What was sent to be kept: its bytes, its name, what the gate said. Files of documents are such, and others may be."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from extraction.kinds import BY_NAME
from library.models.choices import FileGate


class Kept(models.Model):
    """Its bytes lie in the vault under a random key and are never changed.

    Whatever model is one of these is judged by the one gate, verified by the one walk, and never swept as nobody's.
    """

    sent_name = models.CharField("送られた名前", max_length=400, help_text="as sent, for search and provenance")
    name = models.CharField("名前", max_length=160)
    kind = models.CharField("形式", max_length=10, help_text="extraction.kinds; unknown when refused by type")
    size = models.PositiveBigIntegerField("大きさ")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    key = models.CharField("保管の鍵", max_length=80, blank=True, help_text="empty when nothing is kept")
    gate = models.CharField("検査", max_length=8, choices=FileGate, default=FileGate.CHECKING)
    gate_message = models.CharField("検査の結果", max_length=400, blank=True)
    gate_remarks = models.JSONField("公開前に確かめること", default=list, help_text="sentences of the gate")
    page_count = models.PositiveIntegerField("ページ数", null=True, blank=True)
    leased_until = models.DateTimeField("読み取り中の期限", null=True, blank=True)
    uploaded_at = models.DateTimeField("受け取った時刻")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="送った人"
    )

    objects: models.Manager[Any]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return BY_NAME[self.kind].label if self.kind in BY_NAME else "ファイル"

    @property
    def unit(self) -> str:
        """What its pages are called: ページ, シート, 枚, 節."""
        return BY_NAME[self.kind].unit if self.kind in BY_NAME else "ページ"

    # For those who look after the machine and need not read it: where it is, by numbers, and of which body.
    TOLD_WITH: tuple[str, ...]

    @property
    def whereabouts(self) -> str:
        raise NotImplementedError

    @property
    def whose(self) -> str:
        raise NotImplementedError


def kept_models() -> list[type[Kept]]:
    """In an order that stays."""
    found = [model for model in apps.get_models() if issubclass(model, Kept)]
    return sorted(found, key=lambda model: model.__name__)
