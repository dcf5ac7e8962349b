"""An address names a file that is not of the edition shown: where that file is read, if this reader may."""

from dataclasses import dataclass

from library.models import Edition, File, Publication
from library.readers import Person

_LONGEST_ID = 18


@dataclass(frozen=True)
class Elsewhere:
    """`edition` is None where nothing is found: what is hidden and what never was are told alike."""

    edition: Edition | None = None
    address: str = ""

    @property
    def title(self) -> str:
        if self.edition is None:
            return "指定されたファイルは見つかりません"
        return f"この番号のファイルは{self.edition.name}のものです"


def find(publication: Publication, person: Person, file: str, page: str) -> Elsewhere:
    """One query, whether the file is there or not."""
    number = int(file) if file.isascii() and file.isdigit() and len(file) <= _LONGEST_ID else 0
    files = File.objects.visible_to(person).taken().filter(pk=number, edition__publication=publication)
    found = files.select_related("edition").first()
    if found is None:
        return Elsewhere()
    edition = found.edition
    edition.publication = publication
    is_live = publication.live_edition_id == edition.pk
    reading = publication.get_absolute_url() if is_live else edition.get_absolute_url()
    wanted = f"&page={int(page[:6])}" if page.isascii() and page.isdigit() else ""
    return Elsewhere(edition, f"{reading}?file={found.pk}{wanted}#viewer")
