"""Guards of functions: 403 for whom a function is not meant. Objects are never guarded here; they answer 404."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

type View[**P] = Callable[P, HttpResponseBase]


def user_of(request: HttpRequest) -> User:
    """The signed-in person; views without sign-in must not ask."""
    assert isinstance(request.user, User)
    return request.user


def _guard(allows: Callable[[User], bool]) -> Callable[[View[...]], View[...]]:
    def decorate(view: View[...]) -> View[...]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not (isinstance(request.user, User) and allows(request.user)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


for_secretariat = _guard(lambda user: user.is_secretariat)
for_managers = _guard(lambda user: user.is_secretariat or user.is_administrator)
for_coordinators = _guard(lambda user: user.is_coordinator)
for_contributors = _guard(lambda user: user.is_member or user.is_secretariat)
