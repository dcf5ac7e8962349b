"""Reads every original and compares it with its SHA-256; ends with an error when one is damaged or gone."""

import math
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from library import verification
from library.findings import Finding
from library.models import File, Verification


class Command(BaseCommand):
    help = "保管してある元のファイルがすべて、受け取ったときのままかを確かめます"

    def handle(self, **options: object) -> None:
        walk = Verification.objects.create(began_at=timezone.now())
        verification.go_on(walk, now=timezone.now(), seconds=math.inf)
        found = dict(walk.findings)
        for file in File.objects.filter(pk__in=found).select_related("edition__publication").order_by("pk"):
            what = Finding(found[file.pk]).words
            self.stdout.write(f"資料{file.edition.publication_id} ファイル{file.pk} {file.key}: {what}")
        counts = {finding: list(found.values()).count(finding) for finding in Finding}
        told = " ".join(f"{finding.value}={number}" for finding, number in counts.items())
        self.stdout.write(f"files={walk.files} bytes={walk.size} {told}")
        if found:
            sys.exit(1)
