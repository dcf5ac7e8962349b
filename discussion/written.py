"""Words as somebody wrote them → HTML: escaped, with paragraphs, line ends, links and who is addressed. No markup."""

import re
from collections.abc import Iterator, Mapping

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from discussion.mentions.words import names_in

# Letters that an address may have: Japanese that follows without a blank is no part of it.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{1,2000}")
_NOT_LAST = ".,:;!?'"


def written(text: str, addressed: Mapping[str, str] | None = None) -> SafeString:
    """Empty lines part paragraphs; one line end is a line end. `addressed`: names to mark, and where each leads."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    made = (f"<p>{_lines(each, addressed or {})}</p>" for each in paragraphs if each.strip())
    return mark_safe("".join(made))  # noqa: S308  every piece is escaped below


def _lines(paragraph: str, addressed: Mapping[str, str]) -> str:
    return "<br>".join("".join(_linked(line.rstrip(), addressed)) for line in paragraph.split("\n"))


def _linked(line: str, addressed: Mapping[str, str]) -> Iterator[str]:
    place = 0
    for match in _ADDRESS.finditer(line):
        address = _trimmed(match[0])
        if len(address) <= len("https://"):
            continue
        yield from _marked(line[place : match.start()], addressed)
        yield format_html('<a href="{0}" rel="external nofollow noopener noreferrer">{0}</a>', address)
        place = match.start() + len(address)
    yield from _marked(line[place:], addressed)


def _marked(piece: str, addressed: Mapping[str, str]) -> Iterator[str]:
    place = 0
    for match in names_in(piece, addressed):
        yield escape(piece[place : match.start()])
        shape = '<a class="mention" href="{1}">{0}</a>' if addressed[match["name"]] else '<b class="mention">{0}</b>'
        yield format_html(shape, match[0], addressed[match["name"]])
        place = match.end()
    yield escape(piece[place:])


def _trimmed(address: str) -> str:
    """Without what ends a sentence, or a bracket that was opened before the address."""
    while address:
        last = address[-1]
        is_open = last in ")]" and address.count({")": "(", "]": "["}[last]) < address.count(last)
        if last not in _NOT_LAST and not is_open:
            return address
        address = address[:-1]
    return address
