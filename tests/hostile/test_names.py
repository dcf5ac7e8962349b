"""Names of files as people send them: through a real upload, onto every page that shows them, and out again."""

import io
import re
from urllib.parse import quote, unquote

import pytest
from django.http import multipartparser
from django.test import Client

from library import actions
from library.models import Edition, File, Visibility
from portal.incoming import _LONGEST_HEAD, ReadableHeads
from posting.once import fresh_key
from tests import factories
from tests.security.inert import Page

pytestmark = pytest.mark.django_db
SAME = None

# Sent, shown, downloaded; SAME where it is what stands before it.
TEXTS: list[tuple[str, str | None, str | None]] = [
    ("資料.txt", SAME, SAME),
    ("plain name (1).txt", SAME, SAME),
    ("資料.TXT", SAME, "資料.txt"),
    ("第1.5版.v2.txt", SAME, SAME),
    ("資料.pdf.txt", SAME, SAME),
    ("archive.tar.gz.txt", SAME, SAME),
    # as Japanese offices write
    ("Ｒ５．８．２２　資料（案）.txt", SAME, SAME),
    ("ﾊﾟﾝﾌﾚｯﾄ①㈱ﬁ.txt", SAME, SAME),
    ("か\u3099いと\u3099.txt", "がいど.txt", "がいど.txt"),
    ("e\u0301te\u0301.txt", "été.txt", "été.txt"),
    ("か\u309a.txt", SAME, SAME),
    ("\ue000外字.txt", SAME, SAME),
    ("𠮷野家.txt", SAME, SAME),
    ("😀会議👍🏽.txt", SAME, SAME),
    # what some systems cannot save
    ("CON.txt", SAME, "_CON.txt"),
    ("nul.txt", SAME, "_nul.txt"),
    ("COM1.v2.txt", SAME, "_COM1.v2.txt"),
    ("Lpt9.txt", SAME, "_Lpt9.txt"),
    ("資料.txt. . ", "資料.txt", "資料.txt"),
    (" 　資料 .txt", "資料 .txt", "資料.txt"),
    ("a|b*c?.txt", SAME, "a_b_c_.txt"),
    ('quo"te.txt', SAME, "quo_te.txt"),
    ("C:資料.txt", SAME, "C_資料.txt"),
    # ways out of the folder
    ("../../etc/passwd.txt", "passwd.txt", "passwd.txt"),
    ("..\\..\\boot.txt", "boot.txt", "boot.txt"),
    ("C:\\Users\\x\\資料.txt", "資料.txt", "資料.txt"),
    ("/etc/資料.txt", "資料.txt", "資料.txt"),
    ("\\\\server\\share\\資料.txt", "資料.txt", "資料.txt"),
    ("%2e%2e%2fpasswd.txt", SAME, SAME),
    ("..％2f..／資料.txt", SAME, SAME),
    (".htaccess.txt", SAME, SAME),
    ("~$資料.txt", SAME, SAME),
    # what nobody sees
    ("\u202etxt.fdp.txt", "txt.fdp.txt", "txt.fdp.txt"),
    ("資\u200b料\u200f\u2066.txt", "資料.txt", "資料.txt"),
    ("\ufeff資料.txt", "資料.txt", "資料.txt"),
    ("資料\x00.txt", "資料.txt", "資料.txt"),
    ("資料\x1b[31m\x07.txt", "資料[31m.txt", "資料[31m.txt"),
    ("資料\u2028改\u0085.txt", "資料改.txt", "資料改.txt"),
    ("資料\t表.txt", "資料 表.txt", "資料 表.txt"),
    # what would be more than a name
    ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
    ("a\r\n\r\n<script>.txt", "a <script>.txt", "a _script_.txt"),
    ("<img src=x onerror=pwned()>.txt", SAME, "_img src=x onerror=pwned()_.txt"),
    ("R&amp;D&lt;.txt", SAME, SAME),
    ("{{ 7|add:7 }}.txt", SAME, "{{ 7_add_7 }}.txt"),
    ("100%25;filename=x.txt", SAME, SAME),
    ("x; filename*=UTF-8''evil.exe.txt", SAME, "x; filename_=UTF-8''evil.exe.txt"),
    ("=1+1.txt", SAME, SAME),
    ("'; DROP TABLE x;--.txt", SAME, SAME),
    ("--help.txt", SAME, SAME),
    # too long
    ("長" * 290 + ".txt", "長" * 146 + ".txt", "長" * 146 + ".txt"),
    ("x" * 151 + ".txt", "x" * 146 + ".txt", "x" * 146 + ".txt"),
]
# These have no extension that a text could have; their content says what they are.
PDFS: list[tuple[str, str | None, str]] = [
    ("資料", SAME, "資料.pdf"),
    ("...", "名前なし", "名前なし.pdf"),
    ("..", "名前なし", "名前なし.pdf"),
    ("///", "名前なし", "名前なし.pdf"),
    ("\u200b\u202e", "名前なし", "名前なし.pdf"),
    (".pdf", SAME, ".pdf.pdf"),
]
TABLE = TEXTS + PDFS


