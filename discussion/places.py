"""The page of a document that is named by two numbers."""

from accounts.models import User
from discussion.actions import Place
from library.models import File, Publication


def find_place(person: User, publication: Publication, file: str | None, page: str | None) -> Place | None:
    """If it is one that this person sees."""
    if not (file and page and file.isascii() and file.isdigit() and page.isascii() and page.isdigit()):
        return None
    rows = File.objects.visible_to(person).taken().select_related("edition")
    found = rows.filter(pk=int(file), edition__publication=publication).first() if len(file) < 19 else None
    number = int(page[:6])
    if found is None or not 1 <= number <= max(found.page_count or 1, 1):
        return None
    return Place(found, number)
