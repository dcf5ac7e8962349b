"""What a page weighs on the wire: HTML, style sheet and scripts as the browser would ask for them."""

import re

from bench.client import Client
from bench.harness import Report

_ASKED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"')


def weigh(client: Client, address: str) -> dict[str, object]:
    """Bytes by address, and the other hosts that the page names."""
    page = client.get(address)
    found = list(dict.fromkeys(_ASKED.findall(page.text)))
    own = [each for each in found if each.startswith("/")]
    return {
        "page": len(page.wire),
        "raw": len(page.body),
        "parts": {each: len(client.get(each).wire) for each in own},
        "others": [each for each in found if each not in own],
    }


def bars(report: Report, sent: dict) -> None:
    report.bar("P16 KB of the list's first view", (sent["page"] + sum(sent["parts"].values())) / 1000, 25)
    report.bar("P16 requests of the first view", 1 + len(sent["parts"]), 6)
    report.bar("P16 other hosts", len(sent["others"]), 0)
    report.bar("P17 KB of the list's second view", sent["page"] / 1000, 8)
