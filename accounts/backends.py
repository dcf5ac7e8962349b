"""Who is signed in: asked anew at each request, so that a suspension or an ended tenure holds at once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

import clock
from accounts.models import User


class StandingBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """The person with body and prefecture in one query; None when they are no longer in good standing."""
        return User.objects.in_good_standing(clock.today()).with_body().filter(pk=user_id).first()

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return user is not None and User.objects.in_good_standing(clock.today()).filter(pk=user.pk).exists()
