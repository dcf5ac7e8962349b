from search.models.comments import CommentRow, CommentRowQuerySet, CommentWord
from search.models.desk import Promotion, Searched, Synonym
from search.models.rows import ROW_PLACE, Extent, Generation, Indexed, Inspection, SearchRow, SearchRowQuerySet, Term

__all__ = [
    "ROW_PLACE",
    "CommentRow",
    "CommentRowQuerySet",
    "CommentWord",
    "Extent",
    "Generation",
    "Indexed",
    "Inspection",
    "Promotion",
    "SearchRow",
    "SearchRowQuerySet",
    "Searched",
    "Synonym",
    "Term",
]
