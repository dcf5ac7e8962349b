"""What people do with threads and comments. Each locks the thread, asks the rules, writes, and records one event."""

from discussion.actions.settling import lock, mark_question, reopen, resolve, thank, unlock, unthank
from discussion.actions.writing import Place, delete, edit, open_thread, reply

__all__ = [
    "Place",
    "delete",
    "edit",
    "lock",
    "mark_question",
    "open_thread",
    "reopen",
    "reply",
    "resolve",
    "thank",
    "unlock",
    "unthank",
]
