"""The files of a comment that is being written: kept and judged as they come, so that none has to be chosen twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

import clock
from accounts.guards import user_of
from accounts.models import User
from discussion.models import Attachment, Comment
from discussion.tasks import check_attachment
from japanese.filenames import shown_name
from jobs.waiting import waiting
from library import gate, uploads
from library.bundles import EXTENSION
from library.keeping import keep
from library.models import FileGate
from posting import rates

_LOST = "選んでから時間がたったか、ほかで使われたため、残っていないファイルがあります。もう一度選んでください"
_IS_ZIP = "「{}」はZIPのため付けられません。中のファイルを取り出して、1つずつ付けてください"
_DISK_IS_SHORT = "保管する場所の空きが少ないため、いまはファイルを付けられません。事務局に連絡してください"
_TOO_MANY = "1つのコメントに付けられるファイルは{}個までです"
_TOO_FAST = "ファイルを続けて送れる数を超えました。1時間ほど待ってから、もう一度選んでください"
_STILL_CHECKED = "「{}」は検査中です。しばらくしてから、もう一度送ってください。ファイルは選び直さなくても残っています"
FILES_WAIT = timedelta(hours=1)
"""For who sent more files than `comment_files_per_hour`."""


@dataclass
class Tray:
    """`posted`: with the comment that is being edited; `files`: those that wait for it to be posted."""

    posted: Sequence[Attachment] = ()
    files: list[Attachment] = field(default_factory=list)
    removed: frozenset[int] = frozenset()
    problems: list[str] = field(default_factory=list)
    has_news: bool = False
    """Something to be known before posting came just now: it was not told before."""
    is_too_fast: bool = False

    @property
    def room(self) -> int:
        stay = sum(file.pk not in self.removed for file in self.posted)
        return settings.LIMITS.files_per_comment - stay - len(self.files)

    @property
    def has_remarks(self) -> bool:
        return any(file.gate_remarks for file in self.files)

    @property
    def taken_off(self) -> list[int]:
        """Of those that were posted."""
        return [file.pk for file in self.posted if file.pk in self.removed]


def tray_of(comment: Comment) -> Tray:
    return Tray(posted=list(comment.attachments.present().in_order()))


def receive(request: HttpRequest, tray: Tray) -> Tray:
    """What was sent with the form: `attached` before, `remove`, and new `files`; each is kept and judged by itself."""
    user = user_of(request)
    tray.removed = frozenset(_numbers(request.POST.getlist("remove")))
    own = Attachment.objects.unposted_by(user)
    own.filter(pk__in=tray.removed).delete()
    wanted = _numbers(request.POST.getlist("attached")) - tray.removed
    tray.files = list(own.filter(pk__in=wanted).in_order())
    if len(tray.files) != len(wanted):
        tray.problems.append(_LOST)
    new = _keep(request.FILES.getlist("files"), tray, by=user)
    _judge(tray)
    tray.has_news = any(file.gate_remarks for file in tray.files if file.pk in new)
    return tray


def _keep(sent: Sequence["UploadedFile[Any]"], tray: Tray, *, by: User) -> set[int]:
    """Which were kept."""
    zips = [file for file in sent if (file.name or "").lower().endswith(EXTENSION)]
    files = [file for file in sent if file not in zips]
    tray.problems += [_IS_ZIP.format(shown_name(file.name or "")) for file in zips]
    if files and uploads.is_disk_short(files):
        tray.problems.append(_DISK_IS_SHORT)
        return set()
    kept: set[int] = set()
    for place, upload in enumerate(files):
        tray.is_too_fast = tray.room > 0 and not _is_slow_enough(by)
        if tray.is_too_fast or tray.room <= 0:
            why = _TOO_FAST if tray.is_too_fast else _TOO_MANY.format(settings.LIMITS.files_per_comment)
            left = "、".join(shown_name(file.name or "") for file in files[place:])
            tray.problems.append(f"{why}。受け取らなかったファイル：{left}")
            break
        file = Attachment.objects.create(**keep(upload, by=by, now=clock.now()))
        tray.files.append(file)
        kept.add(file.pk)
    return kept


def _is_slow_enough(user: User) -> bool:
    limit = settings.LIMITS.comment_files_per_hour
    return rates.allow(f"comment-files {user.pk}", limit=limit, period=FILES_WAIT)


def _judge(tray: Tray) -> None:
    """What was refused is told and gone; what takes long goes on at the worker, and is asked about again."""
    now = clock.now()
    left = [file for file in tray.files if file.leased_until is None or file.leased_until < now]
    late = gate.judge(left, seconds=settings.LIMITS.judging_seconds)
    queued = waiting(check_attachment) if late else set()
    for file in late:
        if file.pk not in queued:
            check_attachment.enqueue(file.pk)
    for file in tray.files:
        if file.gate == FileGate.REFUSED:
            tray.problems.append(f"{file.gate_message}。このファイルを除いて、もう一度送れます")
        elif file.gate == FileGate.CHECKING:
            tray.problems.append(_STILL_CHECKED.format(file.name))
    refused = [file.pk for file in tray.files if file.gate == FileGate.REFUSED]
    Attachment.objects.filter(pk__in=refused).delete()
    tray.files = [file for file in tray.files if file.pk not in refused]


def _numbers(sent: Iterable[str]) -> set[int]:
    return {int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 19}
