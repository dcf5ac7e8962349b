"""The only way to an account: an invitation to one address."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.organization import Organization
from accounts.models.user import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        return self.unanswered().filter(expires_at__gt=now)

    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked, in date or not."""
        return self.filter(accepted_at=None, revoked_at=None)

    def for_token(self, token: str) -> "InvitationQuerySet":
        return self.filter(digest=Invitation.digest_of(token))


class Invitation(models.Model):
    """One use, one address, some days; only the hash of its link is kept."""

    email = models.EmailField("メールアドレス")
    name = models.CharField("氏名", max_length=60)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="所属")
    role = models.CharField("役割", max_length=13, choices=Role)
    digest = models.CharField("リンクの要約値", max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="招待した人",
    )
    created_at = models.DateTimeField("招待した時刻")
    expires_at = models.DateTimeField("期限")
    accepted_at = models.DateTimeField("受けた時刻", null=True, blank=True)
    revoked_at = models.DateTimeField("取り消した時刻", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "招待"
        constraints = [
            models.CheckConstraint(name="accounts_invitation_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="accounts_invitation_one_end", condition=Q(accepted_at=None) | Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.name}"

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
