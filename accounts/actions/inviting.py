"""Invitations: the only way to an account."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

import clock
from accounts.models import Invitation, Organization, User
from accounts.rules import ROLES_OF, NotAllowed, grantable_roles, may_know
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

    `by` None is the command line, which prints the link instead of mailing it. Raises NotAllowed.
    An address that has an account in a body that `by` does not see is answered like any other: it gets a letter too,
    which says that there is an account, and an invitation that leads nowhere.
    """
    now, email = now or clock.now(), email.strip().lower()
    _check(organization, role, by=by, now=now)
    known = User.objects.filter(email=email).first()
    if known is not None and (by is None or may_know(by, known)):
        raise NotAllowed("このメールアドレスの人は登録済みです。メンバーの一覧を確かめてください")
    Invitation.objects.unanswered().filter(email=email, organization=organization).update(revoked_at=now)
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
        context = {
            "invitation": invitation,
            "link": link_of(token),
            "days": settings.LIMITS.invitation_days,
            "by": by,
            "has_account": known is not None,
        }
        outbox.write("invitation", to=email, context=context, now=now)
    _log(Verb.INVITE, invitation, by=by, now=now)
    return token


def _check(organization: Organization, role: str, *, by: User | None, now: datetime) -> None:
    """Raises NotAllowed when `by` may not give this role there, or has sent too many invitations."""
    if role not in (ROLES_OF[organization.kind] if by is None else grantable_roles(by, organization)):
        raise NotAllowed("この所属にその役割の人を招待することはできません")
    limit, hour = settings.LIMITS.invitations_per_hour, timedelta(hours=1)
    if by is not None and not rates.allow(f"invite:{by.pk}", limit=limit, period=hour, now=now):
        raise NotAllowed("招待が続いたため、1時間ほど待ってからもう一度お試しください")


def _log(verb: Verb, invitation: Invitation, *, by: User | None, now: datetime) -> None:
    data = {"body": invitation.organization.name, "role": invitation.role}
    record(verb, by=by or SYSTEM, target=("invitation", invitation.pk, invitation.name), data=data, now=now)


@transaction.atomic
def resend(invitation: Invitation, *, by: User, now: datetime | None = None) -> str:
    """Invite the same person again with a new link and a new time limit; the old link leads nowhere from now on."""
    found = Invitation.objects.unanswered().select_for_update(of=("self",)).select_related("organization")
    fresh = found.filter(pk=invitation.pk).first()
    if fresh is None:
        raise NotAllowed("この招待は、もう使われたか取り消されています")
    return invite(email=fresh.email, name=fresh.name, organization=fresh.organization, role=fresh.role, by=by, now=now)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User, now: datetime | None = None) -> None:
    """Make an unanswered invitation's link useless, and take it off the list."""
    now = now or clock.now()
    if invitation.role not in grantable_roles(by, invitation.organization):
        raise NotAllowed("この招待を取り消すことはできません")
    if not Invitation.objects.unanswered().filter(pk=invitation.pk).update(revoked_at=now):
        raise NotAllowed("この招待は、もう使われたか取り消されています")
    _log(Verb.REVOKE_INVITATION, invitation, by=by, now=now)


@transaction.atomic
def accept(token: str, *, name: str, password: str, now: datetime | None = None) -> User:
    """Make the account. Raises NotAllowed when the link is used, revoked, out of date or unknown."""
    now = now or clock.now()
    invitation = Invitation.objects.open(now).for_token(token).select_for_update().first()
    if invitation is None:
        raise NotAllowed("この招待のリンクは使えません")
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
    user = _make_account(invitation, name=name, password=password)
    user.joined_at = now
    user.save(update_fields=["joined_at"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Invitation.objects.unanswered().filter(email=invitation.email).update(revoked_at=now)
    record(Verb.JOIN, by=user, target=("user", user.pk, str(user)), now=now)
    return user


def _make_account(invitation: Invitation, *, name: str, password: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(
                invitation.email,
                name=name,
                organization=invitation.organization,
                role=invitation.role,
                password=password,
            )
    except IntegrityError as taken:  # the address has an account, perhaps since a moment ago
        raise NotAllowed("この招待のリンクは使えません") from taken
