"""Reads a page as a browser does and says what in it came alive that nobody wrote into a template."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Elements of our own templates, and those that widgets and tags add.
OURS = {tag for path in TEMPLATES.rglob("*.html") for tag in re.findall(r"<([a-z][a-z0-9]*)", path.read_text())}
OURS |= {"svg", "path", "circle", "rect", "line", "polyline", "time"}
OURS |= {"input", "textarea", "select", "optgroup", "option"}
NEVER = {"iframe", "object", "embed", "base", "style", "math", "animate", "set", "foreignobject", "template", "applet"}
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "poster", "data", "srcset", "ping", "background"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}


class Page(HTMLParser):
    """`texts`: what stands between two tags, each as one piece; `values`: what attributes say; `alive`: problems."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.values: list[str] = []
        self.alive: list[str] = []
        self.open: list[str] = []
        self._piece: list[str] = []
        self.feed(html)
        self.close()
        self._end_piece()
        if self.open:
            self.alive.append(f"left open: {self.open}")

    def _end_piece(self) -> None:
        if piece := "".join(self._piece).strip():
            self.texts.append(piece)
        self._piece = []

    def handle_data(self, data: str) -> None:
        self._piece.append(data)

    def handle_comment(self, data: str) -> None:
        self.alive.append(f"comment: {data[:40]}")

    def unknown_decl(self, data: str) -> None:
        self.alive.append(f"declaration: {data[:40]}")

    def handle_pi(self, data: str) -> None:
        self.alive.append(f"instruction: {data[:40]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_piece()
        if tag not in VOID:
            self.open.append(tag)
        self._look(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_piece()
        self._look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._end_piece()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.alive.append(f"end without beginning: {tag} in {self.open[-1:]}")

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in OURS or tag in NEVER or len(given) < len(attrs):
            self.alive.append(f"element: {tag} {given}")
        if tag == "script" and not re.fullmatch(r"/static/[\w./-]+\.js", given.get("src", "")):
            self.alive.append(f"script: {given}")
        for name, value in given.items():
            self.values.append(value)
            is_plain = re.fullmatch(r"[a-z][a-z0-9-]*", name, re.IGNORECASE)
            if not is_plain or name.startswith("on") or name in {"style", "srcdoc"} or "pwned" in name:
                self.alive.append(f"attribute: {tag} {name}={value[:40]}")
            elif name in ADDRESSES and not leads_within(value):
                self.alive.append(f"address: {tag} {name}={value[:60]}")
            elif name in {"id", "class", "for", "name", "type", "http-equiv"} and "pwned" in value:
                self.alive.append(f"attribute: {tag} {name}={value[:40]}")

    def shows(self, words: str) -> bool:
        """As one text or as one value, exactly; the templates' own words may stand beside it."""
        return any(words in piece for piece in [*self.texts, *self.values])


def leads_within(address: str) -> bool:
    """A path, a query or a place on this site; an address elsewhere only where the test gave one (example.jp)."""
    if re.match(r"https://(www\.)?example\.jp(/|$)", address):
        return not re.search(r"[\s\"'<>]", address)
    if (address == "" or address[0] in "/?#") and not address.startswith(("//", "/\\")):
        return not re.match(r"[\w+.-]*:", unquote(address).strip().lower())
    return False
