"""Invites the first administrator: prints a link that can be used once."""

import os
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from accounts import reference
from accounts.actions import invite
from accounts.actions.inviting import link_of
from accounts.forms.fields import email_field
from accounts.models import Organization, Role
from accounts.rules import NotAllowed

_GUESSED = (
    f"PORT も PORTAL_BASE_URL も指定がないため、{settings.BASE_URL} で動いているものとしてリンクを作りました。"
    "別のアドレスで動かしているときは、起動のときと同じ PORT か PORTAL_BASE_URL を付けて実行してください"
    "（このリンクは、はじめの部分だけを書き換えても使えます）。"
)


class Command(BaseCommand):
    help = "システム管理者を招待し、1回だけ使えるリンクを表示します"
    requires_system_checks = ()  # they open the database; asked below, once there is one

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="システム管理者")

    def handle(self, *args: object, email: str, name: str, **options: object) -> None:
        _need_database()
        self.check()
        try:
            address = email_field(autocomplete="off").clean(email)
        except ValidationError as problem:
            raise CommandError(f"{problem.messages[0]}: {email}") from problem
        reference.load()
        body = Organization.objects.get(kind=Organization.Kind.SECRETARIAT)
        try:
            token = invite(email=address, name=name, organization=body, role=Role.ADMINISTRATOR, by=None)
        except NotAllowed as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(link_of(token))
        if not (os.environ.get("PORT") or os.environ.get("PORTAL_BASE_URL")):
            self.stderr.write(_GUESSED)


def _need_database() -> None:
    """Says what to do first. It migrates nothing itself: with a wrong folder that would make a second, empty portal."""
    database, how = connection.settings_dict, "PORTAL_DEMO=0 make run"
    if connection.vendor == "sqlite" and not _is_there(str(database["NAME"])):
        raise CommandError(
            f"データベースがまだありません（{database['NAME']}）。同じ PORTAL_DATA_DIR を付けて一度起動してから"
            f"（{how}）、もう一度実行してください。起動したことがあるときは、PORTAL_DATA_DIR を確かめてください"
        )
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as problem:
        raise CommandError("データベースにつながりません。DATABASE_URL を確かめてください") from problem
    if "accounts_invitation" not in tables:
        raise CommandError(
            f"データベースの準備がまだです。同じ DATABASE_URL と PORTAL_DATA_DIR を付けて一度起動してから（{how}）、"
            "もう一度実行してください"
        )


def _is_there(name: str) -> bool:
    return name.startswith("file:") or ":memory:" in name or Path(name).is_file()
