"""全体のお知らせ: what everybody should read for a while, on every page; and who has put it away."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.safestring import SafeString

from accounts.models import User
from discussion.written import written

if TYPE_CHECKING:  # it needs models that are not made yet
    from library.readers import Person


class Audience(models.TextChoices):
    EVERYONE = "everyone", "すべての人（ログインしていない人も）"
    SIGNED_IN = "signed_in", "ログインした人"
    MEMBERS = "members", "構成団体と事務局の人"


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, person: "Person") -> "AnnouncementQuerySet":
        audiences = [Audience.EVERYONE]
        if isinstance(person, User):
            audiences.append(Audience.SIGNED_IN)
            if person.is_member or person.is_secretariat:
                audiences.append(Audience.MEMBERS)
        return self.filter(audience__in=audiences)

    def current(self, now: datetime) -> "AnnouncementQuerySet":
        return self.filter(starts_at__lte=now, ends_at__gt=now)

    def not_put_away_by(self, person: "Person") -> "AnnouncementQuerySet":
        if not isinstance(person, User):
            return self
        return self.exclude(Exists(PutAway.objects.filter(announcement=OuterRef("pk"), person=person)))

    def newest_first(self) -> "AnnouncementQuerySet":
        return self.order_by("-starts_at", "-pk")


class Announcement(models.Model):
    title = models.CharField("題名", max_length=60)
    text = models.TextField("本文", max_length=400, blank=True)
    audience = models.CharField("見せる人", max_length=9, choices=Audience, default=Audience.SIGNED_IN)
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり", help_text="the first moment at which it is not shown any more")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "全体のお知らせ"
        constraints = [
            models.CheckConstraint(
                name="notices_announcement_audience_known", condition=Q(audience__in=Audience.values)
            ),
            models.CheckConstraint(
                name="notices_announcement_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, now: datetime) -> str:
        if self.ends_at <= now:
            return "over"
        return "now" if self.starts_at <= now else "coming"

    @property
    def last_moment(self) -> datetime:
        """At which it is still shown."""
        return self.ends_at - timedelta(microseconds=1)

    @property
    def words(self) -> SafeString:
        return written(self.text)


class PutAway(models.Model):
    """One person does not want to see it again; it goes when the announcement is changed."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="+", verbose_name="全体のお知らせ"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="閉じた人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "閉じた全体のお知らせ"
        constraints = [models.UniqueConstraint(name="notices_putaway_once", fields=["announcement", "person"])]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.person_id}"
