"""A new exit cannot be forgotten: addresses, mails, saved lists, commands, each a door or listed with its reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.doors import sources
from tests.doors.register import DOORS, NOT_A_DOOR

# Pages about people, sign-in and settings: they show no content; other tests hold their rights.
PEOPLE = {
    "account_", "invitation", "colleague", "manage:home", "manage:members", "manage:invite", "manage:member",
    "manage:suspend", "manage:reinstate", "manage:revoke_invitation", "manage:themes", "manage:new_theme",
    "manage:theme", "manage:types", "manage:new_type", "manage:type", "manage:settings", "manage:status",
    "manage:index", "manage:watched", "manage:new_watched", "manage:watched_word", "notices:stop",
    "manage:announcement", "manage:new_announcement", "manage:end_announcement",
    "manage:closed_days", "manage:new_closed_day", "manage:delete_closed_day",
}  # fmt: skip
# Mails that carry nothing of any document or comment.
LETTERS = {"damaged_files", "invitation", "password_reset_key", "report", "report_outcome", "unknown_account"}
# Names documents in sentences: a door ("notices: inbox, letters, what is followed").
LETTER_OF_NOTICES = "notices"
# Whatever makes an answer by itself instead of drawing a page: the door that opens it, or why it is none.
ANSWERS = {"HttpResponse", "StreamingHttpResponse", "FileResponse", "JsonResponse", "as_csv", "as_xlsx"}
MAKERS = {
    "guidelines.views.listing.export_csv": "list as CSV",
    "guidelines.views.listing.export_xlsx": "list as Excel",
    "library.exports.as_csv": "what the lists and the log are saved through",
    "library.exports.as_xlsx": "the same",
    "library.views.sending.send_original": "file: GET, HEAD, Range, conditional",
    "library.views.files.bundle": "all files in one ZIP",
    "library.views.files._conditional": "page picture, thumbnail, text",
    "library.views.submit.details.autosave": "registering",
    "search.views.export.export_csv": "search results as CSV",
    "search.views.export.export_xlsx": "search results as Excel",
    "search.views.words.words": "completions of what is typed",
    "secretariat.views.audit_log.export_csv": "the log",
    "secretariat.views.search_words.export_csv": "what was searched for",
    "notices.views.feeds.atom": "feeds and calendar, by their addresses",
    "notices.views.feeds.calendar": "feeds and calendar, by their addresses",
    "portal.middleware.middleware": "refused before anything is looked up",
    "portal.middleware.request_size": "the same",
    "portal.views.healthz": "says only that the site answers",
    "portal.views.robots": "a constant",
}
# Run by whoever operates the machine, who holds the files anyway; none says what stands in a document.
COMMANDS = {
    "createadmin": "an invitation link", "load_reference": "nothing", "load_vocabulary": "nothing",
    "load_synonyms": "nothing", "search_index": "numbers",
    "load_demo": "accounts of the demo", "run": "address and accounts of the demo", "migrate": "names of migrations",
    "sweep_files": "random keys and numbers", "take_bounces": "numbers", "worker": "what it begins and ends",
    "verify_files": "numbers and random keys",
    "verify_audit": "a number and a verdict", "workflow_diagram": "the table of transitions",
    "checkfile": "verdict and kind of files that are named to it, through the gate of uploads",
}  # fmt: skip


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def is_known(name: str) -> bool:
    registered = {covered for door in DOORS for covered in door.names}
    return name in registered or name in NOT_A_DOOR or any(name.startswith(prefix) for prefix in PEOPLE)


def test_every_address_is_a_door_or_listed_with_its_reason():
    unknown = [name for name in names(get_resolver()) if not is_known(name)]
    assert unknown == []


def test_no_door_covers_an_address_that_is_gone():
    known = set(names(get_resolver()))
    assert {covered for door in DOORS for covered in door.names} - known == set()
    assert set(NOT_A_DOOR) - known == set()


def test_every_mail_is_known_and_carries_nothing_of_a_document():
    found = {path.stem for path in Path("templates/email").rglob("*.*")}
    assert found == {*LETTERS, LETTER_OF_NOTICES}
    for path in Path("templates/email").rglob("*.*"):
        assert re.findall(r"{{\s*(?:publication|edition|file|title|page)\b", path.read_text()) == [], path
    written = {
        ast.unparse(call.args[0]) for _, name, call in sources.calls() if ast.unparse(call.func) == "outbox.write"
    }
    assert written == {"'damaged_files'", "'invitation'", "'report'", "'report_outcome'", "KIND", "kind"}, (
        "`kind` is the sign-in library's, whose templates are those found; `KIND` that of notices"
    )


def test_everything_that_answers_without_a_page_is_a_door_or_listed():
    found = {where for where, name, _ in sources.calls() if name in ANSWERS}
    assert found == set(MAKERS)
    assert {reason for where, reason in MAKERS.items() if ".views." in where} <= {
        *(door.name for door in DOORS),
        "says only that the site answers",
        "a constant",
    }


def test_every_command_is_known():
    found = {path.stem for path in Path().glob("*/management/commands/[!_]*.py")}
    assert found == set(COMMANDS)


def test_there_is_no_feed_beside_the_doors():
    """What is sent out as a feed or a map of the site must be an address of its own, with a door."""
    assert sources.mentions("django.utils.feedgenerator") == {"notices/feeds/documents.py"}
    for name in ("django.contrib.syndication", "django.contrib.sitemaps"):
        assert sources.mentions(name) == set()


def test_403_comes_from_the_guards_of_functions_only():
    """An object answers 404: nothing else refuses, so that a refusal never says that something exists."""
    # The log knows it, too, to keep its lines short.
    assert sources.mentions("PermissionDenied") == {"accounts/guards.py", "portal/logs.py"}
    assert "raise PermissionDenied" not in Path("portal/logs.py").read_text()
    assert sources.mentions("HttpResponseForbidden") == set()
    assert sources.mentions("errors/403.html") == {"portal/errors.py"}
    told = {path for path in Path("templates").rglob("*.html") if "権限がありません" in path.read_text()}
    assert told <= {Path("templates/errors/403.html")}
