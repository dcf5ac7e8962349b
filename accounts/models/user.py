"""People: each belongs to one body and has one role."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from accounts.models.organization import Organization
from accounts.models.tenure import Tenure
from audit.actors import Identity


class Role(models.TextChoices):
    OFFICER = "officer", "担当者"
    COORDINATOR = "coordinator", "とりまとめ"
    OBSERVER = "observer", "オブザーバー"
    SECRETARIAT = "secretariat", "事務局"
    ADMINISTRATOR = "administrator", "システム管理者"


class UserQuerySet(models.QuerySet["User"]):
    def in_good_standing(self, day: date) -> "UserQuerySet":
        """People who may use the portal on that day: not suspended, not expired, their body's tenure holds."""
        tenure = Tenure.objects.on(day).filter(organization=OuterRef("organization"))
        return self.filter(
            Exists(tenure),
            Q(access_ends_on=None) | Q(access_ends_on__gte=day),
            is_active=True,
        )

    def with_body(self) -> "UserQuerySet":
        return self.select_related("organization__prefecture")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def in_good_standing(self, day: date) -> UserQuerySet:
        return self.get_queryset().in_good_standing(day)

    def with_body(self) -> UserQuerySet:
        return self.get_queryset().with_body()

    def create_user(
        self, email: str, *, name: str, organization: Organization, role: str, password: str | None = None
    ) -> "User":
        user = self.model(email=email.lower(), name=name, organization=organization, role=role)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. Signs in by e-mail; never deleted, only suspended, so that words keep their writer."""

    email = models.EmailField("メールアドレス", unique=True)
    name = models.CharField("氏名", max_length=60)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="people", verbose_name="所属")
    role = models.CharField("役割", max_length=13, choices=Role)
    section = models.CharField("課・係", max_length=80, blank=True)
    is_active = models.BooleanField("利用できる", default=True)
    suspended_at = models.DateTimeField("停止した時刻", null=True, blank=True)
    suspended_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="停止した人"
    )
    access_ends_on = models.DateField("利用の期限", null=True, blank=True)
    joined_at = models.DateTimeField("登録した時刻", null=True, blank=True)
    session_epoch = models.PositiveIntegerField("ログインの世代", default=0, help_text="raising it ends all sessions")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "担当者"
        constraints = [
            models.CheckConstraint(name="accounts_user_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="accounts_user_suspended_pair",
                condition=Q(suspended_at=None, suspended_by=None, is_active=True)
                | Q(suspended_at__isnull=False, suspended_by__isnull=False, is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.name} {self.name}"

    def has_access(self, day: date) -> bool:
        """Neither suspended nor expired; what becomes of the body is not asked."""
        return self.is_active and (self.access_ends_on is None or self.access_ends_on >= day)

    def identity(self) -> Identity:
        return Identity(id=self.pk, name=self.name, role=self.role, body=self.organization.name)

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with the epoch: a role change or a suspension ends every session."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Any:
        from django.conf import settings  # noqa: PLC0415  as Django's own method reads it

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "accounts.User.session", f"{self.password}|{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def is_secretariat(self) -> bool:
        return self.role == Role.SECRETARIAT

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR

    @property
    def is_member(self) -> bool:
        """An officer or a coordinator of a member prefecture."""
        return self.role in {Role.OFFICER, Role.COORDINATOR}
