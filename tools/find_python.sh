#!/bin/sh
# Prints a Python of at least 3.12 by trying candidates: a name on the PATH may be a shim that runs nothing.
fit() { "$1" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

for candidate in "$PYTHON" python3.13 python3.12 python3.14 python3 python \
    /usr/bin/python3.1[2-9] /usr/local/bin/python3.1[2-9] /opt/*/bin/python3.1[2-9] \
    "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 "$HOME"/.local/share/uv/python/*/bin/python3.1[2-9]; do
    [ -n "$candidate" ] || continue
    if fit "$candidate"; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
echo 'Python 3.12以上が見つかりません。入れてから、もう一度お試しください（場所は PYTHON=/path/to/python3 で指定できます）。' >&2
echo 'No Python 3.12 or newer was found. Install one, or name it: PYTHON=/path/to/python3 make run' >&2
exit 1
