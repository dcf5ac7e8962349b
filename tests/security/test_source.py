"""What switches a protection off stands only where somebody looked at it and wrote down why."""

import re
from collections import Counter

from tests.test_project import ROOT, is_written, product

# Place → how often, and why it is right.
REVIEWED: dict[str, dict[str, tuple[int, str]]] = {
    r"\bmark_safe\(|SafeString\(": {
        "portal/templatetags/ui.py": (3, "an attribute, a drawing and a sentence of our own, none from input"),
        "library/facet_boxes.py": (2, "every part is escaped where the line is made"),
        "discussion/written.py": (1, "every line is escaped where it is cut out"),
        "guidelines/blocks.py": (1, "every text is escaped where the cell is made"),
        "search/answers/marked.py": (1, "every piece is escaped where it is cut out"),
    },
    r"autoescape off": {
        "templates/email/invitation.txt": (1, "a letter in plain text"),
        "templates/email/password_reset_key.txt": (1, "a letter in plain text"),
        "templates/email/unknown_account.txt": (1, "a letter in plain text"),
        "templates/email/damaged_files.txt": (1, "a letter in plain text"),
        "templates/email/report.txt": (1, "a letter in plain text"),
        "templates/email/report_outcome.txt": (1, "a letter in plain text"),
        "templates/email/notices.txt": (1, "a letter in plain text"),
    },
    r"@login_not_required|return login_not_required\(": {
        "portal/help/views.py": (5, "fixed text"),
        "portal/views.py": (2, "healthz and robots.txt tell nothing"),
        "accounts/urls.py": (1, "sign-up: 404 for everybody"),
        "accounts/views/entrance.py": (1, "an invitation is opened by who has no account yet"),
        "guidelines/views/listing.py": (1, "the list asks visible_to"),
        "library/views/doors.py": (1, "content asks visible_to"),
        "notices/views/announcements.py": (1, "what is announced to everybody"),
        "notices/views/feeds.py": (2, "whoever holds the address of a feed fetches it, and nothing else"),
        "notices/views/stopping.py": (1, "whoever holds the letter stops such letters, and nothing else"),
        "search/views/page.py": (1, "results ask visible_to"),
        "search/views/words.py": (1, "completions ask visible_to"),
    },
    r"subprocess\.(Popen|run|call|check_\w+)\(": {
        "portal/management/commands/run.py": (1, "the web server and the worker, with our own words"),
        "extraction/children.py": (1, "the server of the readers, with our own words and nothing of any file"),
        "extraction/bounded.py": (2, "LibreOffice and Tesseract, with our own words; whether there is a namespace"),
        "extraction/another_user.py": (1, "whether that user can read our programs, with our own words"),
        "extraction/ocr.py": (1, "which languages Tesseract knows"),
    },
    r"\|safe\b|\|safeseq|csrf_exempt|xframe_options_(exempt|sameorigin)|__html__": {
        "notices/views/stopping.py": (2, "a mail program stops its letters (RFC 8058) with the key in the address"),
    },
    r"\beval\(|\bexec\(|\bpickle\b|\bmarshal\b|yaml\.load|shell=True|os\.(system|popen)\(": {},
    r"\.raw\(|\.extra\(|\bRawSQL\(|executescript\(": {},
    r"format_html\(\s*f[\"']": {},
    r"etree\.(parse|fromstring|XML)\((?!.*parser)": {},
    r"urlopen\(|\brequests\.\w+\(|httpx|HTTPS?Connection\(|socket\.(socket|create_connection)\(": {
        "portal/management/commands/run.py": (2, "is its port free; is its own web server up"),
        "extraction/forkserver.py": (2, "takes over the lines that the portal's process made; reaches nobody"),
        "library/scanner.py": (2, "the scanner of PORTAL_CLAMD, whose address comes from the environment alone"),
    },
}


def test_nothing_is_switched_off_without_a_reason():
    found: dict[str, dict[str, int]] = {}
    for pattern in REVIEWED:
        counts: Counter[str] = Counter()
        for path in product(".py", ".html", ".txt"):
            if is_written(path):
                counts[path.relative_to(ROOT).as_posix()] += len(re.findall(pattern, path.read_text()))
        found[pattern] = {name: count for name, count in counts.items() if count}
    assert found == {
        pattern: {name: count for name, (count, _) in places.items()} for pattern, places in REVIEWED.items()
    }


SQL = re.compile(r"execute(?:many)?\(\s*(f[\"']|[^)]*(?:%|\.format\(|\+))", re.DOTALL)


def test_no_statement_is_put_together_from_words():
    texts = {path: path.read_text() for path in product(".py") if is_written(path)}
    found = [
        f"{path.relative_to(ROOT)}: {match[0][:60]}"
        for path, text in texts.items()
        for match in SQL.finditer(text)
        if "noqa: S608" not in text[match.start() : text.find("\n", match.end())]
    ]
    assert found == []
