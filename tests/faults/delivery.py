"""Hundreds of events told by mail while the mail server misbehaves and the worker is killed: `make delivery`.

The last line counts: `lost`, what should have been told or mailed and was not; `doubled`, comments of which somebody
was told twice, and what stands in two different mails; `repeated`, how often the server got a Message-ID that it had.
Ends with 1 when anything was lost or doubled.
"""

import argparse
import contextlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.site import ROOT, Site
from tests.mail import smtp_server as smtp

REFUSING = "refusing"
SOMEWHEN, TAKEN, ANSWERED = "somewhen", "mail taken", "mail answered"
ROUNDS = (  # what the mail server does, and when the worker is killed
    (smtp.HONEST, TAKEN),
    (REFUSING, SOMEWHEN),
    (smtp.CUT_TAKEN, SOMEWHEN),
    (smtp.HONEST, ANSWERED),
    (smtp.SLOW, SOMEWHEN),
    (smtp.CUT_UNTAKEN, SOMEWHEN),
    (smtp.UNWILLING, SOMEWHEN),
    (smtp.HONEST, TAKEN),
    (smtp.CUT_ANSWERED, SOMEWHEN),
    (smtp.BUSY, SOMEWHEN),
)
LEAST_ROUNDS = 5
RATE = 1200  # a second is twenty minutes
WEEK = 8 * 24 * 3600 / RATE
LIMITS = "notice_mails_per_day = 1000\nmail_days = 30\n"  # by this clock a minute of trouble is nearly a day
PATIENCE = 900
_TOLD = re.compile(r"/notices/(\d+)/")


@dataclass(frozen=True)
class Outcome:
    events: int
    kills: int
    delivered: int
    repeated: int
    lost: int
    doubled: int
    windows: int
    """How often the worker was killed, or the server had a mail and its answer was cut off: no more can be repeated."""
    slowest: float
    """Seconds that the slowest comment took to be posted."""

    def __str__(self) -> str:
        names = ("events", "kills", "delivered", "repeated", "lost", "doubled")
        return " ".join(f"{name}={getattr(self, name)}" for name in names)


