"""Step 1: the files. Each is kept and judged by itself; what was refused says why and costs nothing else."""

import shutil
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.guards import for_contributors, user_of
from accounts.models import User
from japanese.numbers import filesize
from library import actions, uploads
from library.checks import twins
from library.models import Edition, File, FileGate
from library.views.submit.steps import STEPS, draft_of, told

_CHIPS = {
    FileGate.CHECKING: ("検査中", "blue", ""),
    FileGate.TAKEN: ("登録できます", "green", "check"),
    FileGate.REFUSED: ("登録できません", "red", "warning"),
}


@dataclass(frozen=True)
class Line:
    """One file of the list as `ui/file_list.html` shows it."""

    id: int
    name: str
    meta: str
    error: str
    chip: str
    tone: str
    icon: str
    removable: bool = True
    progress: None = None


@for_contributors
@told
def choose(request: HttpRequest, pk: int) -> HttpResponseBase:
    edition = draft_of(request, pk)
    if request.method != "POST":
        return _show(request, edition)
    try:
        sent = request.FILES.getlist("files")
    except TooManyFilesSent:
        return _show(request, edition, problem=_too_many("もっと多い数"))
    if "remove" in request.POST:
        return _remove(request, edition, request.POST["remove"])
    if problem := _unfit(edition, sent):
        return _show(request, edition, problem=problem)
    return _take(request, edition, sent)


def _take(request: HttpRequest, edition: Edition, sent: list["UploadedFile[Any]"]) -> HttpResponseBase:
    """Keep what was sent and show what became of it; without anything new, go on to the next step."""
    if sent:
        uploads.receive(edition, sent, by=user_of(request))
    if "save" in request.POST:
        return redirect("me:drafts")
    if sent or edition.files.exclude(gate=FileGate.TAKEN).exists():
        return redirect("submit:files", edition.pk)
    if not edition.files.exists() and "link" not in request.POST:
        return _show(request, edition, problem=_NOTHING)
    return redirect("submit:details", edition.pk)


_NOTHING = "ファイルを1つ以上選んでください。リンクだけの登録なら「ファイルなしで次へ」を選んでください"


def _too_many(number: object) -> str:
    return f"一度に選べるのは{settings.LIMITS.files_per_request}個までです。今は{number}個です"


def _unfit(edition: Edition, sent: list["UploadedFile[Any]"]) -> str:
    """What stands in the way of keeping these files; empty when nothing does."""
    most = settings.LIMITS.files_per_request
    if len(sent) > most:
        return _too_many(len(sent))
    have = edition.files.count()
    if have + len(sent) > most:
        over = have + len(sent) - most
        return f"1つの資料に登録できるファイルは{most}個までです。今は{have}個あります。{over}個減らしてください"
    size = sum(file.size or 0 for file in sent)
    if sent and shutil.disk_usage(settings.DATA_DIR).free - size < settings.LIMITS.free_disk_bytes:
        return (
            "保管する場所の空きが少ないため、いまは登録できません。入力した内容は残っています。事務局に連絡してください"
        )
    return ""


def _remove(request: HttpRequest, edition: Edition, wanted: str) -> HttpResponse:
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
    actions.remove_file(get_object_or_404(edition.files, pk=number), by=user_of(request))
    return redirect("submit:files", edition.pk)


def _show(request: HttpRequest, edition: Edition, *, problem: str = "") -> HttpResponse:
    files = list(edition.files.in_order())
    errors = [(f"file-{file.pk}", file.gate_message) for file in files if file.gate == FileGate.REFUSED]
    if problem:
        errors.insert(0, ("files", problem))
    context = {
        "edition": edition,
        "steps": STEPS,
        "lines": [_line(file) for file in files],
        "errors": errors,
        "problem": problem,
        "notes": [note for file in files for note in _notes(file, files, user_of(request))],
        "total": filesize(sum(file.size for file in files if file.gate == FileGate.TAKEN)),
        "checking": any(file.gate == FileGate.CHECKING for file in files),
        "limits": settings.LIMITS,
        "largest": filesize(settings.LIMITS.file_bytes).replace(".0", ""),
        "next": reverse("submit:details", args=[edition.pk]),
    }
    return render(request, "submit/files.html", context, status=400 if problem else 200)


def _line(file: File) -> Line:
    pages = f"{file.page_count}{file.unit}、" if file.page_count else ""
    refused = file.gate == FileGate.REFUSED
    meta = f"{file.kind_label}、{pages}{filesize(file.size)}"
    return Line(file.pk, file.name, meta, file.gate_message if refused else "", *_CHIPS[FileGate(file.gate)])


def _notes(file: File, files: list[File], user: User) -> list[tuple[str, str]]:
    """(sentence, address or nothing) about content that is here already, as far as this person may know of it."""
    if file.gate != FileGate.TAKEN:
        return []
    found = [
        (
            f"「{file.name}」と同じ内容のファイルが登録されています：{twin.owner}「{twin.live_edition}」",
            twin.get_absolute_url(),
        )
        for twin in twins(file, user)
    ]
    earlier = [other for other in files if other.sha256 == file.sha256 and other.pk < file.pk]
    return found + [(f"「{file.name}」は、この下書きの「{other.name}」と同じ内容です", "") for other in earlier[:1]]
