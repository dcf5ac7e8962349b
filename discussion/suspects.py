"""What the desk is to look at in a text: what looks like personal data, and words that it watches for."""

from collections.abc import Iterable

from discussion.models import Attachment, WatchedWord
from japanese.personal import Kind, find_personal
from japanese.widths import fold


def suspects(text: str, files: Iterable[Attachment] = ()) -> list[str]:
    """In words, each once; empty where there is nothing. The names of files are words, too. One query."""
    text = "\n".join([text, *(file.name for file in files)])
    kinds = {sighting.kind for sighting in find_personal(text)}
    folded = fold(text)
    words = WatchedWord.objects.in_use().in_order().values_list("word", flat=True)
    return [
        *(f"{kind.value}のようなもの" for kind in Kind if kind in kinds),
        *(f"「{word}」という言葉" for word in words if fold(word) in folded),
    ]
