"""ZIPs: what their files are called, what is taken out, what is refused and with which words."""

import errno
import io
import stat
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import runner
from extraction.bundles import Part, TooMuch, unpack
from extraction.gate import Refusal
from extraction.limits import Limits
from tests.hostile import samples

LIMITS = Limits()
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "nasty"
HERE = pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus")


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A ZIP of names and bytes, the same whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            entry = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, (2024, 7, 1, 9, 0, 0))
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def as_windows(data: bytes, name: str, encoding: str) -> bytes:
    """The bundle as a system writes it that has no mark for UTF-8: the placeholder becomes the name's bytes."""
    raw = name.encode(encoding)
    placeholder = b"X" * len(raw)
    assert data.count(placeholder) == 2
    return data.replace(placeholder, raw)


@pytest.fixture
def taken(tmp_path) -> Callable[..., list[tuple[str, bytes | str]]]:
    """Name, and bytes or refusal, of each part."""

    def take(data: bytes, limits: Limits = LIMITS) -> list[tuple[str, bytes | str]]:
        (tmp_path / "bundle").write_bytes(data)
        parts = runner.unpack(tmp_path / "bundle", "束.zip", tmp_path, limits)
        return [(part.name, (tmp_path / part.file).read_bytes() if part.file else part.refusal) for part in parts]

    return take


def test_files_come_out_in_order_with_their_folders(taken):
    data = packed(("b.txt", b"1"), ("資料/", b""), ("資料/a.txt", b"2"))
    assert taken(data) == [("b.txt", b"1"), ("資料/a.txt", b"2")]


def test_a_folder_as_windows_writes_it_is_no_file(taken):
    entry = zipfile.ZipInfo("X")
    entry.filename = "資料\\"
    assert taken(packed((entry, b""), ("a.txt", b"1"))) == [("a.txt", b"1")]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_not_the_bundles_fault(tmp_path, monkeypatch, number):
    def full(*_: object) -> None:
        raise OSError(number, "full")

    (tmp_path / "bundle").write_bytes(packed(("a.txt", b"1")))
    monkeypatch.setattr("extraction.bundles._Unpacking._part", full)
    with pytest.raises(Refusal, match="空きが足りませんでした"):
        list(unpack(tmp_path / "bundle", "束.zip", tmp_path, LIMITS))


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
@pytest.mark.parametrize("name", ["栃木県_指針（案）①.txt", "ﾊﾟﾝﾌ表ソ能.txt", "様式第1号.txt"])
def test_names_without_a_mark(taken, name, encoding):
    placeholder = "X" * len(name.encode(encoding))
    assert taken(as_windows(packed((placeholder, b"1")), name, encoding)) == [(name, b"1")]


def test_names_that_fold_together_are_both_kept(taken):
    names = ["A.txt", "a.txt", "Ａ.txt", "が.txt"]
    data = packed(*((name, name.encode()) for name in [*names, "か\u3099.txt"]))
    assert [name for name, _ in taken(data)] == [*names, "が.txt"]


def test_what_systems_leave_behind_is_passed_over(taken):
    names = ["__MACOSX/._a.txt", ".DS_Store", "資料/Thumbs.db", "desktop.ini", "~$資料.docx", "a.txt"]
    assert [name for name, _ in taken(packed(*((name, b"1") for name in names)))] == ["a.txt"]


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("近道.txt")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("entry", "data", "words"),
    [
        ("中.zip", packed(("a.txt", b"1")), "「中.zip」はZIPなどの書庫です"),
        ("中.pdf", packed(("a.txt", b"1")), "「中.pdf」はZIPなどの書庫です"),
        ("中.rar", b"Rar!\x1a\x07\x00" + bytes(20), "「中.rar」はZIPなどの書庫です"),
        (link(), b"/etc/passwd", "「近道.txt」は別のファイルへのリンクです"),
        ("大.txt", bytes(range(256)) * 8, "「大.txt」は0MBを超えています"),
    ],
)
def test_one_part_is_refused_alone(taken, entry, data, words):
    (_, told), second = taken(packed((entry, data), ("a.txt", b"1")), Limits(file_bytes=1000))
    assert str(told).startswith(words)
    assert second == ("a.txt", b"1")


