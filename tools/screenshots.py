"""Makes the pictures of the README's tour from a demo of its own: python tools/screenshots.py [FOLDER]."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PORT = "8765"
ADDRESS = f"http://127.0.0.1:{PORT}"
PASSWORD = "mihon-no-aikotoba-2024"  # noqa: S105  the demo's own, printed by `make run`
SHOTS = {
    "home": ("tochigi", "/"),
    "list": ("kagawa", "/guidelines/?kind=guideline"),
    "search": ("kagawa", "/search/?q=個人情報 入力"),
    "reader": ("kagawa", "/guidelines/1/?page=3"),
    "review": ("secretariat", "/review/"),
}


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "tour")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "PORT": PORT, "PORTAL_DATA_DIR": data, "PORTAL_DEMO": "1"}
        command = [sys.executable, "manage.py", "run"]
        portal = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait()
            time.sleep(25)  # the worker draws the demo's pages
            shoot(folder)
        finally:
            portal.send_signal(signal.SIGINT)
            portal.wait(timeout=30)
    return 0


def wait() -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    sys.exit("the portal did not start")


def shoot(folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (mailbox, path) in SHOTS.items():
            for width, height in ((1280, 720), (390, 844)):
                page = browser.new_page(viewport={"width": width, "height": height}, base_url=ADDRESS)
                sign_in(page, mailbox)
                page.goto(path)
                if name == "review":
                    page.locator("table a").first.click()
                suffix = "" if width == 1280 else "-390"
                page.screenshot(path=folder / f"{name}{suffix}.png")
                page.close()
        browser.close()


def sign_in(page: Page, mailbox: str) -> None:
    page.goto("/login/")
    page.fill("input[name=login]", f"{mailbox}@example.jp")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="ログインする").click()
    page.wait_for_url(f"{ADDRESS}/")


if __name__ == "__main__":
    sys.exit(main())
