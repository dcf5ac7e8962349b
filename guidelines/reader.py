"""What the reading page shows of one page of one file of one edition."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from extraction.kinds import BY_NAME, FileKind
from guidelines.blocks import Part, parts_of, texts_of
from guidelines.hits import Hits
from guidelines.outline import Outline, Row, outline_of
from library import paper
from library.models import Edition, EditionState, File, Page, Paper, PaperPage, PaperState, Reading, TextSource
from library.told_apart import told_apart
from search.answers.boxes import Rectangle, rectangles
from search.answers.marked import marked, marks_in
from search.answers.marks import LONG, Spans, spans, spans_of_letters


@dataclass
class ReaderPage:
    """One page of a file, with the ways to the others. `files` are those that the reader may see, in order."""

    edition: Edition
    files: list[File]
    file_wanted: str = ""
    page_wanted: str = ""
    opens_text: bool = False
    hits: Hits | None = None  # with words that somebody looks for
    view: ClassVar[str] = ""  # another than the file's own pages: guidelines.paper

    @property
    def is_elsewhere(self) -> bool:
        """A file is asked for that is none of this edition; the page asked for is then no page of what is shown."""
        return bool(self.file_wanted) and all(str(file.pk) != self.file_wanted for file in self.files)

    @cached_property
    def file(self) -> File | None:
        """The file asked for; without one, or with a wrong one, the first."""
        wanted = next((file for file in self.files if str(file.pk) == self.file_wanted), None)
        return wanted or (self.files[0] if self.files else None)

    @cached_property
    def names(self) -> dict[int, str]:
        """Of the files; those that look alike with where they came from."""
        return told_apart(self.files)

    @property
    def name(self) -> str:
        return self.names[self.file.pk] if self.file else ""

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
        return max(1, min(self._page_asked or 1, self.total or 1))

    @cached_property
    def _page_asked(self) -> int | None:
        """None for what is no number of a page; digits may be wide."""
        typed = "" if self.is_elsewhere else unicodedata.normalize("NFKC", self.page_wanted).strip()
        return int(typed[:6]) if typed.isascii() and typed.isdigit() else None

    @property
    def note(self) -> str:
        """What is said when another page is shown than the one asked for."""
        if self.is_elsewhere or not self.page_wanted.strip():
            return ""
        shown = f"{self.number}{self.unit}目を表示しています"
        if not self._page_asked:
            return f"{self.page_name}の指定が正しくないため、{shown}"
        if self.total and self._page_asked > self.total:
            return f"このファイルは{self.total}{self.unit}までです。{shown}"
        return ""

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.total else None

    def address(self, number: int, file: File | None = None, *, opens_text: bool | None = None) -> str:
        """Of a page of this edition; the text stays open, and the page comes to stand where the last one stood."""
        wanted: dict[str, object] = {"file": (file or self.file or self.files[0]).pk, "page": number}
        if self.view and file is None:
            wanted["view"] = self.view
        if self.hits:
            wanted |= self.hits.parameters
        if self.opens_text if opens_text is None else opens_text:
            wanted["text"] = "open"
        return f"?{urlencode(wanted)}#viewer"

    def address_of_heading(self, number: int, place: int) -> str:
        """Of the heading itself, where it is a block of the text that is shown."""
        address = self.address(number)
        return f"{address.removesuffix('#viewer')}#h{place}" if place and not self.is_drawn else address

    @property
    def address_with_other_fold(self) -> str:
        """The same page with its text opened, or closed, for all that follow: for browsers without the script."""
        return self.address(self.number, opens_text=not self.opens_text)

    @property
    def previous_address(self) -> str:
        return self.address(self.previous) if self.previous else ""

    @property
    def next_address(self) -> str:
        return self.address(self.next) if self.next else ""

    @property
    def ways_to_files(self) -> list[tuple[str, str, bool]]:
        """Name and address of each, and whether it is the one shown."""
        return [(self.names[file.pk], self.address(1, file), file == self.file) for file in self.files]

    @property
    def unit(self) -> str:
        """Counts pages: 3枚, 2シート."""
        return self.kind.unit if self.kind else "ページ"

    @property
    def page_name(self) -> str:
        """What one page is called where nothing is counted."""
        return "スライド" if self.unit == "枚" else self.unit

    @property
    def spot_name(self) -> str:
        """「3ページ」, 「2シート目」."""
        return f"{self.number}{self.unit}{'' if self.unit == 'ページ' else '目'}"

    @property
    def place(self) -> str:
        """The file's name, where there are several, and the page: 「別紙.pdf 2/3ページ」."""
        name = [self.name] if len(self.files) > 1 else []
        return " ".join([*name, *([f"{self.number}/{self.total}{self.unit}"] if self.total else [])])

    @cached_property
    def page(self) -> Page | None:
        """The page's row; None while it is not read yet."""
        if self.file is None:
            return None
        unused = () if self.hits else ("raw", "boxes")
        return Page.objects.filter(file=self.file, number=self.number).defer(*unused).first()

    @cached_property
    def parts(self) -> list[Part]:
        """Well-set text of kinds that are not drawn."""
        return parts_of(self.page.blocks, self.marks) if self.page and not self.is_drawn else []

    @cached_property
    def marks(self) -> Mapping[str, Spans]:
        """Text of the page → what is marked in it. A long page on which nothing fits is not gone through."""
        page, hits = self.page, self.hits
        if page is None or hits is None or (len(page.text) > LONG and not hits.fits(self.spot)):
            return {}
        shown = [] if self.is_drawn else texts_of(page.blocks)
        return marks_in(
            [page.label, page.text, page.notes, *shown], hits.query, by_letters=hits.is_by_letters(self.spot)
        )

    @property
    def spot(self) -> tuple[int, int]:
        """File and page, as hits name them."""
        return (self.file.pk if self.file else 0), self.number

    @cached_property
    def boxes(self) -> list[Rectangle]:
        """Around the words on the page's own picture; recognised words have no places."""
        page, hits = self.page, self.hits
        if page is None or hits is None or self.picture is not page or page.source != TextSource.FILE:
            return []
        marked_in = spans_of_letters if hits.is_by_letters(self.spot) else spans
        size = page.width, page.height
        return rectangles(page.raw, bytes(page.boxes), size, marked_in(page.raw, hits.query)) if page.boxes else []

    @property
    def text_html(self) -> SafeString:
        return self._html(self.page.text if self.page else "")

    @property
    def notes_html(self) -> SafeString:
        return self._html(self.page.notes if self.page else "")

    @property
    def label_html(self) -> SafeString:
        return self._html(self.page.label if self.page else "")

    def _html(self, text: str) -> SafeString:
        return marked(text, self.marks.get(text, ()))

    @property
    def has_marked_notes(self) -> bool:
        return bool(self.page and self.page.notes in self.marks)

    @property
    def is_text_open(self) -> bool:
        """As it was chosen; also where only the text can show the words that are looked for."""
        is_marked = bool(self.page and self.page.text in self.marks)
        return self.opens_text or not self.has_picture or (is_marked and not self.boxes)

    @cached_property
    def outline(self) -> Outline:
        """What the file itself names; else its pages by their own names. None for one page with one heading."""
        rows = self._rows_of_outline if self.file is not None else []
        if self.total < 2:
            rows = [row for row in rows if row[3]]
        if self.total < 2 and len(rows) < 2:
            rows = []
        return outline_of(rows, self.number, self.address_of_heading)

    @property
    def _rows_of_outline(self) -> list[Row]:
        assert self.file is not None
        rows: list[Row] = [(level, title, page, *place, 0)[:4] for level, title, page, *place in self.file.outline]
        if not rows and self.total > 1 and not self.is_drawn:
            named = self.file.pages.exclude(label="").order_by("number")
            rows = [(1, label, number, 0) for label, number in named.values_list("label", "number")]
        if rows and self.unit in {"シート", "枚"}:
            hidden = set(self.file.pages.filter(is_hidden=True).values_list("number", flat=True))
            rows = [
                (level, f"{title}（非表示）" if page in hidden else title, page, at) for level, title, page, at in rows
            ]
        return rows

    @property
    def is_sheet(self) -> bool:
        """A table as wide as it is: it takes the whole width of the page."""
        return bool(self.file and self.file.kind in {"xlsx", "xls", "ods", "csv"})

    @property
    def is_drawn(self) -> bool:
        return bool(self.kind and self.kind.is_drawn)

    @property
    def picture(self) -> Page | PaperPage | None:
        """What is shown of the page: its own picture, or its print."""
        return self.page if self.page and self.page.picture_key else self.printed_page

    @property
    def picture_address(self) -> str:
        name = "files:paper" if isinstance(self.picture, PaperPage) else "files:picture"
        return reverse(name, args=[self.file.pk, self.number]) if self.file else ""

    @property
    def is_across(self) -> bool:
        """A print of a sheet that is wider than tall is shown as wide as the page has room."""
        shown = self.picture
        return bool(self.is_sheet and shown and shown.picture_width > shown.picture_height)

    @property
    def has_picture(self) -> bool:
        return self.picture is not None

    @cached_property
    def paper(self) -> Paper | None:
        """How far the file is printed; None for kinds that are not, and where nobody has begun."""
        if self.file is None or not paper.can_print(self.file):
            return None
        return Paper.objects.filter(file=self.file).first()

    @property
    def has_slides(self) -> bool:
        """Each printed page is a slide: it is shown with the slide's own text."""
        return bool(self.paper and self.unit == "枚" and self.paper.page_count == self.total)

    @property
    def has_paper_view(self) -> bool:
        return bool(self.paper and self.paper.pages_drawn and not self.has_slides)

    @cached_property
    def printed_page(self) -> PaperPage | None:
        """Of a slide."""
        return self.paper.pages.filter(number=self.number).first() if self.paper and self.has_slides else None

    @property
    def paper_view_address(self) -> str:
        return f"?{urlencode({'file': self.file.pk, 'view': 'paper'})}#viewer" if self.file else ""

    @property
    def is_printing_missed(self) -> bool:
        """A kind that LibreOffice would print, if it were here."""
        is_of_paper = self.file is not None and paper.can_print(self.file)
        return is_of_paper and self.paper is None and not self.is_being_read and not paper.is_possible()

    @property
    def is_being_printed(self) -> bool:
        return bool(self.paper and self.paper.state in {PaperState.WAITING, PaperState.WORKING})

    @property
    def paper_problem(self) -> str:
        return self.paper.problem if self.paper and self.paper.state == PaperState.FAILED else ""

    @property
    def has_text(self) -> bool:
        return bool(self.page and (self.page.text.strip() or self.parts))

    @property
    def is_unreadable(self) -> bool:
        """Its text layer is broken: the picture is shown, and nothing can be searched or copied."""
        return bool(self.page and self.page.source == TextSource.BROKEN)

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
        place = f"{self.name}、{self.number}{self.unit}{'' if self.unit == 'ページ' else '目'}"
        query = f"?file={self.file.pk}&page={self.number}"
        address = f"{settings.BASE_URL}{self.edition.get_absolute_url()}{query}"
        return f"{owner}「{title}」{self.edition.name}（{place}）{address}"

    @property
    def alternative(self) -> str:
        """What stands in place of the picture for those who do not see it."""
        text = "文字は入っていません。"
        if self.is_unreadable:
            text = "文字の情報が壊れているため、文字では読めません。"
        elif self.has_text:
            text = "文字は下で読めます。" if self.parts else "文字は下の「このページの文字」で読めます。"
        return f"{self.number}{self.unit}目の画像。{text}"
