"""What one judging carries along: the file, what was unpacked, and what should be looked at before publishing."""

from dataclasses import dataclass, field

from extraction.gate.verdict import Refusal, Suspect

DEEPEST = 1
_SHOWN = 60


@dataclass
class Inspection:
    """`depth` is 0 for the file itself and 1 for a document that is embedded in it; all share one budget of bytes."""

    suspect: Suspect
    remarks: list[str] = field(default_factory=list)
    depth: int = 0
    spent: list[int] = field(default_factory=lambda: [0])

    @property
    def name(self) -> str:
        return self.suspect.name

    def inside(self) -> "Inspection":
        """For a document that is embedded; its remarks are not the officer's business, its dangers are."""
        return Inspection(self.suspect, [], self.depth + 1, self.spent)

    def remark(self, sentence: str) -> None:
        """To be looked at before publishing; said once, and of the file itself only."""
        if self.depth == 0 and sentence not in self.remarks:
            self.remarks.append(sentence)

    def unpack(self, size: int) -> None:
        """Counts bytes while they are unpacked, because the sizes that a container claims can lie."""
        self.spent[0] += size
        if self.spent[0] > self.suspect.limits.archive_bytes:
            raise self.too_much()

    def too_much(self) -> Refusal:
        return Refusal(
            f"「{self.name}」は展開すると大きくなりすぎるため登録できません。不要な画像やシートを除いて保存し直してください"
        )

    def broken(self) -> Refusal:
        return Refusal(f"「{self.name}」は壊れていて開けません。元のファイルを確かめてください")

    def locked(self) -> Refusal:
        return Refusal(f"「{self.name}」はパスワードがかかっています。外してから選び直してください")


def shown(words: str) -> str:
    """Words of a stranger as a message may quote them: on one line, printable, not long."""
    printable = "".join(character if character.isprintable() else " " for character in words)
    plain = " ".join(printable.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def listed(words: list[str], unit: str, *, most: int = 3) -> str:
    """「甲」「乙」など5枚: the first few by name, and how many there are when that is more."""
    named = "".join(f"「{shown(word)}」" for word in words[:most])
    return f"{named}など{len(words)}{unit}" if len(words) > most else named
