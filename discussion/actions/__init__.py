"""What people do with threads and comments. Each locks the thread, asks the rules, writes, and records one event."""

from discussion.actions.attaching import blacken_file
from discussion.actions.blackening import blacken, blackened
from discussion.actions.concerns import as_seen
from discussion.actions.deciding import ask, hide, leave, show, suspend, take_back
from discussion.actions.merging import merge
from discussion.actions.moving import move
from discussion.actions.reporting import claim, release, report
from discussion.actions.settling import (
    lock,
    mark_question,
    reopen,
    resolve,
    slow,
    thank,
    unlock,
    unslow,
    unthank,
)
from discussion.actions.splitting import split
from discussion.actions.writing import Place, as_read, confide, delete, edit, open_thread, reply

__all__ = [
    "Place",
    "as_read",
    "as_seen",
    "ask",
    "blacken",
    "blacken_file",
    "blackened",
    "claim",
    "confide",
    "delete",
    "edit",
    "hide",
    "leave",
    "lock",
    "mark_question",
    "merge",
    "move",
    "open_thread",
    "release",
    "reopen",
    "reply",
    "report",
    "resolve",
    "show",
    "slow",
    "split",
    "suspend",
    "take_back",
    "thank",
    "unlock",
    "unslow",
    "unthank",
]
