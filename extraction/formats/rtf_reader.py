"""Goes through RTF once and tells the stories what is said."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from extraction.formats import tables
from extraction.formats.rtf_tokens import Token, Tokens
from extraction.formats.rtf_words import (
    ENTERED,
    HEADING,
    SAID,
    SIGNS,
    SINGLE_PAGES,
    SKIPPED,
    code_of_charset,
    code_of_page,
    decoded,
)
from extraction.formats.story import RowShape, Story
from extraction.pages import Block

_DEEPEST = 1000
_NO_HEADING = 9
# Words that set one thing of the state, and those whose group says something else than text.
_SETS = {"f": "font", "s": "style", "ilvl": "depth", "outlinelevel": "level"}
_SWITCHES = {"v": "is_hidden", "deleted": "is_deleted", "intbl": "is_in_table", "itap": "is_in_table"}
_INTO = {
    "fonttbl": "fonts", "stylesheet": "styles", "pntext": "label", "listtext": "label", "upr": "nothing", "ud": "text",
}  # fmt: skip
_NOTES, _BOXES = {"footnote"}, {"shptxt", "dptxbxtext"}


@dataclass
class _State:
    """What a group takes over from the one around it and gives back at its end."""

    story: Story
    font: int = 0
    passed_after_u: int = 1
    is_hidden: bool = False
    is_deleted: bool = False
    style: int = 0
    level: int = _NO_HEADING
    is_in_table: bool = False
    depth: int = 0
    into: str = "text"  # or label, fonts, styles, nothing
    ends: str = ""  # what the end of the group ends: note or box


@dataclass
class Reader:
    """One document; `notes` are there once `blocks` has been asked for."""

    data: bytes
    notes: list[Block] = field(default_factory=list)
    _code: str = "cp1252"
    _first_font: int = 0
    _fonts: dict[int, str] = field(default_factory=dict)
    _levels: dict[int, int] = field(default_factory=dict)  # of headings, by the number of the style
    _bytes: bytearray = field(default_factory=bytearray)
    _name: str = ""
    _to_pass: int = 0  # characters after `\\u` that say the same for old programs
    _is_starred: bool = False
    _stack: list[_State] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._state = _State(Story())
        self._tokens = Tokens(self.data)
        self._actions: dict[str, Callable[[int], None]] = {
            "ansicpg": self._set_code,
            "deff": self._set_first_font,
            "fcharset": lambda number: self._name_code(code_of_charset(number)),
            "cpg": lambda number: self._name_code(code_of_page(number)),
            "uc": self._set_passed_after_u,
            "plain": self._forget_characters,
            "pard": self._forget_paragraph,
            "par": self._end_paragraph,
            "sect": self._end_paragraph,
            "cell": lambda _: self._state.story.end_cell(),
            "row": lambda _: self._state.story.end_row(),
            "trowd": self._begin_row,
            "trhdr": lambda _: self._state.story.shape.set_head(),
            "clmrg": lambda _: self._state.story.shape.join(left=True),
            "clvmrg": lambda _: self._state.story.shape.join(up=True),
            "cellx": self._end_edge,
        }

    def blocks(self) -> list[Block]:
        main = self._state.story
        for token in self._tokens:
            if token.data:
                self._keep(token.data)
            else:
                self._flush()
                self._control(token)
        self._flush()
        while self._stack:  # the end of the file is missing
            self._close()
        return main.end()

    def _control(self, token: Token) -> None:
        if token.is_open:
            self._open()
        elif token.is_close:
            self._close()
        elif token.sign == "*":
            self._is_starred = True
            return
        elif token.sign in {"\r", "\n"}:
            self._end_paragraph()
        elif token.sign:
            self._say(SIGNS.get(token.sign, ""))
        else:
            self._word(token.word, token.number)
        self._is_starred = False

    def _word(self, word: str, number: int | None) -> None:
        if self._stack and (word in SKIPPED or (self._is_starred and word not in ENTERED)):
            self._tokens.skip_group()
            self._close()
        elif word in SAID:
            self._say(SAID[word])
        elif word == "u" and number is not None:
            self._say(chr(number & 0xFFFF))
            self._to_pass = self._state.passed_after_u
        elif word in SINGLE_PAGES:
            self._code = SINGLE_PAGES[word]
        else:
            self._apply(word, 1 if number is None else number)

    def _apply(self, word: str, number: int) -> None:
        if word in _SETS:
            setattr(self._state, _SETS[word], max(number, 0))
        elif word in _SWITCHES:
            setattr(self._state, _SWITCHES[word], number > 0)
        elif word in _INTO:
            self._state.into = _INTO[word]
        elif word in _NOTES:
            self._begin_story("note")
        elif word in _BOXES:
            self._begin_story("box")
        elif word in self._actions:
            self._actions[word](number)

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise ValueError("groups within groups without end")
        self._stack.append(self._state)
        self._state = copy.copy(self._state)
        self._state.ends = ""
        self._to_pass = 0

    def _close(self) -> None:
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        self._to_pass = 0
        if ended.into == "styles":
            self._end_style(ended)
        if ended.ends == "note" and (words := tables.text_of(ended.story.end())):
            self.notes.append({"t": "p", "text": f"（注）{words}"})
        elif ended.ends == "box":
            self._state.story.boxes += ended.story.end()

    def _keep(self, data: bytes) -> None:
        passed = min(self._to_pass, len(data))
        self._to_pass -= passed
        self._bytes += data[passed:]

    def _flush(self) -> None:
        """The bytes so far as text: a character of two bytes may be written half as a number, half as a letter."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._say(decoded(data, self._fonts.get(self._state.font, ""), self._code))

    def _say(self, words: str) -> None:
        state = self._state
        if state.into == "text" and not state.is_hidden and not state.is_deleted:
            state.story.say(words)
        elif state.into == "label":
            state.story.label += words
        elif state.into == "styles":
            self._name += words

    def _end_style(self, ended: _State) -> None:
        name, self._name = self._name, ""
        match = HEADING.match(name.strip())
        level = ended.level + 1 if ended.level < _NO_HEADING else int(match[1]) if match else 0
        if level and ended.style:
            self._levels[ended.style] = level

    def _end_paragraph(self, _: int = 1) -> None:
        state = self._state
        level = state.level + 1 if state.level < _NO_HEADING else self._levels.get(state.style, 0)
        state.story.paragraph(level, state.depth, is_in_table=state.is_in_table)

    def _begin_story(self, ends: str) -> None:
        self._state.story, self._state.ends, self._state.into = Story(), ends, "text"
        self._forget_paragraph()

    def _forget_paragraph(self, _: int = 1) -> None:
        state = self._state
        state.style, state.level, state.is_in_table, state.depth = 0, _NO_HEADING, False, 0

    def _forget_characters(self, _: int = 1) -> None:
        self._state.font, self._state.is_hidden, self._state.is_deleted = self._first_font, False, False

    def _name_code(self, code: str) -> None:
        if self._state.into == "fonts" and code:
            self._fonts[self._state.font] = code

    def _begin_row(self, _: int) -> None:
        self._state.story.shape = RowShape()

    def _end_edge(self, right: int) -> None:
        self._state.story.shape.end(right)

    def _set_code(self, page: int) -> None:
        self._code = code_of_page(page) or self._code

    def _set_first_font(self, number: int) -> None:
        self._first_font = self._state.font = number

    def _set_passed_after_u(self, number: int) -> None:
        self._state.passed_after_u = min(max(number, 0), 8)