class Run:
    def __init__(self, folder: Path, chance: random.Random) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.server, self.chance = smtp.SmtpServer(), chance
        self.server.open()
        self.site = Site(folder, port)
        Path(self.site.environment["PORTAL_DATA_DIR"], "limits.toml").write_text(LIMITS)
        self.site.environment |= {
            "DJANGO_SETTINGS_MODULE": "tests.faults.fast_settings",
            "FAST_BEGAN": str(time.time()),
            "FAST_RATE": str(RATE),
            "PORTAL_SMTP_URL": f"smtp://127.0.0.1:{self.server.port}",
        }
        self.worker: subprocess.Popen[bytes] | None = None
        self.kills = self.said = 0
        self.slowest, self.lock = 0.0, threading.Lock()

    def within(self, call: str) -> str:
        """What this call of `followers` prints."""
        return self.site.ask(f"from tests.faults import followers; followers.{call}")

    # --- the worker

    def work(self) -> None:
        if self.worker is None:
            with (self.site.folder / "worker.log").open("ab") as log:
                command = [sys.executable, "manage.py", "worker"]
                self.worker = subprocess.Popen(
                    command, cwd=ROOT, env=self.site.environment, stdout=log, stderr=log, start_new_session=True
                )

    def kill(self) -> bool:
        """False when it is dead already."""
        with self.lock:
            if self.worker is None:
                return False
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait()
            self.worker = None
            self.kills += 1
            return True

    def rest(self) -> None:
        if self.worker is not None:
            self.worker.terminate()
            self.worker.wait(timeout=60)
            self.worker = None

    @contextlib.contextmanager
    def killed(self, when: str) -> Iterator[None]:
        """The worker is killed once; where the moment does not come, at the end."""
        before = self.kills

        def once(_mail: smtp.Taken) -> None:
            if self.kills == before:
                self.kill()

        if when == TAKEN:
            self.server.before_answer = once
        elif when == ANSWERED:
            self.server.after_answer = once
        yield
        if when == SOMEWHEN:
            time.sleep(self.chance.uniform(0.2, 4))
        self.until(lambda: when == SOMEWHEN or self.kills > before, patience=20)
        self.server.before_answer = self.server.after_answer = smtp.nothing
        if self.kills == before:
            self.kill()

    # --- the story

    def tell(self, events: int, kills: int) -> Outcome:
        self.within("begin()")
        rounds = max(kills, LEAST_ROUNDS)
        for number in range(rounds):
            manner, when = ROUNDS[number % len(ROUNDS)]
            self.behave(manner)
            self.work()
            share = events * (number + 1) // rounds - self.said
            with self.killed(when) if number < kills else contextlib.nullcontext():
                seed = self.chance.randrange(10**6)
                slowest = self.within(f"say({self.said}, {share}); followers.look_through({seed})")
                self.slowest = max(self.slowest, float(slowest))
            self.said += share
        self.behave(smtp.HONEST)
        self.settle()
        self.rest()
        self.site.environment["FAST_BEGAN"] = str(float(self.site.environment["FAST_BEGAN"]) - WEEK)
        self.settle()
        self.rest()
        self.server.close()
        return self.outcome()

    def behave(self, manner: str) -> None:
        if manner == REFUSING:
            self.server.close()
        else:
            self.server.manner = manner
            self.server.open()

    def settle(self) -> None:
        self.work()
        if not self.until(lambda: int(self.within("left_to_do()")) == 0, patience=PATIENCE):
            print(
                f"not done after {PATIENCE} s: {self.within('left_to_do()')} left; what is lost below may only be late"
            )

    def until(self, happened: Callable[[], bool], *, patience: float) -> bool:
        until = time.monotonic() + patience
        while not (is_so := happened()) and time.monotonic() < until:
            time.sleep(0.1)
        return is_so

    # --- the count

    def outcome(self) -> Outcome:
        ledger = json.loads(self.within("ledger()"))
        ids = Counter(mail.message["Message-ID"] for mail in self.server.taken)
        mails: defaultdict[int, set[str]] = defaultdict(set)
        for mail in self.server.taken:
            for pk in _TOLD.findall(mail.message.get_content()):
                mails[int(pk)].add(mail.message["Message-ID"])
        told = {(row["event"], row["person"]) for row in ledger["told"]}
        posts = Counter((row["post"], row["person"]) for row in ledger["told"] if row["post"])
        untold = [pair for pair in map(tuple, ledger["due"]) if pair not in told]
        unmailed = [row for row in ledger["told"] if row["is_to_be_mailed"] and row["pk"] not in mails]
        twice = [pair for pair, number in posts.items() if number > 1]
        in_two = [pk for pk, each in mails.items() if len(each) > 1]
        for words, found in {"untold": untold, "not mailed": unmailed, "told twice": twice, "in two": in_two}.items():
            if found:
                print(f"{words}: {found[:5]}")
        if ledger["unsent"]:
            print(f"unsent: {ledger['unsent'][:5]}")
        cut = sum(mail.manner == smtp.CUT_TAKEN for mail in self.server.taken)
        return Outcome(
            events=ledger["events"],
            kills=self.kills,
            delivered=len(ids),
            repeated=len(self.server.taken) - len(ids),
            lost=len(untold) + len(unmailed),
            doubled=len(twice) + len(in_two),
            windows=self.kills + cut,
            slowest=self.slowest,
        )


def deliver(folder: Path, *, events: int, kills: int, seed: int) -> Outcome:
    run = Run(folder, random.Random(seed))
    try:
        return run.tell(events, kills)
    finally:
        run.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", str(random.randrange(10**6)))))
    given = parser.parse_args()
    print(f"SEED={given.seed}")
    with tempfile.TemporaryDirectory() as folder:
        found = deliver(Path(folder), events=given.events, kills=given.kills, seed=given.seed)
    print(f"answers cut off and kills: {found.windows}; slowest post: {found.slowest:.2f} s")
    print(found)
    return 1 if found.lost or found.doubled else 0


if __name__ == "__main__":
    sys.exit(main())
