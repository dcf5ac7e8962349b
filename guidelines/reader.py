"""What the reading page shows of one page of one file of one edition."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from extraction.kinds import BY_NAME, FileKind
from guidelines.blocks import Part, parts_of
from library.models import Edition, EditionState, File, Page, Reading


@dataclass
class ReaderPage:
    """One page of a file, with the ways to the others. `files` are those that the reader may see, in order."""

    edition: Edition
    files: list[File]
    file_wanted: str = ""
    page_wanted: str = ""

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
        """Pages of the file; 0 while that is not known."""
        return (self.file.page_count or 0) if self.file else 0

    @cached_property
    def number(self) -> int:
        """The page asked for, held within the file."""
        wanted = int(self.page_wanted[:6]) if self.page_wanted.isascii() and self.page_wanted.isdigit() else 1
        return max(1, min(wanted, self.total or 1))

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.total else None

    @property
    def unit(self) -> str:
        return self.kind.unit if self.kind else "ページ"

    @cached_property
    def page(self) -> Page | None:
        """The page's row; None while it is not read yet."""
        if self.file is None:
            return None
        return Page.objects.filter(file=self.file, number=self.number).defer("raw", "boxes").first()

    @cached_property
    def parts(self) -> list[Part]:
        """Well-set text of kinds that are not drawn."""
        return parts_of(self.page.blocks) if self.page and not self.is_drawn else []

    @cached_property
    def outline(self) -> list[Page]:
        """Sheets, slides and sections by name; nothing for a single one, or for pages that have no names."""
        if self.file is None or self.is_drawn or self.total < 2:
            return []
        return list(self.file.pages.exclude(label="").order_by("number").only("number", "label", "file_id"))

    @property
    def is_drawn(self) -> bool:
        return bool(self.kind and self.kind.is_drawn)

    @property
    def has_picture(self) -> bool:
        return bool(self.page and self.page.picture_key)

    @property
    def has_text(self) -> bool:
        return bool(self.page and (self.page.text.strip() or self.parts))

    @property
    def is_being_read(self) -> bool:
        return bool(self.file and self.file.reading in {Reading.WAITING, Reading.WORKING})

    @property
    def awaits_picture(self) -> bool:
        return self.is_drawn and self.is_being_read and not self.has_picture

    @property
    def has_failed(self) -> bool:
        return bool(self.file and self.file.reading in {Reading.FAILED, Reading.PARTIAL})

    @property
    def done(self) -> int:
        """Pages that are ready: with their picture where the kind has pictures."""
        if self.file is None:
            return 0
        return self.file.pages_drawn if self.is_drawn else self.file.pages_read

    @property
    def citation(self) -> str:
        """Body, title, edition, file and page in words, with the address that stays; nothing before publishing."""
        if self.file is None or self.edition.state not in {EditionState.PUBLISHED, EditionState.SUPERSEDED}:
            return ""
        title, owner = f"{self.edition}", self.edition.publication.owner.name
        place = f"{self.file.name}、{self.number}{self.unit}{'' if self.unit == 'ページ' else '目'}"
        query = f"?file={self.file.pk}&page={self.number}"
        address = f"{settings.BASE_URL}{self.edition.get_absolute_url()}{query}"
        return f"{owner}「{title}」{self.edition.name}（{place}）{address}"

    @property
    def alternative(self) -> str:
        """What stands in place of the picture for those who do not see it."""
        text = "文字は下の「このページの文字」で読めます。" if self.has_text else "文字は入っていません。"
        return f"{self.number}{self.unit}の画像。{text}"
