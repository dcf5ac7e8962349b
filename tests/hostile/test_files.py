"""The attack set and the honest files: what the gate says of each, through the upload and through `checkfile`."""

import csv
import io
import json
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from extraction import runner
from extraction.gate import Verdict
from extraction.kinds import BY_NAME
from extraction.limits import Limits
from library.models import File
from posting.once import fresh_key
from tests.hostile import samples

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
HERE = pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus")

TABLE = Path(__file__).with_name("corpus.csv")


class Row(NamedTuple):
    """One file of the corpus. `words` follow its name in the message; no `pages` stands for any number of them."""

    file: str
    outcome: str
    sort: str
    pages: str
    words: str


def rows(folder: str) -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        found = [Row(*line) for line in csv.reader(file)][1:]
    return [row for row in found if row.file.startswith(f"{folder}/")]


def said(path: Path, verdict: Verdict, *, with_pages: bool) -> Row:
    name = f"{path.parent.name}/{path.name}"
    pages = str(verdict.pages or "") if with_pages else ""
    return Row(name, verdict.outcome, "", pages, verdict.message.removeprefix(f"「{path.name}」"))


FOLDERS = [
    "nasty",
    *(pytest.param(f, marks=pytest.mark.slow) for f in ("government", "guidelines", "tables", "survey")),
]


@HERE
@pytest.mark.corpus
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_the_corpus_lands_in_its_class(folder):
    files = sorted((CORPUS / folder).iterdir())
    wanted = {row.file: row for row in rows(folder)}
    assert sorted(f"{folder}/{path.name}" for path in files) == sorted(wanted), "the table knows every file"
    verdicts = runner.judge_many([(path, path.name) for path in files], Limits())
    found = [
        said(path, verdict, with_pages=bool(wanted[f"{folder}/{path.name}"].pages))
        for path, verdict in zip(files, verdicts, strict=True)
    ]
    assert found == [wanted[row.file]._replace(sort="") for row in found]


def test_honest_files_are_taken_but_for_two_of_a_wrong_type():
    honest = [row for folder in ("government", "guidelines", "survey", "tables") for row in rows(folder)]
    assert [(row.file.rpartition(".")[2], row.sort) for row in honest if row.outcome == "refused"] == [
        ("html", "wrong type"),
        ("json", "wrong type"),
    ]
    assert len(honest) > 75


def uploaded(client: Client, name: str, data: bytes) -> File:
    step = client.post("/submit/", {"once": fresh_key()})["Location"]
    client.post(step, {"once": fresh_key(), "files": [SimpleUploadedFile(name, data)]})
    return File.objects.latest("id")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "data", "words"), samples.TABLE, ids=[name for name, *_ in samples.TABLE])
def test_upload_and_checkfile_say_the_same(name, data, words, tochigi, tmp_path):
    client = Client()
    client.force_login(tochigi)
    content = data()
    file = uploaded(client, name, content)
    (tmp_path / name).write_bytes(content)
    out = io.StringIO()
    call_command("checkfile", "--json", str(tmp_path / name), stdout=out)
    line = json.loads(out.getvalue())
    assert line["message"] == file.gate_message
    assert line["kind"] == (BY_NAME[file.kind].family or file.kind if file.kind in BY_NAME else file.kind)
    assert line["pages"] == file.page_count
    assert (line["verdict"] == "refused") == (file.gate == "refused")
    assert file.gate_message == words.format(name)
    assert File.objects.count() == 1, "checkfile writes nothing"
    if file.gate == "refused":
        assert words.format(name) in client.get(f"/submit/{file.edition_id}/files/").content.decode()
        assert file.key == ""
