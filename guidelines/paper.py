"""The reading page's second view: an Office file as LibreOffice prints it, page by page; its text stays the first."""

from dataclasses import dataclass
from functools import cached_property

from guidelines.blocks import Part
from guidelines.outline import Outline
from guidelines.reader import ReaderPage
from library.models import Page, PaperPage


@dataclass
class PaperReader(ReaderPage):
    """Pages and their numbers are those of the print; there are no words here, but a way to them."""

    view = "paper"

    @property
    def total(self) -> int:
        return (self.paper.page_count or 0) if self.paper else 0

    @property
    def unit(self) -> str:
        return "ページ"

    @property
    def page(self) -> Page | None:
        return None

    @cached_property
    def printed_page(self) -> PaperPage | None:
        return self.paper.pages.filter(number=self.number).first() if self.paper else None

    @property
    def parts(self) -> list[Part]:
        return []

    @cached_property
    def outline(self) -> Outline:
        """None: what the file names leads to its own pages, not to printed ones."""
        return Outline([], 0)

    @property
    def is_being_read(self) -> bool:
        """Of the text; what is being printed is said beside the way to it."""
        return False

    @property
    def has_failed(self) -> bool:
        return False

    @property
    def citation(self) -> str:
        """Cited is the file's own page, which is the same wherever it is read."""
        return ""

    @property
    def alternative(self) -> str:
        return f"印刷イメージの{self.number}ページ。文字は「文字で見る」で読めます。"


def chosen(reader: ReaderPage, view: str) -> ReaderPage:
    """The view asked for, where the file has it."""
    if view != PaperReader.view or not reader.has_paper_view:
        return reader
    return PaperReader(
        reader.edition, reader.files, reader.file_wanted, reader.page_wanted, reader.opens_text, reader.hits
    )
