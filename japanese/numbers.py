"""Numbers as screens write them: grouped digits, sizes, shares."""

_KB, _MB = 1024, 1024 * 1024


def grouped(value: int) -> str:
    """「1,234」."""
    return f"{value:,}"


def filesize(size: int) -> str:
    """「1.2MB」, 「50MB」, 「854KB」, 「3バイト」; 1MB = 1,048,576 bytes, one decimal or even; else whole KB."""
    if size < _KB:
        return f"{size}バイト"
    if size < _MB:
        return f"{grouped(round(size / _KB))}KB"
    return f"{size // _MB:,}MB" if size % _MB == 0 else f"{size / _MB:,.1f}MB"


def percent(part: int, whole: int) -> str:
    """「66.7%」; ZeroDivisionError when there is no whole."""
    return f"{100 * part / whole:.1f}%"
