"""Outgoing mail: one row per letter, written in the transaction that causes it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

REFUSED, SLOW = "SMTPRecipientsRefused", "took long"


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> "LetterQuerySet":
        return self.filter(sent_at=None, given_up_at=None)

    def given_up(self) -> "LetterQuerySet":
        """What never reached anybody."""
        return self.filter(given_up_at__isnull=False)

    def due(self, now: datetime) -> "LetterQuerySet":
        return self.waiting().filter(next_try_at__lte=now)

    def returned_since(self, moment: datetime) -> "LetterQuerySet":
        """What a mail server said that it cannot be delivered."""
        return self.filter(returned_at__gte=moment)

    def of_trouble(self, since: datetime) -> "LetterQuerySet":
        """Tries since then that say the server is down or slow; one refused address says nothing of the others."""
        return self.filter(tried_at__gte=since).exclude(last_problem__in=["", REFUSED])


class Letter(models.Model):
    """A mail to one person. It keeps its Message-ID over all tries, so that a repeat can be recognised.

    Nobody who did not see the mail can guess that: by it a server's report that it came back is believed.
    """

    kind = models.CharField("種類", max_length=40, help_text="name of the template")
    to = models.EmailField("宛先")
    about = models.CharField("何について", max_length=40, blank=True, help_text="for who is asked at its sending")
    stop_url = models.CharField(
        "止めるアドレス", max_length=200, blank=True, help_text="where letters of its kind are stopped"
    )
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    created_at = models.DateTimeField("作った時刻")
    sent_at = models.DateTimeField("送った時刻", null=True, blank=True)
    given_up_at = models.DateTimeField("あきらめた時刻", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("試した回数", default=0)
    tried_at = models.DateTimeField("最後に試した時刻", null=True, blank=True)
    next_try_at = models.DateTimeField("次に試す時刻")
    last_problem = models.CharField(
        "最後の問題", max_length=200, blank=True, help_text="name of the error; also that it went, but took long"
    )
    returned_at = models.DateTimeField("届かずに返ってきた時刻", null=True, blank=True)
    returned_words = models.CharField("届かない理由", max_length=200, blank=True, help_text="the mail server's")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "送るメール"
        indexes = [
            models.Index(
                fields=["next_try_at"], name="mail_letter_waiting", condition=Q(sent_at=None, given_up_at=None)
            ),
            models.Index(fields=["tried_at"], name="mail_letter_tried"),
            models.Index(fields=["to"], name="mail_letter_returned", condition=Q(returned_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="mail_letter_given_up_is_wiped", condition=Q(given_up_at=None) | Q(sent_at=None, body="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"
