"""A portal in which every background task has something to do, and all of its rows and bytes as one value."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from accounts.models import Organization, Role, User
from audit import readings
from audit.models import Event
from audit.verbs import Verb
from discussion import actions as talking
from discussion.models import Attachment
from extraction import runner
from extraction.gate import READABLE, Verdict
from extraction.pages import Heading, PageContent
from library.keeping import keep
from library.models import Edition, EditionState, File, Orphan, Page, PublicationState, Submission
from library.storage import vault
from mail import outbox
from notices.models import Arrival, Notice
from posting.models import OneTimeKey, RateCounter
from search.indexing import index
from search.models import Searched
from tests import factories
from tests.library import states

NOW = states.NOW + timedelta(days=100)
LONG_AGO = NOW - timedelta(days=60)
PAGES = 3
WATCHED = (
    "library",
    "search",
    "guidelines",
    "audit",
    "mail",
    "accounts",
    "posting",
    "jobs",
    "notices",
    "discussion",
    "django_tasks_database",
)
BY_CHANCE = {  # numbers given in the order of writing
    "library.Page": {"id"},
    "library.PaperPage": {"id"},
    "library.Orphan": {"id"},
    "library.Verification": {"id"},
    "search.Generation": {"id"},
    "search.SearchRow": {"id", "generation_id"},
    "search.Term": {"id", "generation_id"},
    "search.Extent": {"id", "generation_id"},
    "search.Indexed": {"id", "generation_id"},
    "search.CommentRow": {"id", "generation_id"},
    "search.CommentWord": {"id", "row_id"},
    "search.Inspection": {"id", "generation_id"},
    "mail.Letter": {"id", "message_id"},
    "notices.Notice": {"id", "letter_id", "event"},
    "audit.Event": {"id", "sequence", "digest", "previous_digest"},
    "audit.ChainHead": {"digest"},
}
KEYS = {"key", "picture_key", "thumbnail_key"}  # drawn by lot; what counts is what lies there


class Chores:
    """What is to be done; every attribute is a thing that a task is asked about, or finds by itself."""

    def __init__(self, officer: User) -> None:
        self.officer = officer
        self.draft = self._draft()
        self.unread = self._file("見本.pdf", "pdf", gate="taken", page_count=PAGES)
        self.unprinted = self._file("見本.docx", "docx", gate="taken", reading="done", page_count=1)
        self.unrecognised = self._file("写し.png", "png", gate="taken", reading="done", page_count=1, pages_drawn=1)
        picture = put_unnamed("写しの画像".encode(), at=LONG_AGO)
        Page.objects.create(file=self.unrecognised, number=1, picture_key=picture, thumbnail_key=picture)
        self.unchecked = self._file("メモ.txt", "unknown")
        self.outdated = self._file("前の版.txt", "text", gate="taken", page_count=1, reading="done")
        self.binned = self._draft(binned=True)
        factories.keep_file(self.binned, "古い.txt", "古い下書き\n", by=officer)
        self.thrown_away = states.publication_row(
            officer.organization, officer, PublicationState.WITHDRAWN, binned=True
        )
        self.live = states.publication_row(officer.organization, officer, PublicationState.LIVE)
        named = states.publication_row(officer.organization, officer, PublicationState.LIVE)
        index.index(named.pk)
        self.theme = factories.make_theme()
        named.live_edition.themes.add(self.theme)
        key = put_unnamed("誰のものでもない".encode(), at=LONG_AGO)
        Orphan.objects.create(key=key, seen_at=LONG_AGO)
        put_unnamed("いま届いたばかり".encode(), at=NOW)
        for number in range(3):
            readings.note(Verb.VIEW, by=officer, target=("publication", number, f"資料{number}"), now=NOW)
        self.letter = outbox.post("test", to="kagawa@example.jp", subject="見本", body="見本\n", now=NOW)
        self.told = self._comment()
        Arrival.objects.create(event=self.told, edition=self.live.live_edition, arrived_at=LONG_AGO)
        self._waits_for_the_desk()
        self.unjudged = self._attachment("添付.txt", at=NOW - timedelta(hours=1))
        self._attachment("忘れた添付.txt", at=LONG_AGO)
        Notice.objects.create(
            event=0,
            person=officer,
            kind="edition",
            edition=self.live.live_edition,
            made_at=NOW - timedelta(days=8),
            is_shown=True,
            mail="weekly",
        )
        self._old_rows()
        left = Path(settings.FILE_UPLOAD_TEMP_DIR) / "left.upload"
        left.write_bytes(b"half of it")
        os.utime(left, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).delete()

    def _draft(self, *, binned: bool = False) -> Edition:
        publication = states.publication_row(self.officer.organization, self.officer)
        return states.edition_row(publication, self.officer, EditionState.DRAFT, binned=binned)

    def _file(self, name: str, kind: str, **fields: Any) -> File:
        stored = vault().put(ContentFile(f"{name}の中身".encode()))
        return File.objects.create(
            edition=self.draft,
            position=self.draft.files.count() + 1,
            sent_name=name,
            name=name,
            kind=kind,
            size=stored.size,
            sha256=stored.sha256,
            key=stored.key,
            uploaded_at=NOW - timedelta(hours=1),
            uploaded_by=self.officer,
            **fields,
        )

    def _attachment(self, name: str, *, at: datetime) -> Attachment:
        """Sent with a comment that is not posted."""
        return Attachment.objects.create(**keep(ContentFile(f"{name}の中身".encode(), name), by=self.officer, now=at))

    def _comment(self) -> int:
        """The number of its event, which the owner of the document is to be told of."""
        asks = factories.make_user("kagawa@example.jp", body=factories.make_member("37"))
        talking.open_thread(self.live, by=asks, text="知らせられなかった話題", now=NOW)
        DBTaskResult.objects.filter(task_path="notices.tasks.tell").update(status=TaskResultStatus.FAILED)
        talking.open_thread(self.live, by=asks, text="見本の話題", now=NOW)
        return Event.objects.latest("sequence").sequence

    def _waits_for_the_desk(self) -> None:
        """A submission whose time is over, and somebody who is to be reminded of it."""
        body = factories.make_body(Organization.Kind.SECRETARIAT, "事務局")
        factories.make_user("desk@example.jp", body=body, role=Role.SECRETARIAT)
        submitted = states.edition_row(
            states.publication_row(self.officer.organization, self.officer), self.officer, EditionState.SUBMITTED
        )
        Submission.objects.create(
            edition=submitted, number=1, submitted_at=LONG_AGO, submitted_by=self.officer, snapshot=[]
        )

    def _old_rows(self) -> None:
        for number, at in enumerate((LONG_AGO, NOW)):
            OneTimeKey.objects.create(digest=f"{number}", user=self.officer, verb="start", created_at=at)
            Searched.objects.create(day=at.date() - timedelta(days=40), words="見本", is_found=True)
            RateCounter.objects.create(digest=f"{number}", window_began_at=at, count=1)
            for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
                import_string("mail.tasks.deliver").enqueue(0)
                DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(
                    status=status, finished_at=at, enqueued_at=at
                )


def put_unnamed(content: bytes, *, at: datetime) -> str:
    """Bytes that no row names, kept at a moment; their key."""
    key = vault().put(ContentFile(content)).key
    os.utime(vault().path(key), (at.timestamp(), at.timestamp()))
    return key


type Arguments = Callable[[Chores], list[int]]


def nothing(_chores: Chores) -> list[int]:
    return []


# Every background task of the project and what it is given; ids, never objects.
TASKS: dict[str, Arguments] = {
    "audit.tasks.fold_readings": nothing,
    "discussion.tasks.check_attachment": lambda chores: [chores.unjudged.pk],
    "discussion.tasks.forget_unposted": nothing,
    "jobs.tasks.prune": nothing,
    "library.tasks.check_file": lambda chores: [chores.unchecked.pk],
    "library.tasks.empty_bin": nothing,
    "library.tasks.print_file": lambda chores: [chores.unprinted.pk],
    "library.tasks.read_file": lambda chores: [chores.unread.pk],
    "library.tasks.renew_file": lambda chores: [chores.outdated.pk],
    "library.tasks.recognise_file": lambda chores: [chores.unrecognised.pk],
    "library.tasks.resume_reading": nothing,
    "library.tasks.sweep_files": nothing,
    "library.tasks.sweep_leftovers": nothing,
    "library.tasks.verify_files": nothing,
    "mail.tasks.deliver": lambda chores: [chores.letter.pk],
    "mail.tasks.send_waiting": nothing,
    "notices.tasks.remind": nothing,
    "notices.tasks.tell": lambda chores: [chores.told],
    "notices.tasks.tell_again": nothing,
    "notices.tasks.tell_matches": nothing,
    "notices.tasks.write_letters": nothing,
    "posting.tasks.forget_old": nothing,
    "search.tasks.catch_up": nothing,
    "search.tasks.forget_searches": nothing,
    "search.tasks.inspect_index": nothing,
    "search.tasks.index_publication": lambda chores: [chores.live.pk],
    "search.tasks.say_again": lambda chores: ["themes", chores.theme.pk],
}


def run(names: Sequence[str], chores: Chores) -> None:
    """Run the tasks named, then what they left in the queue, in its order; what a task raises is raised here."""
    for name in names:
        import_string(name).call(*TASKS[name](chores))
    drain()


def drain() -> None:
    """All that waits, also what is to wait a little longer."""
    for _ in range(100):
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).first()
        if waiting is None:
            return
        DBTaskResult.objects.filter(pk=waiting.pk).delete()
        waiting.task.call(*waiting.args_kwargs["args"])
    raise AssertionError("it never ends")


def everything() -> tuple[dict[str, Counter], Counter]:
    """All rows, and all bytes that lie there; alike for two portals in which the same was done."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in WATCHED]
    return {model._meta.label: Counter(map(repr, _rows(model))) for model in models}, Counter(
        sha256(path.read_bytes()).hexdigest() for path in _lying()
    )


