"""Rules about what a file is: its size, its type, whether name and bytes agree."""

from pathlib import Path, PurePath

from extraction import foreign
from extraction.gate.mentions import only_mentions
from extraction.gate.verdict import Refusal
from extraction.kinds import BY_EXTENSION, BY_NAME, accepted
from extraction.limits import Limits
from extraction.sniff import Nature, Sniffed, sniff

_MB = 1024 * 1024
_OTHER = f"「{{}}」は登録できない種類です。{accepted()}にしてください"
_WITH_MACROS = {".docm": ".docx", ".xlsm": ".xlsx", ".pptm": ".pptx"}  # the rule on macros has the better words


def not_empty(path: Path, name: str) -> None:
    """No bytes, or nothing but blanks."""
    if path.stat().st_size == 0 or (
        path.stat().st_size < _MB and not path.read_bytes().strip(b"\x00\x1a \t\r\n\xef\xbb\xbf")
    ):
        raise Refusal(f"「{name}」は中身がありません。ファイルを確かめてください")


def not_too_large(size: int, name: str, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise Refusal(
            f"「{name}」は{size / _MB:.1f}MBです。{limits.file_bytes // _MB}MB以下にしてください。"
            "画像を小さくするか、2つに分けると登録できます"
        )


def not_locked(found: Sniffed, name: str) -> None:
    """An Office file with a password is another container altogether."""
    if found.nature is Nature.ENCRYPTED_OFFICE:
        raise Refusal(f"「{name}」はパスワードがかかっています。外してから選び直してください")


def no_foreign_document(found: Sniffed, name: str) -> None:
    """A document of another program is called by its name, whatever its extension claims, with the way out."""
    if found.foreign is not None and found.foreign.is_document:
        raise Refusal(f"「{name}」{found.foreign.said}")


def kind_of(path: Path, name: str) -> str:
    """The kind, when bytes and name agree on one that is taken.

    Bytes decide; among plain texts the extension tells text, Markdown and CSV apart. A PDF or Office file may lack its
    extension, but may not carry that of another kind.
    """
    extension = PurePath(name.lower()).suffix
    claimed = BY_EXTENSION.get(_WITH_MACROS.get(extension, extension))
    found = sniff(path)
    not_locked(found, name)
    no_foreign_document(found, name)
    if claimed is None and (extension or not found.kind):
        whose = foreign.by_extension(extension) or found.foreign
        raise Refusal(f"「{name}」{whose.said}" if whose else _OTHER.format(name))
    if claimed is None:
        return BY_NAME[found.kind].name
    if claimed.is_text and (found.nature is Nature.TEXT or only_mentions(path, found)):
        return claimed.name
    if found.kind != claimed.name:
        raise Refusal(f"「{name}」は中身が{claimed.label}ではありません。元のファイルを開いて保存し直してください")
    return claimed.name
