"""Where the portal is root, what opens a stranger's file is another user: it has that file, and nothing of ours."""

import json
import os
import shutil
from pathlib import Path

import pytest

from extraction import another_user, bounded, children, ocr, office, runner
from extraction.limits import Limits
from tests.extraction import office_files
from tests.factories import pdf_upload
from tests.hostile.children import LIMITS

PAGE = {"number": 1, "label": "", "raw": "", "boxes": "", "blocks": [], "width": 0, "height": 0}
NO_ROOT = "missing: the rights of root, with setpriv"
as_root = pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason=NO_ROOT)


@pytest.fixture
def another(monkeypatch):
    """Also where our programs lie in a folder of root's own, so that a portal would not do it: all is loaded here."""
    monkeypatch.setattr(another_user, "is_possible", lambda: True)
    children.end()
    yield
    children.end()


@pytest.fixture
def data(tmp_path) -> Path:
    """A portal's folder as it is made, with what lies in it, and a file that is being read."""
    folder = tmp_path / "data"
    for place in (folder, folder / "incoming", folder / "keys", folder / "files"):
        place.mkdir(mode=0o700)
    for name in ("portal.sqlite3", "keys/secret_key", "files/other"):
        (folder / name).write_text("HIMITSU")
    (folder / "files" / "own.pdf").write_bytes(pdf_upload(pages=("見本の一枚目",)).read())
    (folder / "files" / "own.pdf").chmod(0o600)
    return folder


PROBE = """
def what(do):
    try:
        return str(do())
    except OSError as problem:
        return type(problem).__name__
found = {"uid": os.getuid(), "ids": os.getresuid() + os.getresgid(), "groups": os.getgroups()}
for name in NAMES:
    found[name] = what(lambda: open(name).read())
found["list"] = what(lambda: os.listdir(DATA))
found["environment"] = what(lambda: open(f"/proc/{PORTAL}/environ", "rb").read())
found["memory"] = what(lambda: open(f"/proc/{PORTAL}/mem", "rb"))
found["signal"] = what(lambda: os.kill(PORTAL, 0))
found["return"] = what(lambda: os.setuid(0))
found["own"] = what(lambda: open("../given/given-0", "rb").read(5))
found["exchange"] = what(lambda: os.rename("../given/given-0", "given-0"))
found["plant"] = what(lambda: os.symlink("/etc/passwd", "../given/given-1"))
found["others"] = what(lambda: open(OTHER).read())
found["made"] = what(lambda: open("made", "w").write("x"))
say(PAGE | {"text": json.dumps(found)})
say({"done": True})
"""


@as_root
def test_a_child_has_its_own_file_and_nothing_of_the_portal(child, another, data):
    _, programs = child
    names = [str(data / name) for name in ("portal.sqlite3", "keys/secret_key", "files/other", "files/own.pdf")]
    limits = Limits(**{**LIMITS.as_dict(), "workplace": str(data / "incoming")})
    with another_user.place(None) as beside:
        other = another_user.lend(data / "files" / "other", beside, "given-0")
        words = f"NAMES, DATA, PORTAL, PAGE, OTHER = {names!r}, {str(data)!r}, {os.getpid()}, {PAGE!r}, {other!r}\n"
        programs.append(words + PROBE)
        [page] = runner.read(data / "files" / "own.pdf", "pdf", 1, 1, limits)
    found = json.loads(page.text)
    assert (user := found.pop("uid")) in another_user.USERS
    assert found.pop("ids") == [user] * 6
    assert found.pop("groups") == []
    assert found.pop("own") == "b'%PDF-'"
    assert found.pop("made") == "1"
    assert set(found.values()) == {"PermissionError"}, found
    assert (data / "files" / "own.pdf").stat().st_mode & 0o777 == 0o600
    assert list((data / "incoming").iterdir()) == []


@as_root
def test_files_are_judged_read_and_drawn_as_ever(another, data, tmp_path):
    own, limits = data / "files" / "own.pdf", Limits(workplace=str(data / "incoming"))
    assert [found.outcome for found in runner.judge_many([(own, "a.pdf"), (own, "b.pdf")], limits)] == ["readable"] * 2
    assert runner.count(own, "pdf", limits) == 1
    assert [page.text for page in runner.read(own, "pdf", 1, 1, limits)] == ["見本の一枚目"]
    assert [picture.number for picture in runner.draw(own, "pdf", [1], tmp_path, limits)] == [1]
    assert {path.owner() for path in tmp_path.glob("*.webp")} == {"root"}
    assert runner.scan(own, "pdf", 1, tmp_path, limits).stat().st_uid == 0


