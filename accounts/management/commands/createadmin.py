"""Invites the first administrator: prints a link that can be used once."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts import reference
from accounts.actions import invite
from accounts.actions.inviting import link_of
from accounts.models import Organization, Role
from accounts.rules import NotAllowed


class Command(BaseCommand):
    help = "システム管理者を招待し、1回だけ使えるリンクを表示します"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="システム管理者")

    def handle(self, *args: object, email: str, name: str, **options: object) -> None:
        try:
            validate_email(email)
        except ValidationError as problem:
            raise CommandError(f"メールアドレスの形を確かめてください: {email}") from problem
        reference.load()
        body = Organization.objects.get(kind=Organization.Kind.SECRETARIAT)
        try:
            token = invite(email=email, name=name, organization=body, role=Role.ADMINISTRATOR, by=None)
        except NotAllowed as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(link_of(token))
