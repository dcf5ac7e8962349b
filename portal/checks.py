"""What a portal that others can reach must not start with: each finding names what to change."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  the framework's own name
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from accounts.models import User
from portal import durability
from portal.demo.people import PEOPLE

LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}
_LEADS_NOWHERE = tuple(f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "locmem"))
_FOLDER = "mail.backends.FolderBackend"
_PER_PROCESS = "django.core.cache.backends.locmem.LocMemCache"


def listens_outside() -> bool:
    return settings.HOST not in LOOPBACK


def is_production() -> bool:
    """Reachable from other machines, directly or through a proxy that speaks HTTPS; a demo on loopback is not."""
    return listens_outside() or (settings.HTTPS and not settings.DEMO)


@register(Tags.security)
def unsafe_settings(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Refuses every command, the start of the site among them."""
    found = [*_for_all(), *(_in_production() if is_production() else ())]
    return [Error(message, id=f"portal.{code}") for code, message in found]


def _for_all() -> Iterator[tuple[str, str]]:
    hosts = set(settings.ALLOWED_HOSTS)
    if any(host == "*" or host.startswith(".") for host in hosts):
        yield (
            "E010",
            "ALLOWED_HOSTS に「*」や「.」で始まる名前は使えません。PORTAL_BASE_URL にこのサイトの名前を書いてください",
        )
    if settings.DEBUG and (listens_outside() or settings.HTTPS or hosts - LOOPBACK):
        yield "E011", "DEBUG は、この機械の中だけで動かすとき（make dev）にしか使えません"
    if settings.WEB_PROCESSES > 1 and settings.CACHES["default"]["BACKEND"] == _PER_PROCESS:
        yield "E012", "PORTAL_WEB_PROCESSES が2以上のとき、処理ごとに別々になるキャッシュ（LocMemCache）は使えません"
    if listens_outside() and settings.DEMO:
        yield (
            "E013",
            "見本のままでは、外から見える場所で動かせません。PORTAL_DEMO=0 にするか、PORTAL_HOST を外してください",
        )
    if listens_outside() and not settings.RATE_LIMITS:
        yield "E014", "PORTAL_RATE_LIMITS=off は、127.0.0.1 で動かすときだけ使えます"


def _in_production() -> Iterator[tuple[str, str]]:
    key = settings.SECRET_KEY
    if len(key) < 50 or len(set(key)) < 10 or key.startswith("django-insecure-"):
        yield "E015", "PORTAL_SECRET_KEY が短いか単純です。50文字以上の乱数にするか、外して自動で作らせてください"
    if _mailer() in _LEADS_NOWHERE:
        yield "E016", "メールがどこにも届かない設定です。PORTAL_SMTP_URL に送信サーバーを書いてください"


def _mailer() -> str:
    return str(settings.MAILERS["default"]["BACKEND"])


@register(Tags.security, deploy=True)
def unfinished_settings(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """What may be so for a trial, but not where people work; told by `check --deploy`."""
    found: list[CheckMessage] = []
    if _mailer() == _FOLDER:
        found.append(Warning("メールは送られず、フォルダーに書き出されます（PORTAL_SMTP_URL）", id="portal.W010"))
    if settings.DEMO:
        found.append(Warning("見本を読み込む設定です（PORTAL_DEMO=1）", id="portal.W011"))
    return found


@register(Tags.security, deploy=True)
def forgetful_database(app_configs: Sequence[Any] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Asks the database itself, so only `check --deploy` and the start of the site do."""
    try:
        lacking = durability.lacking()
    except DatabaseError:
        return []  # no database, no page; the next start asks again
    if not lacking:
        return []
    words = "、".join(lacking)
    return [
        Error(f"電源が切れると、保存できたと答えたものが失われるデータベースの設定です（{words}）", id="portal.E017")
    ]


def demo_accounts() -> list[str]:
    """Addresses of the demo that can still sign in with the demo's password."""
    addresses = [person.email for person in PEOPLE]
    people = User.objects.filter(email__in=addresses, is_active=True).order_by("pk")
    return [person.email for person in people if person.check_password(settings.DEMO_PASSWORD)]


def refuse_unsafe() -> None:
    """Raises ImproperlyConfigured where the site must not start; also for a web server that is started by itself."""
    problems = [str(message.msg) for message in unsafe_settings(None)]
    problems = problems or [str(message.msg) for message in forgetful_database(None)]
    if is_production() and not problems:
        try:
            left = demo_accounts()
        except DatabaseError:
            left = []  # no database, no page; the next start asks again
        if left:
            problems = [
                f"見本のアカウントが見本の合言葉のまま残っています（{'、'.join(left)}）。停止するか、合言葉を変えてください"
            ]
    if problems:
        raise ImproperlyConfigured("。".join(problems))
