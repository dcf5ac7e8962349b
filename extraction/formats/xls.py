"""Excel 5.0 to 2003: see `sheets`."""

from extraction.formats.sheets import count, outline, read

__all__ = ["count", "outline", "read"]
