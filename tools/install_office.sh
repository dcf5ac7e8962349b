#!/bin/sh
# The test of exported lists opens them in LibreOffice. On Debian as root it is installed; elsewhere it is said.
set -u
if command -v soffice >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc >/dev/null
fi
command -v soffice >/dev/null 2>&1 || {
    echo 'LibreOfficeがありません。書き出した表を開く試験は飛ばします（Debianなら apt-get install --no-install-recommends libreoffice-calc）。' >&2
}
