"""通知の設定: by which way a person hears of a kind of event."""

from collections.abc import Collection
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q

from notices.models.choices import Kind, Mailing


class Way(NamedTuple):
    is_shown: bool
    mail: Mailing


# What waits for an answer comes at once, what is good to know in a digest.
DEFAULTS: dict[Kind, Way] = {
    Kind.NEW: Way(True, Mailing.WEEKLY),
    Kind.EDITION: Way(True, Mailing.WEEKLY),
    Kind.MATCH: Way(True, Mailing.DAILY),
    Kind.CLOSED: Way(True, Mailing.DAILY),
    Kind.MENTION: Way(True, Mailing.AT_ONCE),
    Kind.COMMENT: Way(True, Mailing.DAILY),
    Kind.ANSWER: Way(True, Mailing.AT_ONCE),
    Kind.RESOLVED: Way(True, Mailing.DAILY),
    Kind.CONFIDED: Way(True, Mailing.AT_ONCE),
    Kind.DECISION: Way(True, Mailing.AT_ONCE),
    Kind.MOVED: Way(True, Mailing.AT_ONCE),
    Kind.DESK: Way(True, Mailing.AT_ONCE),
    Kind.REPORT: Way(True, Mailing.AT_ONCE),
    Kind.DUE: Way(True, Mailing.AT_ONCE),
}
LETTER_OF_ITS_OWN = frozenset({Kind.REPORT})
"""Its mail is written elsewhere (discussion/letters.py): at once, or not at all."""
OF_THE_DESK = frozenset({Kind.DUE})
"""Nobody else hears of it, or is asked about it."""


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def ways_of(self, people: Collection[int]) -> dict[tuple[int, Kind], Way]:
        """What these people chose; whoever chose nothing has `DEFAULTS`."""
        rows = self.filter(person__in=people).values_list("person", "kind", "is_shown", "mail")
        return {(person, Kind(kind)): Way(is_shown, Mailing(mail)) for person, kind, is_shown, mail in rows}


class Preference(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="人")
    kind = models.CharField("できごと", max_length=8, choices=Kind)
    is_shown = models.BooleanField("画面で知らせる")
    mail = models.CharField("メールで知らせる", max_length=7, choices=Mailing)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知の設定"
        constraints = [
            models.UniqueConstraint(name="notices_preference_once", fields=["person", "kind"]),
            models.CheckConstraint(name="notices_preference_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="notices_preference_mail_known", condition=Q(mail__in=Mailing.values)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
