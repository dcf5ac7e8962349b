"""The profile that LibreOffice starts with: no macros, no links that load, Japanese, and fonts for it."""

import os
from pathlib import Path
from xml.sax.saxutils import escape

import pylopdf_fonts_jp

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    # No pictures, sections or sheets from elsewhere: neither from the net nor from this machine.
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Office.Calc/Content/Update", "Link", "2"),  # never
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Setup/L10N", "ooSetupSystemLocale", "ja-JP"),
    # Where no network namespace is granted: whatever is asked for over HTTP goes to a port where nobody answers.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{}\n</oor:items>\n'
)
# The fonts of the machine first; ours behind them, so that Japanese is never blank.
_FONTS = (
    '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>'
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{cache}</cachedir>'
    "{likes}</fontconfig>\n"
)
_LIKE = "<alias><family>{}</family><accept><family>{}</family><family>{}</family></accept></alias>"
_SERIF = ("ＭＳ 明朝", "MS Mincho", "ＭＳ Ｐ明朝", "MS PMincho", "游明朝", "Yu Mincho", "HGS明朝E", "HG明朝E", "serif")
_SANS = ("ＭＳ ゴシック", "MS Gothic", "ＭＳ Ｐゴシック", "MS PGothic", "MS UI Gothic", "游ゴシック", "Yu Gothic",
         "メイリオ", "Meiryo", "Meiryo UI", "BIZ UDゴシック", "BIZ UDPゴシック", "HG丸ｺﾞｼｯｸM-PRO",
         "sans-serif")  # fmt: skip


def write(profile: Path) -> None:
    """A new profile; the program makes the rest of it."""
    (profile / "user").mkdir(parents=True)
    items = "\n".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(_REGISTRY.format(items), encoding="utf-8")
    likes = [_LIKE.format(family, "Noto Serif CJK JP", "Noto Serif JP") for family in _SERIF]
    likes += [_LIKE.format(family, "Noto Sans CJK JP", "Noto Sans JP") for family in _SANS]
    fonts = _FONTS.format(
        fonts=escape(str(pylopdf_fonts_jp.sans_path().parent)),
        cache=escape(str(profile / "cache")),
        likes="".join(likes),
    )
    _fonts_file(profile).write_text(fonts, encoding="utf-8")


def environment(profile: Path) -> dict[str, str]:
    """All that the program is told: nothing of ours is in it."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": str(profile),
        "FONTCONFIG_FILE": str(_fonts_file(profile)),
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _fonts_file(profile: Path) -> Path:
    return profile / "fonts.conf"
