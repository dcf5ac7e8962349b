"""Runs the portal as users meet it: web server and worker together, until Ctrl-C."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from library import paper
from portal import start
from portal.checks import refuse_unsafe
from portal.demo.people import PEOPLE
from portal.environment import make_folders

_PATIENCE = 60
_GRACE = 10
_SET_PARENT_DEATH_SIGNAL = 1


class Command(BaseCommand):
    help = "ウェブと裏方の仕事をまとめて動かします"
    requires_system_checks = ()  # asked below, so that the answer is one sentence

    def handle(self, *args: object, **options: object) -> None:
        self._refuse_unsafe()
        make_folders(settings.DATA_DIR, settings.FILE_UPLOAD_TEMP_DIR)  # the checks ask the database
        self.check()
        self._need_free_port()
        start.prepare()
        self._refuse_unsafe()  # now that it can be asked who has an account
        os.environ.setdefault("PORTAL_NOW_BEGAN", timezone.now().isoformat())
        _Pair(self).run()

    def _refuse_unsafe(self) -> None:
        try:
            refuse_unsafe()
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from problem

    def _need_free_port(self) -> None:
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as problem:
                raise CommandError(
                    f"ポート {settings.PORT} は使われています。PORT=8001 make run のように、別の番号で動かしてください"
                ) from problem

    def welcome(self) -> None:
        lines = ["", f"動いています：{settings.BASE_URL}/", "止めるときは Ctrl-C を押してください。"]
        lines += [f"LibreOffice（印刷イメージ）：{paper.standing()}", ""]
        if settings.DEMO:
            lines += ["見本のアカウント（パスワードはどれも同じです）", f"  パスワード：{settings.DEMO_PASSWORD}"]
            lines += [f"  {person.email:26} {person.who}" for person in PEOPLE]
        elif not User.objects.exists():
            lines.append("最初の管理者は manage.py createadmin メールアドレス で招待できます。")
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _health_address() -> str:
    """Where the web process can be asked from this machine; what listens everywhere listens on loopback too."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104  read, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}/healthz"


def _end_with_parent() -> None:
    """Where we are killed outright, the children end by themselves and leave the port free (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


class _Pair:
    """The web server and the worker as children; the worker is started again when it dies, the web server ends both."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.is_stopping = False
        self.web = self._web()
        self.worker = self._worker()

    def _web(self) -> "subprocess.Popen[bytes]":
        config = "python:portal.gunicorn_config"
        return self._child("-m", "gunicorn", "--config", config, "portal.wsgi:application")

    def _worker(self) -> "subprocess.Popen[bytes]":
        return self._child("manage.py", "worker")

    def _child(self, *arguments: str) -> "subprocess.Popen[bytes]":
        # Out of reach of the terminal's Ctrl-C: they are stopped by us, in order.
        command = [sys.executable, *arguments]
        return subprocess.Popen(  # noqa: S603  our own words
            command,
            cwd=settings.BASE_DIR,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  nothing here has threads
        )

    def run(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._ask_to_stop)
        try:
            if self._wait_until_healthy():
                self.command.welcome()
            self._watch()
        finally:
            self._stop()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _wait_until_healthy(self) -> bool:
        until = time.monotonic() + _PATIENCE
        while not self.is_stopping and self.web.poll() is None and time.monotonic() < until:
            try:
                with urllib.request.urlopen(_health_address(), timeout=5):  # noqa: S310  our own address
                    return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        return False

    def _watch(self) -> None:
        while not self.is_stopping:
            if self.web.poll() is not None:
                raise CommandError("ウェブの処理が終わったため、止めました")
            if self.worker.poll() is not None:
                self.worker = self._worker()
                time.sleep(1)
            time.sleep(0.3)

    def _stop(self) -> None:
        children = [self.web, self.worker]
        for child in children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + _GRACE
        for child in children:
            try:
                child.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