@pytest.mark.parametrize("make", [samples.word, samples.excel])
def test_an_office_file_inside_is_no_archive(taken, make):
    data = make()
    assert taken(packed(("資料", data))) == [("資料", data)]


@pytest.mark.parametrize(
    ("data", "limits", "words"),
    [
        (packed(), LIMITS, "「束.zip」は中身がありません"),
        (packed(("資料/", b"")), LIMITS, "「束.zip」は中身がありません"),
        (b"%PDF-1.4", LIMITS, "「束.zip」は中身がZIPではありません"),
        (packed(("a.txt", b"1"))[:40], LIMITS, "「束.zip」は壊れていて開けません"),
        (packed(*((f"{n}.txt", b"1") for n in range(21))), LIMITS, "21個のファイルが入っています。20個までに"),
        (packed(*((f"{n}/", b"") for n in range(30))), Limits(archive_entries=20), "展開すると大きくなりすぎる"),
        (packed(("0.txt", bytes(30_000_000))), LIMITS, "展開すると大きくなりすぎる"),
        (packed(("a", b"x" * 700), ("b", b"y" * 700)), Limits(archive_bytes=1000), "展開すると大きくなりすぎる"),
        (packed(("../a.txt", b"1")), LIMITS, "外のフォルダーを指す名前"),
        (packed(("..\\a.txt", b"1")), LIMITS, "外のフォルダーを指す名前"),
        (packed(("/etc/passwd", b"1")), LIMITS, "外のフォルダーを指す名前"),
        (packed(("C:\\a.txt", b"1")), LIMITS, "外のフォルダーを指す名前"),
        (packed(("[Content_Types].xml", b"1"), ("word/document.xml", b"1")), LIMITS, "1つの文書です"),
    ],
)
def test_the_whole_is_refused(taken, data, limits, words):
    with pytest.raises(Refusal) as refusal:
        taken(data, limits)
    assert str(refusal.value).startswith("「束.zip」")
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "limits", "seconds", "kind"),
    [
        (packed(("a", b"x" * 700), ("b", b"y" * 700)), Limits(archive_bytes=1000), 60, TooMuch),
        (packed(("a.txt", b"1")), LIMITS, 0, TooMuch),
        (packed(("0.txt", bytes(30_000_000))), LIMITS, 60, Refusal),
        (packed(*((f"{n}/", b"") for n in range(30))), Limits(archive_entries=20), 60, Refusal),
    ],
    ids=["large", "slow", "bomb", "entries"],
)
def test_what_might_be_taken_with_more_is_told_apart(tmp_path, data, limits, seconds, kind):
    (tmp_path / "bundle").write_bytes(data)
    with pytest.raises(Refusal, match=r"^「束\.zip」は展開") as refusal:
        runner.unpack(tmp_path / "bundle", "束.zip", tmp_path, limits, seconds=seconds)
    assert type(refusal.value) is kind


@HERE
@pytest.mark.corpus
def test_the_corpus(tmp_path):
    locked = runner.unpack(CORPUS / "testZipEncrypted.zip", "束.zip", tmp_path, LIMITS)
    assert [part.name for part in locked if not part.refusal] == ["unencrypted.txt"]
    for name in ("testZip_relative.zip", "testZIP_corrupted_oom.zip", "full_encrypted.7z", "dcterms_bug_56479.zip"):
        with pytest.raises(Refusal):
            runner.unpack(CORPUS / name, name, tmp_path, LIMITS)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_whatever_comes_is_taken_out_or_refused(noise, at):
    data = packed(("a.txt", b"1" * 50), ("b/c.txt", b"2"))
    data = data[:at] + noise + data[at + len(noise) :]
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "bundle").write_bytes(data)
        with suppress(Refusal):
            assert all(isinstance(part, Part) for part in unpack(Path(place) / "bundle", "x", Path(place), LIMITS))
