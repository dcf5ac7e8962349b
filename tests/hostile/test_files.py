"""The attack set and the honest files: what the gate says of each, through the upload and through `checkfile`."""

import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from extraction import runner
from extraction.limits import Limits
from library.models import File
from posting.once import fresh_key
from tests.hostile import samples

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
HERE = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus ../shared/corpus is not on this machine")

WRONG_TYPE = "「{}」は登録できない種類です。PDF、Word、Excel、PowerPoint、テキスト、Markdown、CSVにしてください"
LOCKED = "「{}」はパスワードがかかっています。外してから選び直してください"
BROKEN = "「{}」は壊れていて開けません。元のファイルを確かめてください"
RUNS = "「{}」には自動で動く仕掛け（スクリプト）があります。「印刷」から PDF に作り直してください"
CARRIES = "「{}」の中に別のファイルが付いています。取り外して、別々に登録してください"
ENTITIES = "「{}」には登録できない書き方（文書型の宣言）が入っています。Officeで開いて保存し直してください"
MACROS = "「{}」にはマクロが入っています。マクロなしの形式（.docx など）で保存し直してください"
NOT_WORD, NOT_EXCEL, NOT_TEXT = (
    f"「{{}}」は中身が{label}ではありません。元のファイルを開いて保存し直してください"
    for label in ("Word", "Excel", "テキスト")
)

# Refused with these words; a number is the pages of a file that is taken.
NASTY: dict[str, str | int] = {
    # PDF
    "GHOSTSCRIPT-698804-1-fuzzed.pdf": 1,
    "PDFBOX-3148-2-fuzzed.pdf": 1,
    "PDFJS-9279-reduced.pdf": 1,
    "Pages-tree-refs.pdf": BROKEN,
    "attachment.pdf": CARRIES,
    "bug1782186.pdf": LOCKED,
    "clam.pdf": CARRIES,
    "empty_protected.pdf": 1,
    "encrypted_doc_no_id.pdf": 3,
    "encryption_openpassword.pdf": LOCKED,
    "externalLink.pdf": RUNS,
    "fileAttachment.pdf": CARRIES,
    "helloworld-bad.pdf": 1,
    "imagemagick-CCITTFaxDecode.pdf": 1,
    "issue16063.pdf": 1,
    "issue9105_reduced.pdf": 1,
    "jo.pdf": 1,
    "js-authors.pdf": RUNS,
    "libreoffice-writer-password.pdf": LOCKED,
    "noembed-eucjp.pdf": 1,
    "noembed-identity-2.pdf": 1,
    "poppler-742-0-fuzzed.pdf": BROKEN,
    "poppler-85140-0.pdf": 1,
    "pr6531_1.pdf": LOCKED,
    "testPDFPackage.pdf": RUNS,
    "testUnicodePassword.pdf": LOCKED,
    "unreadablemetadata.pdf": BROKEN,
    "veraPDFHiResWrongObjectID.pdf": 1,
    "vertical.pdf": 3,
    "xfa_filled_imm1344e.pdf": RUNS,
    "zen_of_python_corrupted.pdf": 1,
    # Word, Excel, PowerPoint
    "54764.xlsx": ENTITIES,
    "FY2017-settlementcard.xlsx": 48,
    "SimpleMacro.docm": MACROS,
    "bug53475-password-is-pass.docx": LOCKED,
    "clusterfuzz-testcase-minimized-POIXWPFFuzzer-4791943399604224.docx": BROKEN,
    "clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5025401116950528.xlsx": BROKEN,
    "crash-274d6342e4842d61be0fb48eaadad6208ae767ae.xlsx": BROKEN,
    "dde-test.docx": 1,
    "dde-test.xlsx": 1,
    "mynumber_card_data_detailed.xlsx": NOT_EXCEL,
    "poc-shared-strings.xlsx": 1,
    "poc-xmlbomb.xlsx": ENTITIES,
    "stress019.docx": 1,
    "testDataConnections.xlsx": 1,
    "testMailMerge.docx": 1,
    "testPPT_protected_passtika.pptx": LOCKED,
    "testWORD_truncated.docx": NOT_WORD,
    "test_recursive_embedded.docx": 1,
    "truncated62886.docx": BROKEN,
    "with_japanese.pptx": 1,
    # text
    "english.cp500.txt": NOT_TEXT,
    "test_mskanji.csv": 1,
}
# What is not on the list of kinds, whatever it holds.
OLD = {".doc": "Word", ".xls": "Excel", ".ppt": "PowerPoint"}
OTHERS = {
    ".rtf", ".odt", ".wps", ".one", ".zip", ".7z", ".gz", ".xlsb", ".xlam", ".ooxml",
    ".xml", ".html", ".eml", ".mail", ".json",
}  # fmt: skip


def expected(path: Path) -> str | int:
    """Words or pages; a file of the attack set that the table does not know fails the test."""
    suffix = path.suffix.lower()
    if suffix in OLD:
        return samples.OLD.format(suffix, OLD[suffix])
    return WRONG_TYPE if suffix in OTHERS else NASTY[path.name]


def said(files: list[Path]) -> dict[str, str | int | None]:
    verdicts = runner.judge_many([(path, path.name) for path in files], Limits())
    found = zip(files, verdicts, strict=True)
    return {path.name: v.pages if v.outcome == "readable" else v.message for path, v in found}


@HERE
@pytest.mark.corpus
def test_every_file_of_the_attack_set_lands_in_its_class():
    files = sorted((CORPUS / "nasty").iterdir())
    found = said(files)
    wanted = {path.name: expected(path) for path in files}
    assert found == {name: want.format(name) if isinstance(want, str) else want for name, want in wanted.items()}
    assert len(files) > 80


@HERE
@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("folder", ["government", "guidelines", "tables", "survey"])
def test_every_honest_file_is_taken(folder):
    files = sorted((CORPUS / folder).iterdir())
    found = said(files)
    refused = {name: message for name, message in found.items() if not isinstance(message, int)}
    wanted = {path.name: str(expected(path)) for path in files if path.suffix.lower() in OTHERS | set(OLD)}
    assert refused == {name: want.format(name) for name, want in wanted.items()}


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
    assert line["kind"] == file.kind
    assert line["pages"] == file.page_count
    assert (line["verdict"] == "refused") == (file.gate == "refused")
    assert file.gate_message == words.format(name)
    assert File.objects.count() == 1, "checkfile writes nothing"
    if file.gate == "refused":
        assert words.format(name) in client.get(f"/submit/{file.edition_id}/files/").content.decode()
        assert file.key == ""