@as_root
def test_a_program_is_that_user_too(another, data):
    noted = "id -u > who; id -G > groups; grep NoNewPrivs /proc/$$/status > rights"
    script = f"{noted}; cat {data}/keys/secret_key > key"
    with another_user.place(str(data / "incoming")) as place:
        bounded.run(
            ["/bin/sh", "-c", script],
            way=bounded.isolation(),
            folder=Path(place),
            environment={"PATH": os.defpath},
            seconds=10,
            output_bytes=10_000,
        )
        said = [(Path(place) / name).read_text().split() for name in ("who", "groups", "rights", "key")]
    assert int(said[0][0]) in another_user.USERS
    assert said[1:] == [said[0], ["NoNewPrivs:", "1"], []]


@as_root
@pytest.mark.skipif(office.path() is None, reason="missing: LibreOffice (tools/install_office.sh)")
def test_libreoffice_prints_as_that_user(another, data, tmp_path):
    found = office.find()
    assert found is not None
    original = data / "files" / "show"
    original.write_bytes(office_files.slides(1))
    printed = office.to_pdf(found, original, "pptx", tmp_path, Limits(workplace=str(data / "incoming")))
    assert printed.stat().st_uid == 0


@as_root
@pytest.mark.skipif(ocr.path() is None, reason="missing: tesseract with tesseract-ocr-jpn")
def test_words_are_recognised_as_that_user(another, data, tmp_path):
    limits = Limits(workplace=str(data / "incoming"))
    scan = runner.scan(data / "files" / "own.pdf", "pdf", 1, tmp_path, limits)
    assert "一枚目" in ocr.recognise(str(ocr.path()), scan, tmp_path, limits)


LIES = {
    "a way out": ("../secret", None),
    "a whole way": ("{secret}", None),
    "a link": ("link", lambda place, secret: (place / "link").symlink_to(secret)),
    "a folder": ("folder", lambda place, _: (place / "folder").mkdir()),
    "a pipe": ("pipe", lambda place, _: os.mkfifo(place / "pipe")),
    "too large": ("large", lambda place, _: (place / "large").write_bytes(bytes(101))),
    "nothing": ("nothing", None),
    "no name": ("", None),
    "itself": (".", None),
    "above": ("..", None),
}


@pytest.mark.parametrize("lie", LIES)
def test_only_a_plain_file_of_the_folder_is_taken_out_of_it(tmp_path, lie):
    name, make = LIES[lie]
    place, secret, target = tmp_path / "place", tmp_path / "secret", tmp_path / "target"
    place.mkdir()
    secret.write_text("HIMITSU")
    if make is not None:
        make(place, secret)
    assert not another_user.take(place, name.format(secret=secret), target, most_bytes=100)
    assert not target.exists() or "HIMITSU" not in target.read_text()
    assert secret.exists()


@pytest.mark.parametrize("exchanged", ["target", "folder"])
def test_no_link_leads_out_of_what_is_taken(tmp_path, exchanged):
    """The folder in which something was made, and the place where it is to lie, may have become links."""
    place, elsewhere = tmp_path / "place", tmp_path / "elsewhere"
    for folder in (place, elsewhere):
        folder.mkdir()
        (folder / "made").write_text("stranger's" if folder is place else "HIMITSU")
    out, target = place, tmp_path / "target"
    if exchanged == "target":
        target.symlink_to(elsewhere / "made")
    else:
        out = tmp_path / "out"
        out.symlink_to(elsewhere)
    assert not another_user.take(out, "made", target, most_bytes=100)
    assert (elsewhere / "made").read_text() == "HIMITSU"


def test_whoever_is_not_root_stays_who_he_is(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not another_user.is_possible.__wrapped__()


@as_root
def test_it_is_not_done_where_that_user_cannot_read_our_programs(monkeypatch, tmp_path):
    """A late import would fail, and the file be blamed."""
    (tmp_path / "module.py").touch()
    monkeypatch.setattr(another_user, "__file__", str(tmp_path / "module.py"))  # in a folder of root's alone
    assert not another_user.is_possible.__wrapped__()
