"""First start, second start and import time of `manage.py run`: `python -m bench.start`.

The measure is Django itself: a process that only imports it and sets up a project without apps.
"""

import argparse
import os
import signal
import subprocess
import sys
import time

from bench import sites
from bench.harness import ROOT, Report

BARE = (
    "import django; from django.conf import settings; settings.configure(SECRET_KEY='bare'); django.setup();"
    "from django.core.wsgi import get_wsgi_application; get_wsgi_application()"
)


def timed(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def until_answer(site: sites.Site, demo: str) -> float:
    """Seconds from the command to the first answered request; stopped again with Ctrl-C."""
    began = time.perf_counter()
    environment = {**site.environment, "PORTAL_DEMO": demo}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        sites.wait_until_healthy(site.port)
        return time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def largest_imports(site: sites.Site, most: int = 5) -> list[str]:
    """The modules that take longest to import by themselves, of what the web server loads."""
    command = [sys.executable, "-X", "importtime", "-c", "import portal.wsgi"]
    said = subprocess.run(command, cwd=ROOT, env=site.environment, check=True, stderr=subprocess.PIPE, text=True).stderr
    rows = [line.removeprefix("import time:").split("|") for line in said.splitlines() if line.count("|") == 2]
    found = [(int(own), name.strip()) for own, _, name in rows if own.strip().isdigit()]
    return [f"{name} {own / 1000:.0f} ms" for own, name in sorted(found, reverse=True)[:most]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    report = Report("start-postgresql" if os.environ.get("DATABASE_URL") else "start")
    series: dict[str, list[float]] = {
        name: [] for name in ("bare Django", "import", "check", "first start", "first start, demo", "second start")
    }
    for _ in range(given.rounds):
        with sites.fresh("start", "portal.settings") as site:
            series["bare Django"].append(timed(["-c", BARE], site.environment))
            series["import"].append(timed(["-c", "import portal.wsgi"], site.environment))
            series["check"].append(timed(["manage.py", "check"], site.environment))
            series["first start"].append(until_answer(site, "0"))
            series["second start"].append(until_answer(site, "0"))
            imports = largest_imports(site)
        with sites.fresh("demo", "portal.settings") as site:
            series["first start, demo"].append(until_answer(site, "1"))
    for name, values in series.items():
        (report.floor if name == "bare Django" else report.keep)(name, values)
    for name in list(series)[1:]:
        print(f"{name}: {report.medians[name] / report.medians['bare Django']:.1f} times bare Django")
    return 0 if report.write(largest_imports=imports) else 1


if __name__ == "__main__":
    sys.exit(main())
