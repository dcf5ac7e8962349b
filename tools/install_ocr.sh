#!/bin/sh
# The tests of recognised words use a real Tesseract. On Debian as root it is installed; elsewhere it is said.
set -u
has_japanese() { tesseract --list-langs 2>/dev/null | grep -qx jpn; }
if has_japanese; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-jpn >/dev/null
fi
has_japanese || {
    echo 'Tesseractと日本語のデータがありません。文字認識の試験は飛ばします（Debianなら apt-get install tesseract-ocr tesseract-ocr-jpn）。' >&2
}
