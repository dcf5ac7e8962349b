"""Words as somebody wrote them → HTML: escaped, with paragraphs, line ends and links. Nothing in them is markup."""

import re
from collections.abc import Iterator

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Letters that an address may have: Japanese that follows without a blank is no part of it.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{1,2000}")
_NOT_LAST = ".,:;!?'"


def written(text: str) -> SafeString:
    """Empty lines part paragraphs; one line end is a line end."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return mark_safe("".join(f"<p>{_lines(each)}</p>" for each in paragraphs if each.strip()))  # noqa: S308  every piece is escaped below


def _lines(paragraph: str) -> str:
    return "<br>".join("".join(_linked(line.rstrip())) for line in paragraph.split("\n"))


def _linked(line: str) -> Iterator[str]:
    place = 0
    for match in _ADDRESS.finditer(line):
        address = _trimmed(match[0])
        if len(address) <= len("https://"):
            continue
        yield escape(line[place : match.start()])
        yield format_html('<a href="{0}" rel="external nofollow noopener noreferrer">{0}</a>', address)
        place = match.start() + len(address)
    yield escape(line[place:])


def _trimmed(address: str) -> str:
    """Without what ends a sentence, or a bracket that was opened before the address."""
    while address:
        last = address[-1]
        is_open = last in ")]" and address.count({")": "(", "]": "["}[last]) < address.count(last)
        if last not in _NOT_LAST and not is_open:
            return address
        address = address[:-1]
    return address
