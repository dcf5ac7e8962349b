"""The spine: publication → edition → file → page, and what they are found by."""

from library.models.choices import (
    EditionState,
    FileGate,
    Kind,
    PaperState,
    PublicationState,
    Reading,
    TextSource,
    Visibility,
)
from library.models.closed_day import ClosedDay
from library.models.edition import Edition
from library.models.facet import FacetSet, FacetValue
from library.models.file import File
from library.models.follow import Follow
from library.models.kept import Kept, kept_models
from library.models.orphan import Orphan
from library.models.page import Page
from library.models.paper import Paper, PaperPage
from library.models.publication import Publication
from library.models.saved_view import SavedView, SavedViewVisit
from library.models.submission import Submission
from library.models.verification import Verification
from library.models.vocabulary import DocumentType, Theme

__all__ = [
    "ClosedDay",
    "DocumentType",
    "Edition",
    "EditionState",
    "FacetSet",
    "FacetValue",
    "File",
    "FileGate",
    "Follow",
    "Kept",
    "Kind",
    "Orphan",
    "Page",
    "Paper",
    "PaperPage",
    "PaperState",
    "Publication",
    "PublicationState",
    "Reading",
    "SavedView",
    "SavedViewVisit",
    "Submission",
    "TextSource",
    "Theme",
    "Verification",
    "Visibility",
    "kept_models",
]
