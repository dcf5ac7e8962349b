"""What every benchmark needs: the machine, medians and spreads, bars, and the file that keeps the result."""

import json
import os
import platform
import sqlite3
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
NOISY = 0.5


def machine() -> dict[str, object]:
    """Cores, memory and versions."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30, 1),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "database": "postgresql" if os.environ.get("DATABASE_URL") else "sqlite",
    }


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def spread(values: Sequence[float]) -> float:
    """(max − min) ÷ median: over 0.5 for the floor, a run decides nothing."""
    return (max(values) - min(values)) / median(values)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Report:
    """Gathers runs and bars of one benchmark; `write()` keeps and prints them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.load_before = os.getloadavg()[0]
        self.runs: list[dict[str, Any]] = []
        self.medians: dict[str, float] = {}
        self.spreads: dict[str, float] = {}
        self.bars: dict[str, dict[str, Any]] = {}
        self.noise: list[str] = []

    def keep(self, name: str, values: Sequence[float]) -> float:
        """Remember a series and return its median."""
        self.runs.append({"name": name, "values": [round(value, 6) for value in values]})
        self.medians[name] = median(values)
        self.spreads[name] = spread(values)
        return self.medians[name]

    def floor(self, name: str, values: Sequence[float]) -> float:
        """As `keep`, for what others are measured against: where it varies by more than half, the run decides nothing."""
        found = self.keep(name, values)
        if self.spreads[name] > NOISY:
            self.noise.append(f"{name}: spread {self.spreads[name]:.2f}")
        return found

    def bar(self, name: str, value: float, limit: float, *, at_least: bool = False) -> None:
        """Hold a ratio against its limit (at most, unless `at_least`)."""
        ok = value >= limit if at_least else value <= limit
        self.bars[name] = {"value": round(value, 3), "limit": limit, "ok": ok}

    def write(self, **extra: object) -> bool:
        """Write and print the result; False when a bar is missed in a run that was quiet enough to say so."""
        RESULTS.mkdir(exist_ok=True)
        result = {
            "name": self.name,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": commit(),
            "machine": machine(),
            "load_before": self.load_before,
            "load_after": os.getloadavg()[0],
            "runs": self.runs,
            "median": self.medians,
            "spread": self.spreads,
            "bars": self.bars,
            "noise": self.noise,
            **extra,
        }
        path = RESULTS / f"{self.name}.json"
        path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
        for name, bar in self.bars.items():
            print(f"{'ok  ' if bar['ok'] else 'MISS'} {name}: {bar['value']} (limit {bar['limit']})")
        if self.noise:
            print(f"noisy, decides nothing: {'; '.join(self.noise)}")
        print(f"{path.relative_to(ROOT)} written")
        return bool(self.noise) or all(bar["ok"] for bar in self.bars.values())
