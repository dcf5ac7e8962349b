"""What is kept of whom a comment addresses: a step of other verbs, in their transaction."""

from datetime import datetime

from accounts.models import User
from discussion.audience import audience_of_thread
from discussion.mentions.addressees import Addressees, why_not_address
from discussion.mentions.words import names_in
from discussion.models import Comment, Mention
from library.rules import Refused


def keep(comment: Comment, *, by: User, now: datetime) -> None:
    """Those whom its words address now. Only who is new among them is told of it (`at`); who is out stays told.

    Raises Refused where the new ones make them too many.
    """
    kept = list(comment.mentions.all()) if comment.edited_at else []
    addressees = Addressees(audience_of_thread(comment.thread), by=by, kept=kept)
    called = addressees.called_in(comment.text)
    new = addressees.new_among(called)
    if new and (reason := why_not_address(called)):
        raise Refused(reason)
    _drop([row for row in kept if row.name not in addressees.names_in(comment.text)])
    Mention.objects.bulk_create(
        Mention(comment=comment, name=each.name, at=now, **{"body" if each.is_body else "person": each.row})
        for each in new
    )


def forget(comment: Comment) -> None:
    """Those whose names its words do not hold any more: blackened, or deleted with all words."""
    rows = list(comment.mentions.all())
    said = {match["name"] for match in names_in(comment.text, {row.name for row in rows})}
    _drop([row for row in rows if row.name not in said])


def _drop(rows: list[Mention]) -> None:
    if rows:
        Mention.objects.filter(pk__in=[row.pk for row in rows]).delete()
