"""フォロー: what a person wants to hear of, and of how much of it."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from library.models.publication import Publication
from library.models.saved_view import SHARE, SavedView
from library.models.vocabulary import Theme

TARGETS = ("publication", "body", "theme", "thread", "view")


class Level(models.TextChoices):
    EVERY = "every", "すべて"
    IMPORTANT = "important", "公開・改定・取下げだけ"
    MENTIONS = "mentions", "自分への呼びかけと引用だけ"
    MUTED = "muted", "知らせない"


_LOUDNESS = [Level.MENTIONS, Level.IMPORTANT, Level.EVERY]


def loudest(levels: Collection[Level]) -> Level:
    """Of several that are as near, but muted is muted."""
    return Level.MUTED if Level.MUTED in levels else max(levels, key=_LOUDNESS.index)


class FollowQuerySet(models.QuerySet["Follow"]):
    def of_views_in_sight(self) -> "FollowQuerySet":
        """Of saved views, as `SavedView.objects.visible_to` has it, asked of all followers at once."""
        own = Q(view__is_shared=False, view__owner=F("person"))
        shared = Q(view__is_shared=True, view__body=F("person__organization"), person__role__in=SHARE)
        return self.filter(own | shared)


class Follow(models.Model):
    """One person, one thing. Of what one's own body registered, and where one wrote, one hears without a row."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="フォローした人"
    )
    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="資料"
    )
    body = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="団体"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="テーマ"
    )
    thread = models.PositiveBigIntegerField(
        "話題", null=True, blank=True, help_text="its number: threads live in an app above"
    )
    view = models.ForeignKey(
        SavedView, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="保存した条件"
    )
    level = models.CharField("知らせる範囲", max_length=9, choices=Level)
    followed_at = models.DateTimeField("フォローした時刻")

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "フォロー"
        constraints = [
            models.CheckConstraint(name="library_follow_level_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="library_follow_one_thing",
                condition=Q(publication__isnull=False, body=None, theme=None, thread=None, view=None)
                | Q(publication=None, body__isnull=False, theme=None, thread=None, view=None)
                | Q(publication=None, body=None, theme__isnull=False, thread=None, view=None)
                | Q(publication=None, body=None, theme=None, thread__isnull=False, view=None)
                | Q(publication=None, body=None, theme=None, thread=None, view__isnull=False),
            ),
            models.UniqueConstraint(name="library_follow_publication_once", fields=["person", "publication"]),
            models.UniqueConstraint(name="library_follow_body_once", fields=["person", "body"]),
            models.UniqueConstraint(name="library_follow_theme_once", fields=["person", "theme"]),
            models.UniqueConstraint(name="library_follow_thread_once", fields=["person", "thread"]),
            models.UniqueConstraint(name="library_follow_view_once", fields=["person", "view"]),
        ]
        indexes = [models.Index(fields=["thread"], name="library_follow_of_thread", condition=Q(thread__isnull=False))]

    def __str__(self) -> str:
        what, number = self.target
        return f"{what} {number}"

    @property
    def target(self) -> tuple[str, int]:
        """Which of `TARGETS`, and its number."""
        columns = {name: getattr(self, name if name == "thread" else f"{name}_id") for name in TARGETS}
        return next((name, number) for name, number in columns.items() if number is not None)
