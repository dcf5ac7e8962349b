"""Goes through the text of a Word file until 2003, paragraph by paragraph."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from extraction.formats import doc_properties, tables
from extraction.formats.doc_file import Piece, WordFile
from extraction.formats.doc_properties import Runs, Setting
from extraction.formats.doc_styles import Lists, lists_of, styles_of
from extraction.formats.story import RowShape, Story
from extraction.pages import Block

_BEGIN, _MIDDLE, _END = "\x13", "\x14", "\x15"
_FIELD = re.compile(f"[{_BEGIN}{_MIDDLE}{_END}]")
_PARAGRAPH = re.compile("[\r\x07\x0c]")
_CELL = "\x07"
_CONTENTS = re.compile(r"\s*TOC\b")
_SAID = str.maketrans({"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": " "})
_UNSAID = re.compile("[\x00-\x08\x0c\x0f-\x1f\uf000-\uf0ff]")
_NO_HEADING = 9


class Reader:
    """One document; `notes` are footnotes and endnotes, to be asked for after `blocks`."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._styles: dict[int, Setting] = styles_of(file) if file.is_97 else {}
        self._lists: Lists = lists_of(file) if file.is_97 else Lists()
        self._paragraphs = doc_properties.of_paragraphs(file) if file.is_97 else Runs([])
        self._settings: dict[bytes, Setting] = {}
        self._firsts = [piece.first for piece in file.pieces]

    def blocks(self) -> list[Block]:
        """The text, and behind it what stands in boxes: where they hang is not told."""
        return [block for part in ("text", "boxes") for block in self._part(part)]

    def notes(self) -> Iterator[Block]:
        for part in ("footnotes", "endnotes"):
            for block in self._part(part):
                yield {"t": "p", "text": f"（注）{tables.text_of([block])}"}

    @cached_property
    def _text(self) -> str:
        """Hidden and deleted words are NUL; the ends of paragraphs and cells stay."""
        text = self._file.text
        if not self._file.is_97:
            return text
        hidden = doc_properties.hidden(self._file)
        made, place = [], 0
        for first, end in (span for piece in self._file.pieces for span in _hidden_in(piece, hidden)):
            begin = max(first, place)
            if end > begin:
                made += [text[place:begin], re.sub("[^\r\x07\x13-\x15]", "\0", text[begin:end])]
                place = end
        return "".join([*made, text[place:]])

    def _part(self, name: str) -> list[Block]:
        part = self._file.parts[name]
        words = _without_fields(self._text[part.first : part.end])
        story = Story()
        place = 0
        for match in _PARAGRAPH.finditer(words):
            self._paragraph(story, words[place : match.start()], match[0], part.first + match.start())
            place = match.end()
        story.say(_said(words[place:]))
        return story.end()

    def _paragraph(self, story: Story, words: str, mark: str, place: int) -> None:
        setting = self._setting(place)
        if not self._file.is_97:
            self._paragraph_of_old(story, words, mark)
            return
        said = _said(words)
        if setting.ends_row and (setting.depth <= 1):
            story.shape = RowShape(setting.edges, setting.is_head)
            story.end_row()
            return
        story.say(said)
        number = setting.list_number or 0
        level = min(setting.list_level or 0, 8)
        if said.strip() and number:
            story.label = self._lists.label(number, level)
        if mark == _CELL and setting.depth <= 1:
            story.end_cell()
        elif setting.ends_inner_cell:
            story.say("\t")
        else:
            heading = setting.level + 1 if setting.level is not None and setting.level < _NO_HEADING else 0
            story.paragraph(heading, level, is_in_table=setting.is_in_table or mark == _CELL)

    def _paragraph_of_old(self, story: Story, words: str, mark: str) -> None:
        """Word 6 and 95: an empty cell behind a cell ends the row."""
        if mark == _CELL and not words and story.has_cells:
            story.shape = RowShape()
            story.end_row()
            return
        story.say(_said(words))
        if mark == _CELL:
            story.end_cell()
        else:
            story.paragraph(0, 0, is_in_table=False)

    def _setting(self, place: int) -> Setting:
        """Of the paragraph that ends at this character."""
        number = bisect.bisect_right(self._firsts, place) - 1
        if number < 0:
            return Setting()
        piece = self._file.pieces[number]
        properties = self._paragraphs.at(piece.place + (place - piece.first) * piece.width)
        if properties not in self._settings:
            style = int.from_bytes(properties[:2], "little")
            setting = replace(self._styles.get(style, Setting()))
            doc_properties.apply(properties[2:], setting, self._file.data)
            self._settings[properties] = setting
        return self._settings[properties]


def _hidden_in(piece: Piece, hidden: Runs) -> Iterator[tuple[int, int]]:
    last = piece.place + (piece.end - piece.first) * piece.width
    for first, end, _ in hidden.between(piece.place, last):
        begin = piece.first + max(first - piece.place, 0) // piece.width
        yield begin, piece.first + (min(end, last) - piece.place) // piece.width


def _without_fields(words: str) -> str:
    """Of a field its result; of a table of contents nothing. What is left out is NUL, so that places stay."""
    made: list[str] = []
    place = 0
    open_fields: list[bool] = []  # whether each says nothing from here on
    begins: list[int] = []
    for match in _FIELD.finditer(words):
        made.append(_kept(words[place : match.start()], is_said=not any(open_fields[-8:])))
        made.append("\0")
        place = match.end()
        if match[0] == _BEGIN:
            open_fields.append(True)
            begins.append(place)
        elif open_fields and match[0] == _MIDDLE:
            open_fields[-1] = bool(_CONTENTS.match(words[begins[-1] : begins[-1] + 20]))
        elif open_fields:
            open_fields.pop()
            begins.pop()
    made.append(_kept(words[place:], is_said=True))
    return "".join(made)


def _kept(words: str, *, is_said: bool) -> str:
    return words if is_said else "\0" * len(words)


def _said(words: str) -> str:
    return _UNSAID.sub("", words.translate(_SAID))
