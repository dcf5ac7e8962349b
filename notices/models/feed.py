"""フィード: an address that opens one feed of one person without sign-in; only its hash is kept."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organization, User
from library.models import Theme


class Subject(models.TextChoices):
    ALL = "all", "すべての資料"
    THEME = "theme", "テーマ"
    BODY = "body", "都道府県"
    CALENDAR = "calendar", "期限のカレンダー"


class FeedQuerySet(models.QuerySet["Feed"]):
    def open(self, now: datetime) -> "FeedQuerySet":
        """In time, of people in good standing; what a suspension or another role ended stays ended, like a session."""
        people = User.objects.in_good_standing(timezone.localdate(now))
        return self.filter(expires_at__gt=now, person__in=people.values("pk"), epoch=F("person__session_epoch"))

    def for_token(self, token: str) -> "FeedQuerySet":
        return self.filter(digest=Feed.digest_of(token))

    def with_subject(self) -> "FeedQuerySet":
        return self.select_related("theme", "body")


class Feed(models.Model):
    """Revoked, its row is gone."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="作った人"
    )
    epoch = models.PositiveIntegerField("ログインの世代", help_text="the person's when it was made")
    subject = models.CharField("内容", max_length=8, choices=Subject)
    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="テーマ"
    )
    body = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="団体"
    )
    digest = models.CharField("アドレスの要約値", max_length=64, unique=True)
    made_at = models.DateTimeField("作った時刻")
    expires_at = models.DateTimeField("期限")
    last_used_at = models.DateTimeField("最後の取得", null=True, blank=True, help_text="written once an hour at most")

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "フィード"
        constraints = [
            models.CheckConstraint(
                name="notices_feed_one_subject",
                condition=Q(subject__in=[Subject.ALL, Subject.CALENDAR], theme=None, body=None)
                | Q(subject=Subject.THEME, theme__isnull=False, body=None)
                | Q(subject=Subject.BODY, theme=None, body__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"フィード{self.pk}"

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def name(self) -> str:
        """「機密性の資料」; of a feed `with_subject`."""
        if self.theme is not None:
            return f"{self.theme.name}の資料"
        if self.body is not None:
            return f"{self.body.name}の資料"
        return str(Subject(self.subject).label)
