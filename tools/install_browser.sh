#!/bin/sh
# The browser tests need Chromium and a Japanese font. On Debian as root they are installed; elsewhere it is said.
set -u
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium libatomic1 fonts-noto-cjk >/dev/null
fi
command -v chromium >/dev/null 2>&1 || {
    echo 'Chromiumがありません。ブラウザーの試験は飛ばします（Debianなら apt-get install chromium libatomic1 fonts-noto-cjk）。' >&2
}
