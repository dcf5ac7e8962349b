#!/bin/sh
# The tests of the malware scanner talk to a real clamd. On Debian as root it is installed; elsewhere it is said.
set -u
if command -v clamd >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends clamav-daemon >/dev/null
fi
command -v clamd >/dev/null 2>&1 || {
    echo 'clamdがありません。ウイルス検査の試験は飛ばします（Debianなら apt-get install --no-install-recommends clamav-daemon）。' >&2
}
