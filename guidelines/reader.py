"""What the reading page shows of one page of one file of one edition."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from extraction.kinds import BY_NAME, FileKind
from library.models import Edition, File, Page, Reading
from library.readers import Person


@dataclass
class ReaderPage:
    """One page of a file, with the ways to the others."""

    edition: Edition
    person: Person
    file_wanted: str = ""
    page_wanted: str = ""

    @cached_property
    def files(self) -> list[File]:
        """The files of the edition that this person may see, in order."""
        visible: QuerySet[File] = File.objects.visible_to(self.person).filter(edition=self.edition)
        return list(visible.taken().in_order())

    @cached_property
    def file(self) -> File | None:
        """The file asked for; without one, or with a wrong one, the first."""
        wanted = next((file for file in self.files if str(file.pk) == self.file_wanted), None)
        return wanted or (self.files[0] if self.files else None)

    @property
    def kind(self) -> FileKind | None:
        return BY_NAME.get(self.file.kind) if self.file else None

    @property
    def total(self) -> int:
        return (self.file.page_count or 0) if self.file else 0

    @property
    def number(self) -> int:
        """The page asked for, held within the file."""
        wanted = int(self.page_wanted[:6]) if self.page_wanted.isascii() and self.page_wanted.isdigit() else 1
        return max(1, min(wanted, self.total or 1))

    @cached_property
    def page(self) -> Page | None:
        """The page's row; None while it is not read yet."""
        if self.file is None:
            return None
        return Page.objects.filter(file=self.file, number=self.number).defer("raw", "boxes").first()

    @cached_property
    def outline(self) -> list[Page]:
        """Sheets, slides and sections by name; nothing for files whose pages have no names."""
        if self.file is None or (self.kind and self.kind.is_drawn):
            return []
        return list(self.file.pages.exclude(label="").order_by("number").only("number", "label", "file_id"))

    @property
    def has_picture(self) -> bool:
        return bool(self.page and self.page.picture_key)

    @property
    def awaits_picture(self) -> bool:
        return bool(self.kind and self.kind.is_drawn and not self.has_picture and self.is_being_read)

    @property
    def is_being_read(self) -> bool:
        return bool(self.file and self.file.reading in {Reading.WAITING, Reading.WORKING})

    @property
    def has_failed(self) -> bool:
        return bool(self.file and self.file.reading in {Reading.FAILED, Reading.PARTIAL})

    @property
    def done(self) -> int:
        """Pages that are ready: with their picture where the kind has pictures."""
        if self.file is None:
            return 0
        return self.file.pages_drawn if self.kind and self.kind.is_drawn else self.file.pages_read

    @property
    def unit(self) -> str:
        return self.kind.unit if self.kind else "ページ"
