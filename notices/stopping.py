"""Mail that stops with one press, also for who is not signed in (RFC 8058): the address in the letter is the key."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.models import User

_signer = Signer(salt="notices.stopping")
"""What is signed here opens nothing else."""


def token(person: User) -> str:
    return _signer.sign(str(person.pk))


def address(person: User) -> str:
    return f"{settings.BASE_URL}{reverse('notices:stop', args=[token(person)])}"


def person_of(token: str) -> User | None:
    """Whose mail it stops; None for what was not signed here."""
    try:
        number = _signer.unsign(token)
    except BadSignature:
        return None
    return User.objects.filter(pk=number).first()
