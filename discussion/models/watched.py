"""見守る言葉: a comment that has one is posted all the same, and the desk looks at it."""

from django.db import models


class WatchedWordQuerySet(models.QuerySet["WatchedWord"]):
    def in_use(self) -> "WatchedWordQuerySet":
        return self.filter(is_in_use=True)

    def in_order(self) -> "WatchedWordQuerySet":
        return self.order_by("-is_in_use", "word", "pk")


class WatchedWord(models.Model):
    word = models.CharField("言葉", max_length=40, unique=True, error_messages={"unique": "同じ言葉があります"})
    note = models.CharField("見守る理由", max_length=120, blank=True, help_text="事務局だけが見ます。")
    is_in_use = models.BooleanField("見守る", default=True)

    objects = WatchedWordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "見守る言葉"

    def __str__(self) -> str:
        return self.word
