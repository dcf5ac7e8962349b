"""Invitations: the only way to an account."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse

import clock
from accounts.models import Invitation, Organization, User
from accounts.rules import NotAllowed, grantable_roles
from audit.actors import SYSTEM
from audit.record import record
from audit.verbs import Verb
from mail import outbox
from posting import rates


def link_of(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('invitation', args=[token])}"


@transaction.atomic
def invite(
    *, email: str, name: str, organization: Organization, role: str, by: User | None, now: datetime | None = None
) -> str:
    """Write an invitation and mail its link; returns the link's token, which is kept nowhere.

    `by` None is the command line, which prints the link instead of mailing it.
    """
    now, email = now or clock.now(), email.strip().lower()
    if by is not None:
        if role not in grantable_roles(by, organization):
            raise NotAllowed("この所属にその役割の人を招待することはできません")
        hour = timedelta(hours=1)
        if not rates.allow(f"invite:{by.pk}", limit=settings.LIMITS.invitations_per_hour, period=hour, now=now):
            raise NotAllowed("招待が続いたため、1時間ほど待ってからもう一度お試しください")
    if User.objects.filter(email=email).exists():
        raise NotAllowed("このメールアドレスの人は登録済みです。メンバーの一覧を確かめてください")
    Invitation.objects.open(now).filter(email=email).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        organization=organization,
        role=role,
        digest=Invitation.digest_of(token),
        created_by=by,
        created_at=now,
        expires_at=now + timedelta(days=settings.LIMITS.invitation_days),
    )
    if by is not None:
        context = {"invitation": invitation, "link": link_of(token), "days": settings.LIMITS.invitation_days, "by": by}
        outbox.write("invitation", to=email, context=context, now=now)
    _log(Verb.INVITE, invitation, by=by, now=now)
    return token


def _log(verb: Verb, invitation: Invitation, *, by: User | None, now: datetime) -> None:
    data = {"body": invitation.organization.name, "role": invitation.role}
    record(verb, by=by or SYSTEM, target=("invitation", invitation.pk, invitation.name), data=data, now=now)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User, now: datetime | None = None) -> None:
    """Make an open invitation's link useless."""
    now = now or clock.now()
    if not grantable_roles(by, invitation.organization):
        raise NotAllowed("この招待を取り消すことはできません")
    if not Invitation.objects.open(now).filter(pk=invitation.pk).update(revoked_at=now):
        raise NotAllowed("この招待は、もう使われたか期限が切れています")
    _log(Verb.REVOKE_INVITATION, invitation, by=by, now=now)


@transaction.atomic
def accept(token: str, *, name: str, password: str, now: datetime | None = None) -> User:
    """Make the account. Raises NotAllowed when the link is used, revoked, out of date or unknown."""
    now = now or clock.now()
    invitation = Invitation.objects.open(now).for_token(token).select_for_update().first()
    if invitation is None or User.objects.filter(email=invitation.email).exists():
        raise NotAllowed("この招待のリンクは使えません")
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
    user = User.objects.create_user(
        invitation.email, name=name, organization=invitation.organization, role=invitation.role, password=password
    )
    user.joined_at = now
    user.save(update_fields=["joined_at"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(Verb.JOIN, by=user, target=("user", user.pk, user.name), now=now)
    return user
