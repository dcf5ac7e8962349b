"""What holds of the project as a whole: size, layers, dependencies and their licences, what must not be in it."""

import re
import statistics
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = [
    [app.strip() for app in layer.split("|")]
    for contract in PROJECT["tool"]["importlinter"]["contracts"]
    for layer in contract["layers"]
]
APPS = {app for layer in LAYERS for app in layer}


NOT_OURS = {"var", "staticfiles", "node_modules", "__pycache__", "results"}


def files(*endings: str) -> list[Path]:
    """Everything of the checkout but what is made there, by ending."""
    found = []
    for folder, folders, names in ROOT.walk():
        folders[:] = [name for name in folders if name not in NOT_OURS and (name == ".ci" or not name.startswith("."))]
        found += [folder / name for name in names if not name.startswith(".coverage")]
    return [path for path in found if not endings or path.suffix in endings]


def product(*endings: str) -> list[Path]:
    return [path for path in files(*endings) if path.relative_to(ROOT).parts[0] in {*APPS, "templates", "static"}]


def is_written(path: Path) -> bool:
    return "migrations" not in path.parts


def found(pattern: str, paths: list[Path], *, reason: str = "") -> list[str]:
    """Lines that hold the pattern, but those that carry a reviewed reason."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().split("\n"), start=1)
        if re.search(pattern, line) and not (reason and re.search(reason, line))
    ]


# --- Size and order -------------------------------------------------------------------------------------------------


def test_files_are_small():
    lengths = {path: path.read_text().count("\n") for path in files(".py", ".html", ".css", ".js") if is_written(path)}
    assert {path.name: length for path, length in lengths.items() if length > 400} == {}
    assert statistics.median(length for path, length in lengths.items() if path.suffix == ".py") <= 80


def test_every_module_says_in_one_sentence_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in product(".py")
        if is_written(path) and path.name not in {"__init__.py", "apps.py"} and not path.read_text().startswith('"""')
    ]
    silent = [name for name in silent if "/management/" not in name and "/urls" not in name]
    assert silent == []


def test_foreign_keys_follow_the_layers_also_where_they_are_named_by_string():
    """But for the person, whom every layer names through settings.AUTH_USER_MODEL."""
    level = {app: number for number, layer in enumerate(LAYERS) for app in layer}
    wrong = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if (field.concrete and field.is_relation and model._meta.app_label in level)
        and field.related_model is not get_user_model()
        and level.get(field.related_model._meta.app_label, 99) < level[model._meta.app_label]
    ]
    assert wrong == []


# --- Dependencies ---------------------------------------------------------------------------------------------------

REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)
ALLOWED = r"MIT|BSD|Apache|Python Software|PSF|MPL|Mozilla|LGPL|HPND|OFL|Open Font|zlib"


def lock(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_dependency_says_why_it_is_here():
    text = (ROOT / "pyproject.toml").read_text()
    block = text.split("dependencies = [")[1].split("\n]")[0] + text.split("dev = [")[1].split("\n]")[0]
    lines = [line for line in block.split("\n") if line.strip().startswith('"')]
    assert len(lines) > 20
    assert [line for line in lines if not re.search(r'",\s+# \S+', line)] == []


@pytest.mark.parametrize("name", ["lock-run.txt", "lock-dev.txt"])
def test_every_locked_package_has_a_hash_and_no_host(name):
    text = lock(name)
    packages = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert len(packages) > 20
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"https?://|--index-url|--find-links|--extra-index", text) == []


def licence(name: str) -> str:
    about = metadata.metadata(name)
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    named = [about.get("License-Expression") or "", *classifiers]
    # A whole licence text in the field says less than the classifier does.
    return " ".join([*named, (about.get("License") or "")[:60]])


def test_what_runs_in_production_has_a_licence_that_we_may_use():
    licences = {}
    for name in REQUIREMENT.findall(lock("lock-run.txt")):
        try:
            licences[name] = licence(name)
        except metadata.PackageNotFoundError:
            continue  # for another system, by its marker
    assert len(licences) > 30
    assert {name: words for name, words in licences.items() if not re.search(ALLOWED, words)} == {}
    assert {name: words for name, words in licences.items() if re.search(r"(?<!L)\bA?GPL|General Public", words)} == {}


# --- What must not be here ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "endings", "reason"),
    [
        (r"\bcsrf_exempt\b", [".py"], r"# RFC 8058: \w"),
        (r"\.raw\(|\.extra\(|RawSQL\(", [".py"], ""),
        (r"execute\(\s*f[\"']|cursor\.execute\(.*(%|\.format)", [".py"], "noqa: S608"),
        (r"mark_safe\((?!['\"])", [".py"], r"noqa: S308  \w"),
        (r"\b(TODO|FIXME|XXX|HACK)\b", [".py", ".html", ".css", ".js"], ""),
        (r"^\s*print\(", [".py"], ""),
        (r"\|safe\b|autoescape off", [".html"], ""),
        (r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*src=)|javascript:", [".html"], ""),
        (r"(src|href|action)=[\"']https?://", [".html"], ""),
        (r"url\(\s*['\"]?https?:|@import", [".css"], ""),
        (r"placeholder=", [".html"], ""),
        (r"\beval\(|innerHTML|document\.write|new Function", [".js"], ""),
    ],
)
def test_no_line_of_the_product_holds(pattern, endings, reason):
    assert found(pattern, [path for path in product(*endings) if is_written(path)], reason=reason) == []


def test_one_script_of_fifteen_kilobytes():
    scripts = files(".js", ".mjs")
    assert len(scripts) == 1
    assert scripts[0].stat().st_size <= 15 * 1024


def test_nothing_is_here_that_belongs_to_one_machine_or_to_somebody_else():
    names = {path.relative_to(ROOT).as_posix() for path in files()}
    assert not names & {".python-version", ".env", "package.json", "package-lock.json"}
    assert [
        name for name in names if re.search(r"node_modules|vendor/|\.(woff2?|ttf|otf|sqlite3|pem|key)$", name)
    ] == []
    text = [path for path in files(".py", ".sh", ".toml", ".txt", ".md", ".html", "") if path != Path(__file__)]
    assert found(r"/(home|root|work|Users)/[a-z]", text) == []


def test_the_programs_of_the_tests_are_there_before_the_first_test():
    """Else the tests that need them are passed over, and nobody sees it."""
    lines = (ROOT / ".ci" / "run").read_text().split("\n")
    (tests,) = [number for number, line in enumerate(lines) if "-m pytest -m 'slow" in line]
    assert [line for line in lines[:tests] if line.endswith("sh tools/programs.sh")] != []


def test_no_secret_is_in_the_settings():
    settings = [ROOT / "portal" / name for name in ("settings.py", "environment.py")]
    assert found(r"(?i)(secret_key|password|token)\s*=\s*[\"'][^\"']{8,}", settings, reason="noqa: S105  ") == []
