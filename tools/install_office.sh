#!/bin/sh
# LibreOffice prints Office files, and the test of exported lists opens them in it. On Debian as root the parts that are
# missing are installed; elsewhere it is said.
set -u
PARTS='writer calc impress'
missing() {
    command -v soffice >/dev/null 2>&1 || { echo "$PARTS"; return; }
    command -v dpkg-query >/dev/null 2>&1 || return
    dpkg-query -W -f '${Status}' libreoffice-core 2>/dev/null | grep -q 'install ok installed' || return # not Debian's
    for part in $PARTS; do
        dpkg-query -W -f '${Status}' "libreoffice-$part" 2>/dev/null | grep -q 'install ok installed' || printf '%s ' "$part"
    done
}
wanted=$(missing)
if [ -z "$wanted" ]; then exit 0; fi
packages=$(for part in $wanted; do printf 'libreoffice-%s ' "$part"; done)
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086  several words
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi
wanted=$(missing)
if [ -n "$wanted" ]; then
    echo "LibreOfficeが足りません（$wanted）。表を開く試験と印刷イメージの試験は飛ばします（Debianなら apt-get install --no-install-recommends $packages）。" >&2
fi
