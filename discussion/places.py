"""The page of a document that a thread is on: found by two numbers, and named."""

from accounts.models import User
from discussion.actions import Place
from discussion.models import Thread
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


def name_of_place(thread: Thread) -> str:
    """「3ページ」, of an older edition 「第1版 3ページ」; empty of a thread on the whole document, or on none."""
    publication = thread.publication
    if publication is None or thread.page is None or thread.file is None or thread.edition is None:
        return ""
    name = f"{thread.page}{thread.file.unit}{'' if thread.file.unit == 'ページ' else '目'}"
    is_live = thread.edition_id == publication.live_edition_id
    return name if is_live else f"{thread.edition.name} {name}"
