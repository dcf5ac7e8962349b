"""Step 1: the files. Each is kept and judged by itself; what was refused says why and costs nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts.guards import for_contributors, user_of
from accounts.models import User
from extraction import kinds
from japanese.filenames import shown_name
from japanese.numbers import filesize
from library import actions, scanner, uploads
from library.actions.files import has_room
from library.checks import twins_of
from library.models import Edition, File, FileGate
from library.rules import Refused
from library.told_apart import told_apart
from library.views.submit.closed import closed_edition, show_closed
from library.views.submit.steps import STEPS, after_submitting, draft_or_none, told
from posting import once

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
    note: str = ""
    remarks: tuple[str, ...] = ()
    removable: bool = True
    progress: None = None

    @property
    def needs_look(self) -> str:
        return f"要確認 {len(self.remarks)}件"


@for_contributors
@told
def choose(request: HttpRequest, pk: int) -> HttpResponseBase:
    edition = draft_or_none(request, pk)
    if edition is None:
        return _closed(request, pk)
    if request.method != "POST":
        return _show(request, edition)
    try:
        return _take(request, edition)
    except Refused:
        if draft_or_none(request, pk) is not None:
            raise
        return _closed(request, pk)  # handed in between the look and the lock


def _closed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was chosen is named when the edition was handed in or thrown away meanwhile."""
    edition = closed_edition(request, pk)
    if request.method != "POST":
        return after_submitting(edition)
    sent = request.FILES.getlist("files")
    return show_closed(request, edition, files=_named(_names(sent)) if sent else "ファイルは変えていません。")


def _take(request: HttpRequest, edition: Edition) -> HttpResponseBase:
    before = set(edition.files.values_list("pk", flat=True))
    if "remove" in request.POST:
        _remove(request, edition, request.POST["remove"])
    if "inherit" in request.POST:
        _inherit(request, edition)
    sent = request.FILES.getlist("files")
    problem = _DISK_IS_SHORT if sent and uploads.is_disk_short(sent) else _keep(request, edition, sent)
    _agree_to_notes(request, edition, before)
    if problem:
        return _show(request, edition, problem=problem)
    return _next(request, edition, has_sent=bool(sent))


def _agree_to_notes(request: HttpRequest, edition: Edition, before: set[int]) -> None:
    """What was changed in the box holds for all slides; a tick that was left as it stood, for those that came now."""
    if "kept_notes" not in request.POST:
        return
    keeps, by = "keep_notes" in request.POST, user_of(request)
    if keeps != (request.POST["kept_notes"] == "1"):
        actions.keep_notes(edition, by=by, keeps=keeps)
    elif keeps and (new := set(edition.files.values_list("pk", flat=True)) - before):
        actions.keep_notes(edition, by=by, keeps=True, among=new)


def _next(request: HttpRequest, edition: Edition, *, has_sent: bool) -> HttpResponseBase:
    """Show what became of the files; go on to the next step when that was asked for and nothing is to be said."""
    if "save" in request.POST:
        return redirect("me:drafts")
    says_more = has_sent and ("next" not in request.POST or _has_notes(edition, user_of(request)))
    open_or_refused = list(edition.files.exclude(gate=FileGate.TAKEN).values_list("gate", flat=True))
    if {"remove", "inherit"} & set(request.POST) or says_more or open_or_refused:
        if "next" in request.POST and says_more and not open_or_refused:
            messages.warning(request, _LOOK_FIRST)
        if "next" in request.POST and FileGate.CHECKING in open_or_refused:
            messages.warning(request, _STILL_CHECKED)
        return redirect("submit:files", edition.pk)
    if not edition.files.exists() and "link" not in request.POST:
        return _show(request, edition, problem=_NOTHING)
    return redirect("submit:details", edition.pk)


_ALL_REFUSED = "refused"
_LOOK_FIRST = (
    "ファイルを受け取りました。同じ内容のファイルがあります。下の知らせを確かめて、"
    "もう一度「次へ：内容を書く」を押してください。"
)
_NOTHING = "ファイルを1つ以上選んでください。リンクだけの登録なら「ファイルなしで次へ」を選んでください"
_STILL_CHECKED = "検査中のファイルがあります。終わってから、もう一度「次へ：内容を書く」を押してください。"
_ONE_BY_ONE = "ZIPから一度に取り出せる量を超えました。受け取らなかったZIPは、1つずつ、もう一度選んで送ってください。"
_DISK_IS_SHORT = (
    "保管する場所の空きが少ないため、いまは登録できません。入力した内容は残っています。事務局に連絡してください"
)


def _keep(request: HttpRequest, edition: Edition, sent: list["UploadedFile[Any]"]) -> str:
    """Keep as many as the portal and the draft take, and judge them; what became of the others, or nothing."""
    most = settings.LIMITS.files_per_request

    def once_each(name: str, keep: Callable[[], object]) -> object:
        return once.perform(request, name, lambda: (keep(), request.path)[1])

    def was_done(name: str) -> bool:
        return bool(once.result(request, name))

    left = uploads.receive(
        edition, sent[:most], by=user_of(request), once=once_each, was_done=was_done, is_waited_for=True
    )
    problems = [_too_many(len(sent), sent[most:])] if len(sent) > most else []
    problems += [_is_full(edition, left.without_room)] if left.without_room else []
    problems += [f"{_ONE_BY_ONE}{_named(left.for_later)}"] if left.for_later else []
    return "。".join(problems)


def _named(names: Iterable[str]) -> str:
    return f"受け取らなかったファイル：{'、'.join(map(shown_name, names))}"


def _names(files: list["UploadedFile[Any]"]) -> list[str]:
    return [file.name or "" for file in files]


