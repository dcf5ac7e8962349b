"""Takes several files at once into a draft: each is kept and judged by itself, so one bad file costs no other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from library import gate
from library.actions import add_file
from library.models import Edition, File
from library.tasks import read_file


def receive(
    edition: Edition, uploads: Sequence["UploadedFile[Any]"], *, by: User, now: datetime | None = None
) -> list[File]:
    """Keep and judge the files in the order sent. Raises Refused when the draft is full; what came before stays."""
    files: list[File] = []
    try:
        for upload in uploads:
            files.append(add_file(edition, upload, by=by, now=now))  # noqa: PERF401  what was kept is judged
    finally:
        judge(files)
    return files


def judge(files: Sequence[File]) -> None:
    """Judge what was just kept; what is taken is read next."""
    gate.judge(files, when_taken=read_file.enqueue)
