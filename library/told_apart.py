"""Names of files that stand side by side: one that looks like another is shown with where it came from."""

import re
from collections import Counter
from collections.abc import Callable, Collection

from japanese.filenames import shown_name
from library.models import File


def told_apart(files: Collection[File]) -> dict[int, str]:
    """By number of the file: its name; where two are equal, its folders too, then its ZIP, in the end a count."""
    names = {file.pk: file.name for file in files}
    for longer in (_with_folders, _with_bundle):
        names = _lengthened(files, names, longer)
    times = Counter(names.values())
    seen: Counter[str] = Counter()
    for file in files:
        name = names[file.pk]
        if times[name] > 1:
            seen[name] += 1
            names[file.pk] = f"{name}（{seen[name]}つ目）"
    return names


def _lengthened(files: Collection[File], names: dict[int, str], longer: Callable[[File], str]) -> dict[int, str]:
    times = Counter(names.values())
    return {file.pk: longer(file) if times[names[file.pk]] > 1 else names[file.pk] for file in files}


def sent_parts(file: File) -> list[str]:
    """The folders that it was sent with, and its name."""
    return re.split(r"[/\\]", file.sent_name)


def _with_folders(file: File) -> str:
    """As sent, without what would mislead the eye."""
    *folders, _ = sent_parts(file)
    return "/".join([*(shown_name(folder) for folder in folders if folder.strip(". ")), file.name])


def _with_bundle(file: File) -> str:
    return f"{_with_folders(file)}（{file.bundle}）" if file.bundle else _with_folders(file)