def _rows(model: Any) -> Iterator[dict[str, Any]]:
    kept = bytes_kept()
    for row in model.objects.order_by("pk").values():
        yield {
            name: kept.get(value, value) if name in KEYS else value
            for name, value in row.items()
            if name not in BY_CHANCE.get(model._meta.label, ())
        }


def _lying() -> list[Path]:
    """What lies in the vault and among passing files."""
    return [*Path(vault().location).glob("??/*"), *Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload")]


def bytes_kept() -> dict[str, str]:
    """Key → SHA-256 of what lies there."""
    root = Path(vault().location)
    return {str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in root.glob("??/*")}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is undone at the end, in the rows and on the disk."""
    before = {path: (path.read_bytes(), path.stat().st_mtime) for path in _lying()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for path in set(_lying()) - set(before):
        path.unlink()
    for path, (content, at) in before.items():
        path.write_bytes(content)
        os.utime(path, (at, at))


OF_THE_MOMENT = {"library.tasks.verify_files", "search.tasks.inspect_index"}
"""Tasks that write down what they see: they say something else before and after the others."""

CHANGING = [name for name in TASKS if name not in OF_THE_MOMENT]


def shuffled(seed: int) -> list[str]:
    """Each task that changes something three times, in one of many orders."""
    names = CHANGING * 3
    random.Random(seed).shuffle(names)
    return names


class Children:
    """Stands in for the child processes: what they give is known, and a test may act while they are at work."""

    def __init__(self) -> None:
        self.while_at_work: dict[str, Callable[[], object]] = {}

    def _at_work(self, what: str) -> None:
        self.while_at_work.pop(what, lambda: None)()

    def judge_many(self, files: Sequence[tuple[Path, str]], _limits: object, *, seconds: float) -> list[Verdict]:
        assert seconds > 0
        self._at_work("judge")
        return [Verdict(READABLE, "text", 1) for path, _ in files if path.read_bytes()]

    def read(self, _path: Path, _kind: str, first: int, last: int, _limits: object) -> Iterator[PageContent]:
        for number in range(first, last + 1):
            yield PageContent(number=number, raw=f"{number}枚目", text=f"{number}枚目")
            self._at_work("read")

    def outline(self, _path: Path, _kind: str, _limits: object) -> list[Heading]:
        return [Heading(1, "見本", 1)]

    def draw(
        self, _path: Path, _kind: str, pages: Sequence[int], folder: Path, _limits: object, **_: float
    ) -> Iterator[runner.Picture]:
        for number in pages:
            picture = runner.Picture(number, 100, 140)
            for name in picture.names:
                (folder / name).write_bytes(f"{number}枚目の画像".encode())
            yield picture
            self._at_work("draw")

    def to_pdf(self, _office: object, path: Path, _kind: str, folder: Path, _limits: object) -> Path:
        assert path.exists()
        self._at_work("print")
        return folder / "printed.pdf"

    def count(self, *_: object) -> int:
        return PAGES

    def scan(self, path: Path, *_: object) -> Path:
        assert path.exists()
        self._at_work("recognise")
        return path

    def recognise(self, *_: object) -> str:
        return "認識した文字"
