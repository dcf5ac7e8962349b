"""The gate: every file that comes in is judged here, by one function per rule."""

from extraction.gate.judge import judge, verdict_by_size
from extraction.gate.verdict import READABLE, REFUSED, STORED, Refusal, Suspect, Verdict

__all__ = ["READABLE", "REFUSED", "STORED", "Refusal", "Suspect", "Verdict", "judge", "verdict_by_size"]
