"""Dated membership and role in the working team, so that past denominators stay right."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import F, Q


class TenureQuerySet(models.QuerySet["Tenure"]):
    def on(self, day: date) -> "TenureQuerySet":
        """Tenures that hold on that day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def of_members(self) -> "TenureQuerySet":
        return self.filter(role__in=Tenure.MEMBER_ROLES)

    def membership_on(self, day: date) -> "Membership":
        """How many members there were on that day, and whether that number is certain."""
        known = self.on(day).of_members().exclude(organization=None).values("organization").distinct().count()
        joiners = self.filter(organization=None, role__in=Tenure.MEMBER_ROLES)
        later = joiners.filter(starts_on__gt=day).count() if known else 0
        unconfirmed = joiners.filter(starts_on__lte=day, confirmed_on__gt=day).exists()
        return Membership(day=day, total=known - later, unnamed_joiners=later, is_unconfirmed=unconfirmed)


class Tenure(models.Model):
    """A body's role from a day to a day.

    A row without a body is a member that joined later and is not named by any source: it is among the bodies that are
    entered as members from the beginning, so days before its start count one less. Between its start and the day that
    confirms the number, the number is marked 要確認.
    """

    class Role(models.TextChoices):
        LEADER = "leader", "リーダー"
        SUB_LEADER = "sub_leader", "サブリーダー"
        MEMBER = "member", "構成員"
        ADVISER = "adviser", "アドバイザー"
        OBSERVER = "observer", "オブザーバー"
        SECRETARIAT = "secretariat", "事務局"

    MEMBER_ROLES = (Role.LEADER, Role.SUB_LEADER, Role.MEMBER)

    organization = models.ForeignKey(
        "accounts.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tenures",
        verbose_name="団体",
    )
    label = models.CharField("表示", max_length=40, blank=True)
    role = models.CharField("役割", max_length=12, choices=Role)
    starts_on = models.DateField("始まり")
    ends_on = models.DateField("終わり", null=True, blank=True)
    confirmed_on = models.DateField("数が確かな日", null=True, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "在籍・役割"
        constraints = [
            models.CheckConstraint(
                name="accounts_tenure_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="終わりの日は始まりの日より後にしてください",
            ),
            models.CheckConstraint(
                name="accounts_tenure_unnamed_has_label",
                condition=Q(organization__isnull=False) | (~Q(label="") & Q(confirmed_on__isnull=False)),
                violation_error_message="団体の分からない在籍には、表示と数が確かな日を入れてください",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization or self.label} {self.get_role_display()}"


@dataclass(frozen=True)
class Membership:
    """The number of members on a day."""

    day: date
    total: int
    unnamed_joiners: int
    is_unconfirmed: bool

    @property
    def note(self) -> str:
        """Why the number is what it is, for the reader; empty when there is nothing to explain."""
        if self.unnamed_joiners:
            return f"この日より後に加わった{self.unnamed_joiners}団体（要確認）を除いた数です"
        if self.is_unconfirmed:
            return "加わった日が確かでない団体があるため、要確認です"
        return ""
