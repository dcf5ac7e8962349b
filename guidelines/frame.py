"""What stands above every tab of a document: state, dates, readers, tabs, and the buttons of those who work on it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import User
from audit import readings
from audit.verbs import Verb
from guidelines import procedures
from guidelines.procedures import Procedure
from library.in_words import days_of, files_in_words
from library.models import DocumentType, Edition, EditionState, File, Publication, PublicationState, Visibility
from library.readers import Person
from library.rules import standing
from library.told_apart import told_apart


@dataclass
class Frame:
    """One edition of a publication as one person sees it; each of its queries is made once."""

    person: Person
    publication: Publication
    edition: Edition
    tab: str

    def note_view(self) -> None:
        """A view of what is not public is noted, once per person, item and hour; a draft is an item of its own."""
        if not isinstance(self.person, User):
            return
        if self.edition.state not in EditionState.PUBLIC:
            label = f"資料{self.publication.pk} {self.edition.name}（{self.edition.get_state_display()}）"
            readings.note(Verb.VIEW, by=self.person, target=("edition", self.edition.pk, label))
        elif self.is_withdrawn or self.publication.visibility < Visibility.PUBLIC:
            label = f"資料{self.publication.pk} {self.edition.name}"
            readings.note(Verb.VIEW, by=self.person, target=("publication", self.publication.pk, label))

    @property
    def name(self) -> str:
        """「栃木県 生成AI利活用ガイドライン」."""
        return f"{self.publication.owner.name} {self.edition}"

    @property
    def days(self) -> list[tuple[date, str]]:
        return days_of(self.edition)

    @property
    def address(self) -> str:
        """Where this edition is read."""
        return self.publication.get_absolute_url() if self.is_live else self.edition.get_absolute_url()

    @property
    def is_live(self) -> bool:
        return self.publication.live_edition_id == self.edition.pk

    @property
    def is_withdrawn(self) -> bool:
        """Ended for its readers; the secretariat still reads it."""
        return self.publication.state == PublicationState.WITHDRAWN

    @property
    def is_searched(self) -> bool:
        """What is looked through is the live edition of what is open."""
        return self.is_live and not self.is_withdrawn

    @property
    def is_old(self) -> bool:
        return self.edition.state == EditionState.SUPERSEDED

    @cached_property
    def types(self) -> list[DocumentType]:
        return list(self.edition.types.order_by("order", "id"))

    @cached_property
    def files(self) -> list[File]:
        """Those that this person may see, in order."""
        return list(File.objects.visible_to(self.person).taken().filter(edition=self.edition).in_order())

    @property
    def described_files(self) -> list[tuple[File, str, str]]:
        """Each with the name by which it is known among them, and 「PDF 37ページ（1.2MB）」."""
        names = told_apart(self.files)
        return [(file, names[file.pk], files_in_words([file])) for file in self.files]

    @cached_property
    def editions(self) -> list[Edition]:
        """All that this person may see, the newest first; with their people on the tab that names them."""
        found = Edition.objects.visible_to(self.person).filter(publication=self.publication)
        if self.tab == "versions":
            found = found.select_related("submitted_by__organization")
        editions = list(found.order_by("-number"))
        for edition in editions:
            edition.publication = self.publication
        return editions

    @property
    def readers(self) -> str:
        """Who can read it, as a sentence."""
        if self.is_withdrawn:
            return "公開を終えています。事務局だけが閲覧できます"
        if self.edition.state in EditionState.PUBLIC:
            return Visibility(self.publication.visibility).readers
        return f"{self.publication.owner.name}の担当者と事務局が閲覧できます"

    @property
    def proxy(self) -> str:
        """Who registered it for its owner; people without sign-in read no names of persons."""
        if not self.edition.is_proxy:
            return ""
        writer = self.edition.created_by
        return str(writer) if isinstance(self.person, User) else writer.organization.name

    @property
    def works_on_it(self) -> bool:
        """Whether this person is of the owner's or of the desk."""
        return isinstance(self.person, User) and bool(standing(self.person, self.publication))

    @cached_property
    def procedures(self) -> list[Procedure]:
        if not isinstance(self.person, User) or not self.works_on_it:
            return []
        if not self.is_live:
            return [] if self.is_old else list(procedures.of_edition(self.edition, self.person))
        on_its_way = next((edition for edition in self.editions if edition.is_open), None)
        return list(procedures.of_publication(self.publication, self.person, on_its_way))
