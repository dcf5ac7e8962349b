"""Excel: see `sheets`."""

from extraction.formats.sheets import count, outline, read

__all__ = ["count", "outline", "read"]
