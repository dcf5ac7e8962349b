"""How much one file may cost, and where its child works."""

from dataclasses import asdict, dataclass

_MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bytes, counts and seconds; the site passes its own settings. Without `workplace` the system's folder serves."""

    file_bytes: int = 50 * _MB
    pdf_pages: int = 2000
    sheets: int = 2000
    cells: int = 5_000_000
    slides: int = 2000
    pixels: int = 40_000_000
    archive_entries: int = 5000
    archive_bytes: int = 500 * _MB
    bundle_files: int = 20
    picture_bytes: int = 150 * 1024
    cpu_seconds: int = 120
    wall_seconds: int = 300
    memory_bytes: int = 1024 * _MB
    output_bytes: int = 200 * _MB
    workplace: str | None = None

    def as_dict(self) -> dict[str, int | str | None]:
        return asdict(self)
