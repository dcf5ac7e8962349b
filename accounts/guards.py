"""Guards of functions: 403 for whom a function is not meant. Objects are never guarded here; they answer 404."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User

type View[**P] = Callable[P, HttpResponseBase]

LOST = "lost"
"""In the address of the sign-in page: what was sent there without sign-in was not done."""


class NotForYou(PermissionDenied):
    """A function that is meant for others; the message says for whom, and nothing of any object."""


class SignInFirst(LoginRequiredMiddleware):
    """Asks to sign in. What was sent cannot be sent again afterwards: that leads back to the page with the button."""

    def handle_no_permission(self, request: HttpRequest, view_func: View[...]) -> HttpResponseRedirect:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        query = urlencode({"next": page_with_the_button(request), LOST: "1"}, safe="/")
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def page_with_the_button(request: HttpRequest) -> str:
    """Path and query of the page from which this was sent, if it is one of ours; else the home page."""
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure()):
        return reverse("home")
    parts = urlsplit(sent_from)
    if not parts.netloc:  # a browser always names the host
        return reverse("home")
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def user_of(request: HttpRequest) -> User:
    """The signed-in person; views without sign-in must not ask."""
    assert isinstance(request.user, User)
    return request.user


def _guard(allows: Callable[[User], bool], whom: str) -> Callable[[View[...]], View[...]]:
    """`whom` names those who may use the function, as a sentence has it."""

    def decorate(view: View[...]) -> View[...]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not (isinstance(request.user, User) and allows(request.user)):
                raise NotForYou(f"この機能を使えるのは、{whom}です。")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


for_secretariat = _guard(lambda user: user.is_secretariat, "事務局の人")
for_managers = _guard(lambda user: user.is_secretariat or user.is_administrator, "事務局の人とシステム管理者")
for_keepers = _guard(
    lambda user: user.is_secretariat or user.is_administrator or user.is_coordinator,
    "事務局の人、システム管理者、県のとりまとめの人",
)
for_coordinators = _guard(lambda user: user.is_coordinator, "県のとりまとめの人")
for_contributors = _guard(
    lambda user: user.is_member or user.is_secretariat, "構成団体の担当者・とりまとめと、事務局の人"
)
