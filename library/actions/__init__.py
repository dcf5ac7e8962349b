"""The verbs: each locks what it changes, checks the table, writes, and records one event, in one transaction."""

from library.actions.availability import discard_publication, narrow, recover_publication, restore, widen, withdraw
from library.actions.editing import Clash, discard, recover, save_details, start, start_revision
from library.actions.files import add_file, keep_file_closer, remove_file, retry_reading
from library.actions.following import follow, unfollow
from library.actions.inherit import inherit_files
from library.actions.notes import keep_notes
from library.actions.printing import retry_printing
from library.actions.reviewing import HandedInAnew, claim, decline, publish, release, send_back
from library.actions.saved_views import change_view, delete_view, open_view, save_view
from library.actions.submitting import Incomplete, recall, submit

__all__ = [
    "Clash",
    "HandedInAnew",
    "Incomplete",
    "add_file",
    "change_view",
    "claim",
    "decline",
    "delete_view",
    "discard",
    "discard_publication",
    "follow",
    "inherit_files",
    "keep_file_closer",
    "keep_notes",
    "narrow",
    "open_view",
    "publish",
    "recall",
    "recover",
    "recover_publication",
    "release",
    "remove_file",
    "restore",
    "retry_printing",
    "retry_reading",
    "save_details",
    "save_view",
    "send_back",
    "start",
    "start_revision",
    "submit",
    "unfollow",
    "widen",
    "withdraw",
]