def part(name: str, content: bytes) -> bytes:
    """As a browser names a file, or (where it could not say it) by the name's encoded form."""
    plain = name.isprintable() and not set(name) & set('"\\')
    named = f'filename="{name}"'.encode() if plain else f"filename*=UTF-8''{quote(name, safe='')}".encode()
    head = b'--edge\r\nContent-Disposition: form-data; name="files"; ' + named
    return head + b"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"


def uploaded(client: Client, rows: list[tuple[str, bytes]]) -> Edition:
    """A new draft with these files, sent in one request."""
    step = client.post("/submit/", {"once": fresh_key()})["Location"]
    key = f'--edge\r\nContent-Disposition: form-data; name="once"\r\n\r\n{fresh_key()}\r\n'.encode()
    body = key + b"".join(part(name, content) for name, content in rows) + b"--edge--\r\n"
    response = client.post(step, body, content_type="multipart/form-data; boundary=edge")
    assert response.status_code == 302
    return Edition.objects.latest("id")


@pytest.fixture
def sent(client, tochigi) -> list[tuple[File, str, str]]:
    """(the file, what is shown, what it is saved as) for every name of the table."""
    client.force_login(tochigi)
    pdf, found = factories.pdf_upload().read(), []
    for start in range(0, len(TABLE), 20):
        rows = TABLE[start : start + 20]
        contents = [pdf if row in PDFS else f"見本 {row[0]!a}\n".encode() for row in rows]
        edition = uploaded(client, [(row[0], content) for row, content in zip(rows, contents, strict=True)])
        files = list(edition.files.in_order())
        assert len(files) == len(rows), "none is lost"
        for file, (name, shown, saved) in zip(files, rows, strict=True):
            assert (file.gate, file.gate_message) == ("taken", ""), ascii(name)
            found.append((file, shown or name, saved or shown or name))
    return found


def test_a_name_survives_the_whole_way(client, sent, tochigi, secretariat):
    assert len(sent) >= 40
    wrong = {ascii(shown): ascii(file.name) for file, shown, _ in sent if file.name != shown}
    assert wrong == {}
    for edition in Edition.objects.filter(files__in=[file.pk for file, *_ in sent]).distinct():
        shown = [words for file, words, _ in sent if file.edition_id == edition.pk]
        page = Page(client.get(f"/submit/{edition.pk}/files/").content.decode())
        assert page.alive == []
        assert [name for name in shown if not stands(name, page)] == []
        _publish(edition, tochigi, secretariat)
        for tab in ("", "about/", "files/"):
            page = Page(client.get(f"{edition.publication.get_absolute_url()}{tab}").content.decode())
            assert page.alive == []
            assert tab == "about/" or [name for name in shown if len(name) < 150 and not stands(name, page)] == []


def stands(name: str, page: Page) -> bool:
    """Two that look alike have a count behind them."""
    return any(text.startswith(name) for text in page.texts)


