"""What a row holds, made from its words as people wrote them: the same for every source and every database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from search.normalise import normalise
from search.query import squeezed
from search.tokens import tokens

K1, B = 1.2, 0.75
_USUAL_LENGTH = 300  # fixed: what is strong must not depend on what else is in the index
_STRONG = 0.7
LONGEST_WORD = 200


@dataclass(frozen=True)
class Words:
    title: tuple[str, ...]
    body: tuple[str, ...]
    text: str

    @property
    def length(self) -> int:
        return len(self.title) + len(self.body)

    def strong(self) -> list[str]:
        """What the row is about: words of the title, and those that come up often for its length."""
        often = 1 - B + B * self.length / _USUAL_LENGTH
        found = {word for word, times in Counter(self.body).items() if times / (times + K1 * often) >= _STRONG}
        return sorted(found | set(self.title))


@dataclass(frozen=True)
class Title:
    words: tuple[str, ...]
    text: str


def title_of(written: str) -> Title:
    """Worked out once for all pages of a publication."""
    return Title(_words_of(clean := normalise(written).text), squeezed(clean))


def words_of(title: Title, pieces: Sequence[str]) -> Words:
    """Pieces are cleaned one by one, so that none runs into the next."""
    cleaned = [normalise(piece).text for piece in pieces if piece]
    body = tuple(chain.from_iterable(map(_words_of, cleaned)))
    return Words(title.words, body, "\n".join([title.text, *map(squeezed, cleaned)]))


def _words_of(clean: str) -> tuple[str, ...]:
    return tuple(token.word[:LONGEST_WORD] for token in tokens(clean))
