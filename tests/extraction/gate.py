"""What the rules of the gate say of bytes, without counting pages."""

from pathlib import Path

from extraction.gate import Refusal, Suspect, types
from extraction.gate.inspection import Inspection
from extraction.gate.judge import inspect
from extraction.limits import Limits


def said(folder: Path, name: str, data: bytes, limits: Limits | None = None) -> str:
    """The message; empty where the file is taken."""
    try:
        look(folder, name, data, limits)
    except Refusal as refusal:
        return str(refusal)
    return ""


def look(folder: Path, name: str, data: bytes, limits: Limits | None = None) -> list[str]:
    """The remarks. Raises Refusal."""
    path = folder / name
    path.write_bytes(data)
    types.not_empty(path, name)
    inspection = Inspection(Suspect(path, name, types.kind_of(path, name), limits or Limits()))
    inspect(inspection)
    return inspection.remarks
