"""What happened: an append-only chain of events, its head, and the gathered reads that are folded into it."""

from django.db import models
from django.db.models import Q

from audit.verbs import Verb


class Event(models.Model):
    """One thing that one person did. Holds values, never foreign keys, so that it outlives what it tells of."""

    sequence = models.PositiveBigIntegerField("通し番号", unique=True)
    at = models.DateTimeField("時刻", db_index=True)
    verb = models.CharField("操作", max_length=30, choices=Verb)
    actor_id = models.BigIntegerField("人の番号", null=True, blank=True)
    actor_name = models.CharField("人", max_length=100)
    actor_role = models.CharField("役割", max_length=20, blank=True)
    actor_body = models.CharField("所属", max_length=100, blank=True)
    target_kind = models.CharField("対象の種類", max_length=30)
    target_id = models.CharField("対象の番号", max_length=40, blank=True)
    target_label = models.CharField("対象", max_length=200, blank=True)
    data = models.JSONField("内容", default=dict)
    address = models.CharField("接続元", max_length=45, blank=True)
    request_id = models.CharField("受付番号", max_length=32, blank=True)
    previous_digest = models.CharField("前の要約値", max_length=64)
    digest = models.CharField("要約値", max_length=64)

    class Meta:
        verbose_name = "操作の記録"
        indexes = [
            models.Index(fields=["target_kind", "target_id", "sequence"], name="audit_event_target"),
            models.Index(fields=["actor_id", "sequence"], name="audit_event_actor"),
        ]
        constraints = [
            models.CheckConstraint(name="audit_event_verb_known", condition=Q(verb__in=Verb.values)),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class ChainHead(models.Model):
    """The one row that says where the chain ends; locked last in a transaction, so that verbs wait little for it."""

    sequence = models.PositiveBigIntegerField("通し番号")
    digest = models.CharField("要約値", max_length=64)

    class Meta:
        verbose_name = "記録の末尾"
        constraints = [models.CheckConstraint(name="audit_chainhead_single", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.sequence}"


class Reading(models.Model):
    """A read, gathered apart: one row per person, thing and period; the worker folds it into the chain."""

    key = models.CharField("人・対象・期間", max_length=120, unique=True)
    at = models.DateTimeField("時刻")
    values = models.JSONField("内容")
    is_folded = models.BooleanField("記録に移した", default=False)

    class Meta:
        verbose_name = "閲覧の控え"
        indexes = [models.Index(fields=["id"], name="audit_reading_open", condition=Q(is_folded=False))]

    def __str__(self) -> str:
        return self.key
