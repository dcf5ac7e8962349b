"""Threads and the comments in them: what was said, by whom on that day, and what became of it."""

from discussion.models.attachment import Attachment, AttachmentQuerySet
from discussion.models.comment import Comment, CommentQuerySet, CommentState, Revision, Thanks
from discussion.models.concern import Concern, Outcome, Reason, Report
from discussion.models.mention import Mention
from discussion.models.merged import MergedThread
from discussion.models.thread import Thread, ThreadQuerySet
from discussion.models.watched import WatchedWord

__all__ = [
    "Attachment",
    "AttachmentQuerySet",
    "Comment",
    "CommentQuerySet",
    "CommentState",
    "Concern",
    "Mention",
    "MergedThread",
    "Outcome",
    "Reason",
    "Report",
    "Revision",
    "Thanks",
    "Thread",
    "ThreadQuerySet",
    "WatchedWord",
]
