"""Numbers as screens write them: grouped digits, sizes, shares."""

_KB, _MB, _GB = 1024, 1024**2, 1024**3
_MOST_MB = 10 * _GB  # beyond it digits no longer say how much that is


def grouped(value: int) -> str:
    """「1,234」."""
    return f"{value:,}"


def filesize(size: int) -> str:
    """「3バイト」, 「854KB」, 「1.2MB」, 「50MB」, 「77.5GB」; 1MB = 1,048,576 bytes.

    Whole kilobytes; from a megabyte on one decimal, none where it is even.
    """
    if size < _KB:
        return f"{size}バイト"
    if size < _MB:
        return f"{grouped(round(size / _KB))}KB"
    unit, name = (_MB, "MB") if size < _MOST_MB else (_GB, "GB")
    return f"{size // unit:,}{name}" if size % unit == 0 else f"{size / unit:,.1f}{name}"


def percent(part: int, whole: int) -> str:
    """「66.7%」; ZeroDivisionError when there is no whole."""
    return f"{100 * part / whole:.1f}%"
