"""Reads a page of results as a person would."""

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Read:
    text: str

    @property
    def main(self) -> str:
        return re.search(r"<main.*</main>", self.text, re.DOTALL)[0]

    @property
    def plain(self) -> str:
        """Without tags and blanks."""
        return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", self.main)))

    @property
    def total(self) -> int:
        return int(re.search(r"<b>([\d,]+)</b>(?:件|か所)", self.main)[1].replace(",", ""))

    @property
    def titles(self) -> list[str]:
        found = re.findall(r'gcard__pref"\s*>[^<]*</span>(.*?)</a>', self.main, re.DOTALL)
        return [re.sub(r"<[^>]*>", "", title).strip() for title in found]

    @property
    def marks(self) -> list[str]:
        return re.findall(r"<mark>([^<]*)</mark>", self.main)

    @property
    def pages(self) -> list[tuple[str, str]]:
        """(address, name) of every page that is shown."""
        found = re.findall(r'class="found-page__at"\s+href="([^"]*)"\s*>(.*?)</a>', self.main, re.DOTALL)
        return [(html.unescape(address), re.sub(r"<[^>]*>|\s", "", name)) for address, name in found]

    @property
    def numbers(self) -> dict[tuple[str, str], int]:
        """(facet, value) → the number beside its box."""
        boxes = r'name="(\w+)" value="([^"]+)"(?: checked)?><label[^>]*>[^<]*<span class="check__count">(\d+)'
        return {(name, value): int(number) for name, value, number in re.findall(boxes, self.main)}

    def link(self, words: str) -> str:
        found = re.findall(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', self.main, re.DOTALL)
        (address,) = [address for address, shown in found if words in re.sub(r"<[^>]*>|\s+", "", shown)]
        return html.unescape(address)


def search(client, typed: str, **more) -> Read:
    response = client.get("/search/", {"q": typed, **more})
    assert response.status_code == 200
    return Read(response.content.decode())


def follow(client, address: str) -> Read:
    response = client.get(address)
    assert response.status_code == 200
    return Read(response.content.decode())
