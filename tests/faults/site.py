"""A portal of its own in real processes that a test may kill, and what a browser does to it without being one."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "mihon-no-aikotoba-2024"
PATIENCE = 60
BROKEN = (urllib.error.URLError, http.client.HTTPException, OSError)


def own_database(url: str, name: str) -> str:
    """A new empty database beside the one of the address; on SQLite the data folder has one of its own."""
    if not url:
        return ""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return urllib.parse.urlsplit(url)._replace(path=f"/{name}").geturl()


class Site:
    """`manage.py run` on an empty portal with the demo's people; its processes are found by who began whom."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.address = folder, f"http://127.0.0.1:{port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": own_database(os.environ.get("DATABASE_URL", ""), f"site_{port}"),
            "PORT": str(port),
            "PORTAL_DATA_DIR": str(folder / "data"),
            "PORTAL_DEMO": "1",
            "PORTAL_RATE_LIMITS": "off",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        self.manage("migrate", "-v0")
        self.manage("load_reference")
        self.manage("load_vocabulary")
        self.ask("from portal.demo.people import create_people; create_people()")
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def ask(self, code: str) -> str:
        """What the code prints, run beside the site."""
        return self.manage("shell", "-v0", "-c", code).strip()

    def start(self) -> None:
        """Start it and wait until it answers; what is left of the last one may take a moment to go."""
        until = time.monotonic() + PATIENCE
        while self.is_up() and time.monotonic() < until:
            time.sleep(0.2)
        while time.monotonic() < until:
            with (self.folder / "run.log").open("ab") as log:
                command = [sys.executable, "manage.py", "run"]
                self.process = subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
                )
            while self.process.poll() is None and time.monotonic() < until:
                if self.is_up() and self.family("web"):
                    return
                time.sleep(0.1)
            time.sleep(0.3)
        raise AssertionError("did not start\n" + (self.folder / "run.log").read_text()[-2000:])

    def revive(self) -> None:
        """Wait for what comes back by itself; start again what does not."""
        while self.process.poll() is None and not (self.family("web") and self.is_up()):
            time.sleep(0.1)
        if self.process.poll() is not None:
            self.start()

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                return True
        except BROKEN:
            return False

    def family(self, role: str) -> list[int]:
        """Process numbers: "run", "web" (the server and its processes), "web child", "worker", "reader"."""
        if self.process is None or self.process.poll() is not None:
            return []
        own = {pid: words for pid, parent, words in processes() if parent == self.process.pid}
        web = [pid for pid, words in own.items() if "gunicorn" in words]
        worker = [pid for pid, words in own.items() if "worker" in words]
        children = {parent: pid for pid, parent, _ in processes()}
        below = {"web child": web, "reader": worker}
        if role in below:
            return [children[pid] for pid in below[role] if pid in children]
        return {"run": [self.process.pid], "web": web, "worker": worker}[role]

    def kill(self, role: str) -> bool:
        """SIGKILL; "all" is as a power cut for the processes. True when there was somebody to kill."""
        roles = ("run", "web", "web child", "worker", "reader") if role == "all" else (role,)
        victims = [pid for one in roles for pid in self.family(one)]
        for pid in victims:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return bool(victims)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)


def processes() -> list[tuple[int, int, str]]:
    """(process, parent, command line) of everything that runs here."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        found.append((int(folder.name), parent, words))
    return found


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args, **_kwargs):
        return None


class Visitor:
    """Somebody with cookies who tries again until the portal answers, as people do; every answer is acknowledged."""

    def __init__(self, site: Site, mailbox: str) -> None:
        self.site = site
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), _Stay())
        page = self.get("/login/")
        self.post("/login/", {**hidden(page), "login": f"{mailbox}@example.jp", "password": PASSWORD})

    def once(self, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes, str]:
        """One try. Raises one of BROKEN when there was no whole answer."""
        request = urllib.request.Request(self.site.address + path, data=body)
        if kind:
            request.add_header("Content-Type", kind)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read(), ""
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read(), answer.headers.get("Location", "")

    def get_bytes(self, path: str) -> tuple[int, bytes]:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                status, body, _ = self.once(path)
                if status < 500:
                    return status, body
            except BROKEN:
                if time.monotonic() > until:
                    raise
            time.sleep(0.2)

    def get(self, path: str) -> str:
        return self.get_bytes(path)[1].decode()

    def post(self, path: str, fields: dict[str, str | list[str]]) -> str:
        """Sent until it is answered, each time with the same one-time key; where the answer leads ("" for nowhere)."""
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        until = time.monotonic() + PATIENCE
        while True:
            try:
                status, _, location = self.once(path, body, "application/x-www-form-urlencoded")
                if status < 500:
                    return location
            except BROKEN:
                if time.monotonic() > until:
                    raise
            time.sleep(0.2)

    def send_file(self, path: str, name: str, content: bytes) -> bool:
        """One try; True when the portal said that it has it."""
        fields, edge = hidden(self.get(path)), "edge-of-the-part"
        parts = [
            *(
                f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{fields[field]}\r\n'
                for field in ("csrfmiddlewaretoken", "once")
            ),
            f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n',
            "Content-Type: application/octet-stream\r\n\r\n",
        ]
        body = "".join(parts).encode() + content + f"\r\n--{edge}--\r\n".encode()
        try:
            status, _, _ = self.once(path, body, f"multipart/form-data; boundary={edge}")
        except BROKEN:
            return False
        return status == 302


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's last writing form."""
    forms = [form for form in page.split("<form")[1:] if 'method="post"' in form and "csrfmiddlewaretoken" in form]
    form = forms[-1].split("</form>")[0]
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form)
    found = {re.search(r'name="([^"]+)"', tag)[1]: re.search(r'value="([^"]*)"', tag) for tag in tags}
    return {name: value[1] if value else "" for name, value in found.items()}
