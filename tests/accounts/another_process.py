"""A web process of its own on the test's database: `python -m tests.accounts.another_process DATABASE TIMES`.

Tries a wrong password TIMES times, and prints on a line for each whether the sign-in was locked.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKED = "続けて違ったため"


def begin(database: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.accounts.another_process", database, str(times)]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True)


def answers(process: subprocess.Popen[str]) -> list[str]:
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return told.split()


def main(database: str, times: int) -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.ALLOWED_HOSTS = ["testserver"]  # as the test runner does
    django.setup()
    from django.test import Client

    for _ in range(times):
        values = {"login": "somebody@example.jp", "password": "x" * 20}
        page = Client(REMOTE_ADDR="203.0.113.5").post("/login/", values).content.decode()
        print("locked" if LOCKED in page else "open")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings_test")
    main(sys.argv[1], int(sys.argv[2]))
