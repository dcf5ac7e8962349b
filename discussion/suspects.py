"""What the desk is to look at in a text: what looks like personal data."""

from japanese.personal import Kind, find_personal


def suspects(text: str) -> list[str]:
    """In words, each once; empty where there is nothing."""
    kinds = {sighting.kind for sighting in find_personal(text)}
    return [f"{kind.value}のようなもの" for kind in Kind if kind in kinds]
