"""Keeps what is found in step with what is live, within the verb's transaction: titles and comments now, pages soon."""

from audit.models import Event
from audit.verbs import READS, Verb
from search.indexing import comments, index
from search.tasks import index_publication, say_again

_NAMED = {Verb.EDIT_THEME: "themes", Verb.EDIT_TYPE: "types"}
"""Verb → the field of editions that are filed under what it changed."""

_SAID = {
    Verb.COMMENT, Verb.EDIT_COMMENT, Verb.DELETE_COMMENT, Verb.HIDE_COMMENT, Verb.SHOW_COMMENT, Verb.BLACKEN,
}  # fmt: skip
"""After which other words of a comment stand there, or none."""


def follow(event: Event) -> None:
    """Follower of the log. What is withdrawn or narrowed needs nothing: whoever searches sees what is visible now."""
    if event.verb in _SAID:
        comments.look_through(int(event.target_id))
    if field := _NAMED.get(Verb(event.verb)):
        say_again.enqueue(field, int(event.target_id))
    if event.target_kind != "publication" or event.verb in READS:
        return
    publication = int(event.target_id)
    if event.verb == Verb.ERASE:  # perhaps of a draft only, and the publication goes on being live
        index.remove_closed(publication)
    elif index.name(publication):
        index_publication.enqueue(publication)
