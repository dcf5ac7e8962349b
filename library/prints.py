"""Draws the pages of one print and keeps them: those of an earlier print stay until the new ones take their place.

A file may be printed again, by another LibreOffice or with other fonts: its pages are then others. Never are those of
two prints mixed.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.core.files import File as DjangoFile
from django.db import transaction
from django.db.models import QuerySet

import clock
from extraction import runner
from extraction.office import MOST_PAGES, OfficeFailed, enlarged
from extraction.pages import Picture
from library.child_limits import child_limits
from library.models import File, Paper, PaperPage, PaperState
from library.storage import vault

SLICE = 60
MOST_BAD_PAGES = 5
LEASE = timedelta(minutes=20)  # longer than printing, or drawing one slice, may take
CUT = f"印刷イメージは、最初の{MOST_PAGES}ページだけです"


class TakenOver(Exception):
    """The time was over and somebody else has it now, or the file is gone: nothing more is written about it."""


def held(paper: Paper) -> QuerySet[Paper]:
    """The row, as long as it is this worker's."""
    return Paper.objects.filter(pk=paper.pk, state=PaperState.WORKING, leased_until=paper.leased_until)


def renew(paper: Paper) -> None:
    """Time for the next step. Raises TakenOver."""
    until = clock.now() + LEASE
    if not held(paper).update(leased_until=until):
        raise TakenOver
    paper.leased_until = until


class Print:
    """One print of a file: `pdf` and its pictures lie in `folder`."""

    def __init__(self, paper: Paper, pdf: Path, folder: Path) -> None:
        self.paper, self.pdf, self.folder = paper, pdf, folder
        self.is_first = not paper.pages.exists()  # its pages are shown as they come
        self.pages: list[PaperPage] = []

    def draw(self) -> None:
        """All pages, in slices; one that cannot be drawn is passed over, and said. Raises OfficeFailed, TakenOver."""
        total = runner.count(self.pdf, "pdf", child_limits())
        number, remark = min(total, MOST_PAGES), CUT if total > MOST_PAGES else ""
        if self.is_first:
            held(self.paper).update(page_count=number)
        bad = self._draw_all(number)
        if not self.is_first and len(self.pages) >= self.paper.pages.count():
            self._replace(number)
        if bad:
            raise OfficeFailed("。".join(filter(None, [f"{bad}ページ目の画像を作れませんでした", remark])))
        held(self.paper).update(state=PaperState.DONE, tries=0, leased_until=None, problem=remark)

    def _draw_all(self, number: int) -> int:
        """The first page that cannot be drawn, or 0."""
        wanted = list(range(1, number + 1))
        bad: list[int] = []
        while wanted and len(bad) < MOST_BAD_PAGES:
            some = wanted[:SLICE]
            renew(self.paper)
            drawn = self._draw_some(some)
            missing = [number for number in some if number not in drawn]
            bad += missing[:1]
            wanted = [number for number in wanted if number not in drawn and number not in bad]
        return bad[0] if bad else 0

    def _draw_some(self, numbers: list[int]) -> set[int]:
        drawn = set()
        larger = enlarged(self.paper.file.kind)
        try:
            for picture in runner.draw(self.pdf, "pdf", numbers, self.folder, child_limits(), enlarged=larger):
                self._keep(picture)
                drawn.add(picture.number)
        except runner.ChildFailed:
            pass  # what came through before counts; the first that did not is passed over
        return drawn

    def _keep(self, picture: Picture) -> None:
        keys = []
        for name in picture.names:
            with (self.folder / name).open("rb") as drawn:
                keys.append(vault().put(DjangoFile(drawn)).key)
            (self.folder / name).unlink()
        page = PaperPage(
            paper=self.paper,
            number=picture.number,
            picture_key=keys[0],
            thumbnail_key=keys[1],
            picture_width=picture.width,
            picture_height=picture.height,
        )
        self.pages.append(page)
        if self.is_first:
            self._write([page])

    @transaction.atomic
    def _write(self, pages: Iterable[PaperPage]) -> None:
        self._lock()
        PaperPage.objects.bulk_create(pages)
        held(self.paper).update(pages_drawn=self.paper.pages.count())

    @transaction.atomic
    def _replace(self, number: int) -> None:
        """Whoever reads has all pages of the one print, or all of the other."""
        self._lock()
        self.paper.pages.all().delete()
        self._write(self.pages)
        held(self.paper).update(page_count=number)

    def _lock(self) -> None:
        File.objects.select_for_update().only("pk").get(pk=self.paper.pk)  # nobody takes it off its draft meanwhile
        if not held(self.paper).exists():
            raise TakenOver
