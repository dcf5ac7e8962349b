"""Sign-in, passwords, invitations, colleagues. Only the library's pages that are used are wired."""

from allauth.account import views as library
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from accounts.views import colleagues, entrance, keeping


@login_not_required
def closed(_request: HttpRequest) -> HttpResponse:
    """Sign-up is by invitation only; the library wants the name to exist."""
    raise Http404


urlpatterns = [
    path("login/", library.login, name="account_login"),
    path("logout/", library.logout, name="account_logout"),
    path("login/stopped/", library.account_inactive, name="account_inactive"),
    path("signup/", closed, name="account_signup"),
    path("password/reset/", library.password_reset, name="account_reset_password"),
    path("password/reset/done/", library.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[\w:-]+)/$",
        library.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", library.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("me/settings/security/", library.password_change, name="account_change_password"),
    path("invite/<str:token>/", entrance.invitation, name="invitation"),
    path("people/<int:pk>/lock/", keeping.lock, name="colleague_lock"),
    path("people/invitations/<int:pk>/resend/", keeping.resend, name="invitation_resend"),
    path("me/colleagues/", colleagues.colleagues, name="colleagues"),
    path("me/colleagues/<int:pk>/", colleagues.colleague, name="colleague"),
    path("me/colleagues/<int:pk>/suspend/", colleagues.suspend, name="colleague_suspend"),
    path("me/colleagues/<int:pk>/reinstate/", colleagues.reinstate, name="colleague_reinstate"),
    path("me/colleagues/invitations/<int:pk>/revoke/", colleagues.revoke, name="colleague_revoke"),
]
