"""やること from wherever it comes."""

from datetime import date

from accounts.models import User
from discussion import duties as of_comments
from library import duties as of_documents
from library.duties import Duty


def duties_of(user: User, *, today: date) -> list[Duty]:
    """What concerns people's words first: it can be seen by all meanwhile."""
    return [*of_comments.duties_of(user), *of_documents.duties_of(user, today=today)]
