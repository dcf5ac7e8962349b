"""SIGKILL at any moment: what was acknowledged is there once and whole, and what was begun ends by itself."""

import hashlib
import json
import os
import random
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.site import Site, Visitor, hidden

KILLS = int(os.environ.get("KILLS", "20"))
TARGETS = ("web child", "web", "worker", "reader", "run", "all")
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds its processes in /proc"),
]

TAKEN, REFUSED = (re.compile(rf"</svg>{word}</span>") for word in ("登録できます", "登録できません"))
# Everything is read through the site's own models, in a process of its own, after the last restart.
STATE = """
import json
from audit.chain import faults
from django_tasks_db.models import DBTaskResult
from library.models import Edition, File, Publication
from library.storage import vault
def kept(file):
    with vault().local_path(file.key): return True
print(json.dumps({
    "chain": [str(fault) for fault in faults()],
    "titles": list(Edition.objects.values_list("title", flat=True)),
    "states": dict(Edition.objects.values_list("pk", "state")),
    "live without edition": Publication.objects.filter(state="live", live_edition=None).count(),
    "two published": [p.pk for p in Publication.objects.all() if p.editions.filter(state="published").count() > 1],
    "files kept": all(kept(file) for file in File.objects.filter(gate="taken")),
    "files": list(File.objects.values_list("pk", "edition_id")),
    "unread": File.objects.unread().count() + File.objects.filter(gate="checking").count(),
    "unfinished tasks": DBTaskResult.objects.filter(status__in=["READY", "RUNNING"], priority__gte=0).count(),
    "failed": File.objects.filter(reading="failed").count(),
}))
"""


@dataclass
class Ledger:
    """What the portal acknowledged, kept by those who were told."""

    files: dict[int, str] = field(default_factory=dict)  # edition → SHA-256 of the file that was sent
    titles: list[str] = field(default_factory=list)
    submitted: set[int] = field(default_factory=set)
    published: set[int] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)


def register(officer: Visitor, ledger: Ledger, title: str) -> None:
    """The three steps; each is tried again until it is answered, and looked at before anything is sent twice."""
    step = officer.post("/submit/", hidden(officer.get("/submit/")))
    edition = int(re.search(r"/submit/(\d+)/", step)[1])
    content = f"{title}の本文です。生成AIの出力は、必ず人が確かめます。\n".encode() * 200
    while not officer.send_file(step, f"{title}.txt", content):
        if f"{title}.txt" in officer.get(step):
            break
    ledger.files[edition] = hashlib.sha256(content).hexdigest()
    while not TAKEN.search(page := officer.get(step)):  # a web process killed in between leaves the check to the worker
        if REFUSED.search(page):  # its check was killed twice; the person is told, nothing is lost silently
            del ledger.files[edition]
            return
        time.sleep(0.3)
    address = f"/submit/{edition}/details/"
    while True:
        page = officer.get(address)
        if f'value="{title}"' in page:
            break
        words = {"title": title, "summary": "見本です", "types": "1", "themes": "1", "issued_on": "令和6年4月1日"}
        officer.post(address, {**hidden(page), **words, "requested_visibility": "1"})
    ledger.titles.append(title)
    address = f"/submit/{edition}/confirm/"
    if officer.post(address, {**hidden(officer.get(address)), "no_secrets": "on", "rights": "on", "note": ""}):
        ledger.submitted.add(edition)


def publish_next(desk: Visitor, ledger: Ledger) -> bool:
    found = re.search(r'href="(/review/(\d+)/)"', desk.get("/review/"))
    if not found:
        return False
    page = desk.get(found[1])
    decision = {"visibility": "1", "decision": "publish", "message": "", "checked": ["secrets", "rights", "fitting"]}
    if desk.post(found[1], {**hidden(page), **decision}):
        ledger.published.add(int(found[2]))
    return True


def busy(ledger: Ledger, stop: threading.Event, act) -> None:
    while not stop.is_set():
        try:
            act()
        except Exception as trouble:  # noqa: BLE001  told at the end, by the test
            ledger.troubles.append(repr(trouble))
            return


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(site):
    seed = int(os.environ.get("SEED", str(random.randrange(10**6))))
    print(f"SEED={seed}")
    chance, ledger, stop = random.Random(seed), Ledger(), threading.Event()
    numbers = {name: iter(range(10_000)) for name in ("tochigi", "kagawa")}
    people = {name: Visitor(site, name) for name in (*numbers, "secretariat")}

    def officer(name: str):
        return lambda: register(people[name], ledger, f"{name}の資料{next(numbers[name]):04d}番")

    def desk() -> None:
        if not publish_next(people["secretariat"], ledger):
            time.sleep(0.2)

    acts = [officer("tochigi"), officer("kagawa"), desk]
    threads = [threading.Thread(target=busy, args=(ledger, stop, act)) for act in acts]
    for thread in threads:
        thread.start()
    done = 0
    while done < KILLS and any(thread.is_alive() for thread in threads):
        time.sleep(chance.uniform(0.2, 2.0))
        done += site.kill(chance.choice(TARGETS))
        time.sleep(0.5)
        if chance.random() < 0.8:  # else the next one hits a portal that is still coming back
            site.revive()
    site.revive()
    stop.set()
    for thread in threads:
        thread.join(timeout=300)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    assert ledger.troubles == []
    assert done == KILLS

    state = settled(site)
    assert {name: state[name] for name in ("chain", "live without edition", "two published", "files kept")} == {
        "chain": [],
        "live without edition": 0,
        "two published": [],
        "files kept": True,
    }
    assert (state["unread"], state["unfinished tasks"], state["failed"]) == (0, 0, 0)
    assert len(ledger.published) >= 3, "too little happened to prove anything"
    assert [title for title in ledger.titles if state["titles"].count(title) != 1] == []
    assert [pk for pk in ledger.submitted if state["states"][str(pk)] not in {"submitted", "published"}] == []
    assert [pk for pk in ledger.published if state["states"][str(pk)] != "published"] == []
    for edition, digest in ledger.files.items():
        numbers = [pk for pk, owner in state["files"] if owner == edition]
        assert digest in downloads([people["tochigi"], people["kagawa"]], numbers), edition


def settled(site: Site) -> dict:
    """The state once the worker has done what was left; a dead worker's tasks are taken up within two minutes."""
    until = time.monotonic() + 240
    while True:
        state = json.loads(site.ask(STATE))
        if not (state["unread"] or state["unfinished tasks"]) or time.monotonic() > until:
            return state
        time.sleep(2)


def downloads(people: list[Visitor], numbers: list[int]) -> set[str]:
    """SHA-256 of what these files are when somebody of their owner downloads them."""
    answers = [person.get_bytes(f"/files/{pk}/download/") for person in people for pk in numbers]
    return {hashlib.sha256(body).hexdigest() for status, body in answers if status == 200}
