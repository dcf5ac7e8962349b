"""What a file name says, piece by piece (35 山口県_1_ガイドライン（R5.8.22）.pdf), and what could not be read."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from japanese.proposals.bodies import CODE_AND_NAME, find_prefectures
from japanese.proposals.dates import find_dates
from japanese.proposals.folded import Folded
from japanese.proposals.kinds import find_kinds
from japanese.proposals.languages import language_of_name
from japanese.proposals.leftovers import Leftovers, left_over
from japanese.proposals.marks import find_marks
from japanese.proposals.model import DATES, NAME, Field, Found, Proposal, Rest, Sureness, Unfit
from japanese.proposals.sequences import AFTER_PREFECTURE, find_copies, find_rounds, find_sequences
from japanese.proposals.titles import LONGEST as LONGEST_TITLE
from japanese.proposals.versions import find_stages, find_versions

LONGEST = 400  # characters of a name that are read; no system has longer ones
ONLY_KIND = "種類を表すことばだけの名前です"
_EXTENSION = re.compile(r"\.(?=[A-Za-z0-9]{1,5}\s*$)(?=[0-9]?[A-Za-z])[A-Za-z0-9]+\s*$")
_SECTION = re.compile(
    r"(?:(?<=[\s_\-()\[\]【】])|^)[一-鿿ァ-ヺー・]{2,14}(?:課|推進室|企画室|政策室|係|推進局|センター)(?=[\s_\-()\[\]【】]|$)"
)


@dataclass(frozen=True)
class NameReading:
    """All that was read in a name, best first within a field, and the pieces that were not."""

    name: str
    proposals: tuple[Proposal, ...]
    rest: tuple[Rest, ...]
    follows_pattern: bool  # 「NN 県_連番_題名」

    def every(self, field: Field) -> tuple[Proposal, ...]:
        return tuple(one for one in self.proposals if one.field is field)

    def best(self, field: Field) -> Proposal | None:
        return next(iter(self.every(field)), None)

    def value(self, field: Field) -> str | None:
        """The best value, None when the name says nothing about the field."""
        best = self.best(field)
        return best.value if best else None

    @property
    def date(self) -> str | None:
        """The date whatever it is said to be of; ISO, perhaps only the month or the year."""
        return next((one.value for one in self.proposals if one.field in DATES), None)

    @property
    def needs_check(self) -> bool:
        """要確認: it does not follow the pattern, something was not read, or it says two things of one field."""
        fields = (Field.PREFECTURE, Field.DATE, Field.ISSUED, Field.REVISED, Field.VERSION)
        says_two = any(len({one.value for one in self.every(field)}) > 1 for field in fields)
        return not self.follows_pattern or bool(self.rest) or says_two

    @property
    def family(self) -> str:
        """Equal for names that are likely versions or copies of one document: body, number and title, no more."""
        parts = (self.value(Field.PREFECTURE), self.value(Field.SEQUENCE), self.value(Field.TITLE))
        return "/".join(re.sub(r"[\s・_\-（）]", "", part or "").casefold() for part in parts)


def read_name(name: str) -> NameReading:
    """Read a name as it was sent, in whatever width; of a path inside a bundle, folders may name the prefecture."""
    folded = Folded(name[:LONGEST])
    text = folded.text
    extension = _EXTENSION.search(text)
    stem = text[: extension.start()] if extension else text
    begins = _last_part(stem)
    looked = _Looked(stem, begins, folded)
    leftovers = left_over(stem, begins, looked.found, looked.unfit)
    found = [*looked.found, *_title(leftovers, looked)]
    rests = [Rest(folded.place(one.start, one.end, NAME), one.reason) for one in looked.unfit]
    rests += [Rest(folded.place(start, end, NAME), why) for start, end, why in leftovers.rest]
    return NameReading(
        name=name,
        proposals=tuple(_placed(found, folded)),
        rest=tuple(sorted(rests, key=lambda rest: rest.place.start)),
        follows_pattern=looked.follows_pattern and bool(leftovers.chunks) and not leftovers.rest,
    )


class _Looked:
    """What the finders see in a stem; dates win over numbers, and a place is used once."""

    def __init__(self, stem: str, begins: int, folded: Folded) -> None:
        self.found: list[Found] = []
        self.unfit: list[Unfit] = []
        last = stem[begins:]
        self._keep(find_dates(stem))
        self._keep(find_prefectures(stem, is_name=True))
        self._keep(_moved(find_copies(last), begins))
        self._keep(_moved(find_versions(last), begins))
        after = self._end_of_prefecture(begins)
        sequences = list(_moved(find_sequences(last, after=None if after is None else after - begins), begins))
        if not sequences and _is_circled(folded, begins):
            sequences = [Found(Field.SEQUENCE, stem[begins], begins, begins + 1, Sureness.SURE, "丸の付いた番号")]
        self._keep(sequences)
        self._keep(_moved(find_rounds(last), begins))
        self._keep(_moved(find_stages(last), begins))
        self._keep(_moved(find_marks(last, circled="㊙" in folded.source), begins))
        self._keep(_moved(language_of_name(last), begins))
        self._keep(
            Found(Field.SECTION, one[0], one.start() + begins, one.end() + begins, Sureness.LIKELY, "部署の名前らしい")
            for one in _SECTION.finditer(last)
        )
        # A word of a kind may stand within what was read otherwise (資料1, 様式第1号).
        self.found += _moved(find_kinds(last), begins) or _of_folders(stem[:begins])
        self.is_cut = stem.rstrip().endswith("...")
        self.follows_pattern = {AFTER_PREFECTURE, CODE_AND_NAME} <= {one.reason for one in self.found}

    def _keep(self, more: Iterable[Found | Unfit]) -> None:
        """Only what lies beside everything that was found before."""
        taken: list[Found | Unfit] = sorted([*self.found, *self.unfit], key=lambda one: one.start)
        starts = [one.start for one in taken]
        for one in more:
            index = bisect_right(starts, one.start)
            is_after = index == 0 or taken[index - 1].end <= one.start
            is_before = index == len(taken) or taken[index].start >= one.end
            if is_after and is_before:
                (self.found if isinstance(one, Found) else self.unfit).append(one)  # type: ignore[arg-type]

    def _end_of_prefecture(self, begins: int) -> int | None:
        """Where the prefecture ends that the name begins with, with its code."""
        for one in self.found:
            if one.field is Field.PREFECTURE and one.start - begins in range(5):
                return one.end
        return None


def _moved(found: Iterable[Found], by: int) -> list[Found]:
    return [replace(one, start=one.start + by, end=one.end + by) for one in found]


def _of_folders(folders: str) -> list[Found]:
    """The kind that a folder is named for, when the name itself says none."""
    return [replace(one, sureness=Sureness.LIKELY, reason="フォルダーの名前から") for one in find_kinds(folders)]


def _last_part(stem: str) -> int:
    """Where the name itself begins: after the last slash that is not one of H31/R1 or 1/2."""
    slashes = [match.end() for match in re.finditer(r"[/\\](?![RHrh]?\d)|(?<![\d度年])[/\\]", stem)]
    return slashes[-1] if slashes and slashes[-1] < len(stem) else 0


def _is_circled(folded: Folded, at: int) -> bool:
    return at < len(folded.text) and folded.text[at].isdigit() and "①" <= folded.character(at) <= "⑳"


def _title(leftovers: Leftovers, looked: _Looked) -> Sequence[Found]:
    value = leftovers.title[:LONGEST_TITLE].strip()
    if not value:
        return []
    start, end = leftovers.chunks[0][0], leftovers.chunks[-1][1]
    kinds = [one for one in looked.found if one.field is Field.KIND]
    if any(one.start <= start and end <= one.end for one in kinds):
        return [Found(Field.TITLE, value, start, end, Sureness.LIKELY, ONLY_KIND)]
    if value.isascii():
        return [Found(Field.TITLE, value, start, end, Sureness.LIKELY, "英数字だけの名前です")]
    if looked.is_cut:
        return [Found(Field.TITLE, value, start, end, Sureness.LIKELY, "名前が途中で切れています")]
    is_plain = looked.follows_pattern or (len(leftovers.chunks) == 1 and len(value) >= 6)
    sureness = Sureness.SURE if is_plain and not leftovers.rest else Sureness.LIKELY
    return [Found(Field.TITLE, value, start, end, sureness, "名前のほかの部分を除いたもの")]


def _placed(found: Sequence[Found], folded: Folded) -> Iterable[Proposal]:
    order = list(Field)
    seen = set()
    for one in sorted(found, key=lambda one: (order.index(one.field), one.sureness is Sureness.LIKELY)):
        if (one.field, one.value) not in seen:
            seen.add((one.field, one.value))
            yield Proposal(one.field, one.value, folded.place(one.start, one.end, NAME), one.sureness, one.reason)
