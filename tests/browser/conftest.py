"""A running portal as users meet it (`manage.py run`, with its worker) and a real browser in front of it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from tests.browser.inspection import Inspection

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
PASSWORD = "mihon-no-aikotoba-2024"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="missing: Chromium"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Portal:
    """Where it listens and where its data lies."""

    address: str
    data: Path


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    data, port = tmp_path_factory.mktemp("portal"), free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "PORTAL_DATA_DIR": str(data),
        "PORTAL_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    with (data / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process, data / "run.log")
            yield Portal(f"http://127.0.0.1:{port}", data)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        if process.poll() is not None:
            pytest.fail(f"the portal did not start:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the portal did not answer")


@pytest.fixture(scope="module")  # while it is open, an event loop runs, beside which Django takes no queries
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


class Visitor:
    """A person at a browser; whatever the page complains of in its console is remembered."""

    def __init__(self, context: BrowserContext, portal: Portal) -> None:
        self.context, self.portal = context, portal
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("request", self._watch)
        self.page.on("response", self._remember)

    def _hear(self, message) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _watch(self, request) -> None:
        if not request.url.startswith((self.portal.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _remember(self, response) -> None:
        """The page that is shown now, as it came: also the answer to a form, and one that the script puts in place."""
        is_page = response.headers.get("content-type", "").startswith("text/html")
        if is_page and not 300 <= response.status < 400:
            self.answer: Response = response

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.portal.address}{path}")
        return self.page

    def sign_in(self, mailbox: str) -> "Visitor":
        self.go("/login/")
        self.page.fill("input[name=login]", f"{mailbox}@example.jp")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.get_by_role("button", name="ログインする").click()
        self.page.wait_for_url(f"{self.portal.address}/")
        return self


@pytest.fixture
def inspection(tmp_path: Path) -> Inspection:
    return Inspection(tmp_path)


@pytest.fixture
def visit(browser: Browser, portal: Portal):
    """`visit("tochigi", scripts=False, width=390)`: a person signed in, each in a browser profile of their own."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(mailbox: str = "", *, scripts: bool = True, width: int = 1280) -> Visitor:
        size = {"width": width, "height": 720 if width > 500 else 844}
        context = browser.new_context(
            java_script_enabled=scripts, viewport=size, locale="ja-JP", base_url=portal.address
        )
        contexts.append(context)
        visitor = Visitor(context, portal)
        visitors.append(visitor)
        return visitor.sign_in(mailbox) if mailbox else visitor

    yield make
    for context in contexts:
        context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
    assert [url for visitor in visitors for url in visitor.elsewhere] == []
