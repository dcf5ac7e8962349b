"""提出: what was handed in each time, so that the desk sees what changed since."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from library.models.edition import Edition


class Submission(models.Model):
    """One handing-in of an edition and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", "審査中"
        RECALLED = "recalled", "取戻し"
        RETURNED = "returned", "差し戻し"
        DECLINED = "declined", "公開しない"
        PUBLISHED = "published", "公開"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="submissions", verbose_name="版")
    number = models.PositiveSmallIntegerField("提出の回")
    submitted_at = models.DateTimeField("提出した時刻")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提出した人"
    )
    note = models.CharField("提出のときのひとこと", max_length=200, blank=True)
    snapshot = models.JSONField("提出した内容", help_text="[[label, text], …] in the order of the page")
    to_check = models.PositiveSmallIntegerField(
        "要確認の数", null=True, blank=True, help_text="library.checks.counts; empty: not counted"
    )
    outcome = models.CharField("結果", max_length=10, choices=Outcome, default=Outcome.OPEN)
    message = models.TextField("連絡", blank=True)
    reminded = models.PositiveSmallIntegerField(
        "期限を知らせた段階", default=0, help_text="0: not yet, 1: at half of the time, 2: at its end"
    )
    closed_at = models.DateTimeField("結果の出た時刻", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="結果を出した人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "提出"
        constraints = [
            models.UniqueConstraint(name="library_submission_number", fields=["edition", "number"]),
            models.UniqueConstraint(
                name="library_submission_one_open", fields=["edition"], condition=Q(outcome="open")
            ),
            models.CheckConstraint(
                name="library_submission_closed_pair",
                condition=Q(outcome="open", closed_at=None, closed_by=None)
                | (~Q(outcome="open") & Q(closed_at__isnull=False, closed_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.number}回目"
