"""Live documents made by rows: quicker than through the verbs where only reading them is looked at."""

from datetime import date

from accounts.models import User
from library import facets
from library.models import Publication, PublicationState, Visibility
from tests import factories
from tests.library.states import publication_row


def make_row(
    by: User, title: str, *, issued_on: date = date(2024, 4, 1), visibility: Visibility = Visibility.MEMBERS
) -> Publication:
    """A guideline that lies elsewhere (a link), with its facet rows as the follower of the log writes them."""
    publication = publication_row(by.organization, by, PublicationState.LIVE, visibility=visibility)
    publication.dated_on = issued_on
    publication.save()
    edition = publication.live_edition
    edition.title, edition.issued_on, edition.link_url = title, issued_on, "https://example.jp/"
    edition.save()
    edition.types.set([factories.make_type()])
    facets.refresh([publication.pk])
    return publication
