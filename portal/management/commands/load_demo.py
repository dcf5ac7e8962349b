"""Loads the demo into an empty portal, where the environment asks for it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from library.models import Publication
from portal.demo.load import load


class Command(BaseCommand):
    help = "見本を読み込みます（PORTAL_DEMO=1 のとき、空のデータベースにだけ）"

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("PORTAL_DEMO=1 のときだけ読み込みます")
        if User.objects.exists() or Publication.objects.exists():
            self.stdout.write("内容があるため、見本は読み込みませんでした")
            return
        with transaction.atomic():
            number = load()
        self.stdout.write(f"見本を読み込みました（資料{number}件）")
