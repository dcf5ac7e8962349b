"""Reads every original and compares it with its SHA-256; ends with an error when one is damaged or gone."""

import math
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from library import verification
from library.findings import Finding, named
from library.models import Verification


class Command(BaseCommand):
    help = "保管してある元のファイルがすべて、受け取ったときのままかを確かめます"

    def handle(self, **options: object) -> None:
        walk = Verification.objects.create(began_at=timezone.now())
        verification.go_on(walk, now=timezone.now(), seconds=math.inf)
        for file, finding in named(walk.findings):
            self.stdout.write(f"{file.whereabouts} {file.key}: {finding.words}")
        counts = {finding: [found for *_, found in walk.findings].count(finding) for finding in Finding}
        told = " ".join(f"{finding.value}={number}" for finding, number in counts.items())
        self.stdout.write(f"files={walk.files} bytes={walk.size} {told}")
        if walk.findings:
            sys.exit(1)
