#!/bin/sh
# Installs a lock file into .venv, once per content: tools/install.sh lock-run.txt
set -eu
lock=$1
mark=".venv/.$(basename "$lock" .txt)-$(cksum <"$lock" | tr ' ' '-')"
[ -f "$mark" ] && exit 0
if [ ! -x .venv/bin/python ]; then
    python=$(sh tools/find_python.sh)
    "$python" -m venv .venv
fi
echo "必要なものを入れています（$lock）…" >&2
if uv --version >/dev/null 2>&1; then
    UV_PYTHON_DOWNLOADS=never uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
fi
touch "$mark"