def _too_many(number: int, over: list["UploadedFile[Any]"]) -> str:
    return f"一度に選べるのは{settings.LIMITS.files_per_request}個までです。今は{number}個です。{_named(_names(over))}"


def _is_full(edition: Edition, left: list[str]) -> str:
    most, refused = settings.LIMITS.files_per_request, edition.files.filter(gate=FileGate.REFUSED).count()
    have = edition.files.count() - refused
    told = f"今は{have}個あります"
    if has_room(edition):  # those that cannot be registered were sent together with these
        told = f"登録できるものは今{have}個なので、受け取らなかったファイルをもう一度選んで送ってください"
    elif have < most:  # nothing but files that cannot be registered stands in the way
        told = f"登録できないファイルが{refused}個残っています。外してから、もう一度選んでください"
    return f"1つの資料に登録できるファイルは{most}個までです。{told}。{_named(left)}"


def _inherit(request: HttpRequest, edition: Edition) -> None:
    """The files of the live edition, once, judged like any that was sent."""
    taken: list[File] = []

    def inherit() -> str:
        taken.extend(actions.inherit_files(edition, by=user_of(request)))
        return request.path

    once.perform(request, "inherit", inherit)
    uploads.judge(taken, is_waited_for=True)


def _offered(edition: Edition, files: list[File], user: User) -> int:
    """How many files of the live edition this one does not have yet."""
    live = edition.publication.live_edition
    if live is None:
        return 0
    have = {file.sha256 for file in files}
    return File.objects.visible_to(user).taken().filter(edition=live).exclude(sha256__in=have).count()


def _remove(request: HttpRequest, edition: Edition, wanted: str) -> None:
    """One file by its number, or all that were refused; what was chosen beside it is kept all the same."""
    files = edition.files.named_to(user_of(request))
    if wanted == _ALL_REFUSED:
        found = list(files.filter(gate=FileGate.REFUSED))
    else:
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
        found = [get_object_or_404(files, pk=number)]
    for file in found:
        actions.remove_file(file, by=user_of(request))


def _has_notes(edition: Edition, user: User) -> bool:
    return bool(_notes(edition, list(edition.files.named_to(user).in_order()), user))


def _show(request: HttpRequest, edition: Edition, *, problem: str = "") -> HttpResponse:
    files = list(edition.files.named_to(user_of(request)).in_order())
    names = told_apart(files)
    lines = [_line(file, names[file.pk]) for file in files]
    errors = [(f"file-{file.pk}", _summed_up(file, names[file.pk])) for file in files if file.gate == FileGate.REFUSED]
    if problem:
        errors.insert(0, ("files", problem))
    slides = [file for file in files if file.gate == FileGate.TAKEN and file.kind in kinds.WITH_NOTES]
    context = {
        "edition": edition,
        "has_slides": bool(slides),
        "keeps_notes": all(file.keeps_notes for file in slides),
        "steps": STEPS,
        "lines": lines,
        "remarked": sum(bool(line.remarks) for line in lines),
        "remarks": sum(len(line.remarks) for line in lines),
        "errors": errors,
        "problem": problem,
        "notes": _notes(edition, files, user_of(request)),
        "live": edition.publication.live_edition,
        "offered": _offered(edition, files, user_of(request)),
        "taken": sum(file.gate == FileGate.TAKEN for file in files),
        "refused": sum(file.gate == FileGate.REFUSED for file in files),
        "total": filesize(sum(file.size for file in files if file.gate == FileGate.TAKEN)),
        "checking": any(file.gate == FileGate.CHECKING for file in files),
        "limits": settings.LIMITS,
        "has_scanner": scanner.is_configured(),
        "kinds": kinds.accepted(),
        "extensions": kinds.accepted_extensions(),
        "largest": filesize(settings.LIMITS.file_bytes),
    }
    return render(request, "submit/files.html", context, status=400 if problem else 200)


def _line(file: File, name: str) -> Line:
    pages = f"{file.page_count}{file.unit}、" if file.page_count else ""
    refused = file.gate == FileGate.REFUSED
    meta = f"{file.kind_label}、{pages}{filesize(file.size)}"
    if file.bundle:
        meta = f"{meta}。「{file.bundle}」の中のファイル"
    if file.gate == FileGate.CHECKING and file.gate_message:
        meta = f"{meta}。{file.gate_message}"
    return Line(
        file.pk,
        name,
        meta,
        _why_refused(file) if refused else "",
        *_CHIPS[FileGate(file.gate)],
        note=file.gate_message if file.gate == FileGate.TAKEN else "",
        remarks=() if refused else tuple(file.gate_remarks),
    )


def _summed_up(file: File, name: str) -> str:
    """Its refusal above the list; the message has the file's name, but not what tells it from its likes."""
    return file.gate_message if name == file.name else f"{name}：{file.gate_message}"


def _why_refused(file: File) -> str:
    return f"{file.gate_message}（「{file.bundle}」の中のファイル）" if file.bundle else file.gate_message


def _notes(edition: Edition, files: list[File], user: User) -> list[tuple[str, str]]:
    """(sentence, address or nothing) about content that is here already, as far as this person may know of it."""
    taken = [file for file in files if file.gate == FileGate.TAKEN]
    known, names, notes = twins_of(edition, taken, user), told_apart(files), []
    for file in taken:
        same = f"「{names[file.pk]}」と同じ内容のファイルが登録されています："
        notes += [(f"{same}{twin.owner}「{twin.edition}」{twin.state}", twin.address) for twin in known[file.pk]]
        earlier = [other for other in taken if other.sha256 == file.sha256 and other.pk < file.pk]
        notes += [
            (f"「{names[file.pk]}」は、この下書きの「{names[other.pk]}」と同じ内容です", "") for other in earlier[:1]
        ]
    return notes
