"""The sweep of bytes that no row names, by hand; with --list only what stands on its list."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from library import orphans
from library.models import Orphan


class Command(BaseCommand):
    help = "どこからも使われていないファイルを片付けます（--listは一覧だけ）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", dest="shows_list", help="消す予定の一覧を書き出す")

    def handle(self, *, shows_list: bool, **options: object) -> None:
        if not shows_list:
            self.stdout.write(f"{len(orphans.sweep(now=timezone.now()))}個のファイルを消しました")
            return
        for orphan in Orphan.objects.order_by("seen_at", "id").iterator():
            self.stdout.write(f"{orphan.key} {orphans.due_at(orphan):%Y-%m-%d %H:%M}（UTC）より後に消します")
        self.stdout.write(f"{Orphan.objects.count()}個")
