"""What the frame of every page shows: navigation, the register button, the demo's mark; and the limits for texts."""

from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from discussion.models import Concern
from library.models import Edition
from notices.header import Told, header_of
from notices.models import Announcement

_OF_SIGN_IN = ("/login/", "/logout/", "/password/", "/invite/", "/signup/")
_LONGEST_WAY_BACK = 1000
_MOST_UNREAD = 100


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool
    count: int | None = None


@cache
def _address(name: str) -> str:
    """Asked for on every page, and always the same."""
    return reverse(name)


def _waiting(user: User) -> int:
    """Submissions, and comments that the desk is to look at; one query."""
    submissions = Edition.objects.awaiting_review().order_by().values("pk")
    return submissions.union(Concern.objects.visible_to(user).open().values("pk"), all=True).count()


class Frame:
    """Asked by the templates; nothing is counted on pages that do not show it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request, self._path = request, request.path
        self._user = request.user if hasattr(request, "user") else None
        self.demo = settings.DEMO

    def _item(self, label: str, name: str, count: int | None = None) -> NavItem:
        url = _address(name)
        current = self._path == url if url == "/" else self._path.startswith(url)
        return NavItem(label, url, current, count)

    @cached_property
    def nav(self) -> list[NavItem]:
        if not isinstance(self._user, User):
            return [self._item("ガイドライン・資料", "guidelines:list")]
        items = [
            self._item("ホーム", "home"),
            self._item("ガイドライン・資料", "guidelines:list"),
            self._item("都道府県", "profiles:prefectures"),
            self._item("テーマ", "profiles:themes"),
        ]
        if self._user.is_secretariat:
            items.append(self._item("審査", "review:queue", _waiting(self._user)))
        if self._user.is_secretariat or self._user.is_administrator:
            items.append(self._item("管理", "manage:home"))
        return items

    @cached_property
    def unread(self) -> int:
        """Notices that wait, for the header; more than a hundred are said as a hundred."""
        return min(self._told.number, _MOST_UNREAD)

    @property
    def announcement(self) -> Announcement | None:
        """What everybody should read now."""
        return self._told.announcement

    @cached_property
    def _told(self) -> Told:
        """Nothing where it is not known yet who asks."""
        return Told() if self._user is None else header_of(self._request, self._user)

    @cached_property
    def login_url(self) -> str:
        """Sign-in that leads back to what is looked at; not to pages of the sign-in itself, nor to what was sent."""
        here = self._request.get_full_path()
        is_page = self._request.method in {"GET", "HEAD"} and not self._path.startswith(_OF_SIGN_IN)
        is_safe = len(here) <= _LONGEST_WAY_BACK and url_has_allowed_host_and_scheme(here, allowed_hosts=None)
        if not (is_page and is_safe):
            return _address("account_login")
        return f"{_address('account_login')}?{urlencode({'next': here}, safe='/')}"

    @property
    def can_register(self) -> bool:
        return isinstance(self._user, User) and (self._user.is_member or self._user.is_secretariat)


def frame(request: HttpRequest) -> dict[str, object]:
    return {"frame": Frame(request), "limits": settings.LIMITS}