def _publish(edition: Edition, by, reviewer) -> None:
    values = {"title": "見本", "summary": "見本", "types": [factories.make_type()], "themes": [factories.make_theme()]}
    values |= {"issued_on": "2024-04-01", "requested_visibility": Visibility.MEMBERS}
    edition = actions.save_details(edition, by=by, revision=edition.revision, values=values)
    actions.submit(edition, by=by, declared=True)
    actions.publish(edition, by=reviewer, visibility=Visibility.MEMBERS)


def test_a_download_is_named_so_that_every_system_can_save_it(client, sent):
    for file, _, saved in sent:
        header = client.head(file.get_absolute_url())["Content-Disposition"]
        match = re.fullmatch(
            r"attachment; filename=\"([A-Za-z0-9 ._()+-]+)\"; filename\*=UTF-8''((?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+)",
            header,
        )
        assert match, header
        assert unquote(match[2], errors="strict") == saved
        assert match[1].endswith((".txt", ".pdf"))


def test_the_key_tells_nothing_of_the_name(sent):
    for file, _, _ in sent:
        assert re.fullmatch(r"[0-9a-z/-]+", file.key), file.key


@pytest.mark.parametrize("tail", ["長" * 250, "x" * 900, "x" * 252, "\u202e" * 80])
def test_what_looks_like_an_extension_may_be_of_any_length(client, tochigi, tail):
    """It is refused with its reason, as any type that is not on the list."""
    client.force_login(tochigi)
    file = uploaded(client, [(f"資料.{tail}", b"\x7fELF" + b"\0" * 40)]).files.get()
    assert file.name == f"資料.{tail}".replace("\u202e", "").rstrip(".")[:150]
    assert file.gate == "refused"
    assert "登録できない種類です" in client.get(f"/submit/{file.edition_id}/files/").content.decode()


NOT_UTF8 = {
    b"\xff\xfe.txt": ".txt",
    b"\xff\xfe": "名前なし",
    "資料.txt".encode() + b"\xe8": "資料.txt",
    "資料.txt".encode("euc_jp"): ".txt",
}


def form(names: list[bytes], content: bytes) -> bytes:
    """A key, and a file of each name."""
    head = b'--edge\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    files = b"".join(head % (b"files", b'; filename="%s"' % name, content) for name in names)
    return head % (b"once", b"", fresh_key().encode()) + files + b"--edge--\r\n"


def test_a_name_that_is_no_text_loses_no_file(client, tochigi):
    client.force_login(tochigi)
    step = client.post("/submit/", {"once": fresh_key()})["Location"]
    pdf = factories.pdf_upload().read()
    sent = client.post(step, form(list(NOT_UTF8), pdf), content_type="multipart/form-data; boundary=edge")
    assert sent.status_code == 302
    files = list(Edition.objects.latest("id").files.in_order())
    assert [file.name for file in files] == list(NOT_UTF8.values())
    page = client.get(step).content.decode()
    assert all(name in page for name in NOT_UTF8.values())


def test_the_longest_head_is_what_the_parser_takes():
    assert _LONGEST_HEAD == multipartparser.MAX_TOTAL_HEADER_SIZE


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000, 65_536])
def test_only_heads_are_touched_wherever_the_pieces_are_cut(size):
    content = b"\xff\r\n--edg\xff\r\n\r\n\xfe--\r\n--ed" + bytes(range(256)) * 9 + b"\r\n--edg"
    body = form(list(NOT_UTF8), content)
    source, read = ReadableHeads(io.BytesIO(body), b"edge"), []
    while piece := source.read(size):
        read.append(piece)
    wanted = form([re.sub(rb"\xff|\xfe|\xe8$", b"\x7f", name) for name in list(NOT_UTF8)[:3]], content)
    found = b"".join(read)
    assert len(found) == len(body)
    assert found.count(content) == len(NOT_UTF8)
    assert found.split(content)[1:3] == wanted.split(content)[1:3]
    for head in found.split(content):
        head.decode()
