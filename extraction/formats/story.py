"""Builds blocks from RTF and old Word files: one story is the text of the document, of a note or of a box."""

from dataclasses import dataclass, field

from extraction.formats.edges import EdgeCell, EdgeRow, table
from extraction.pages import Block

_MOST_CELLS = 200  # of one row


@dataclass
class Edge:
    right: int = 0
    joins_left: bool = False
    joins_up: bool = False


@dataclass
class RowShape:
    """Where the cells of the rows to come end, in twips from the left."""

    edges: list[Edge] = field(default_factory=list)
    is_head: bool = False
    _next: Edge = field(default_factory=Edge)

    def join(self, *, left: bool = False, up: bool = False) -> None:
        self._next = Edge(0, self._next.joins_left or left, self._next.joins_up or up)

    def set_head(self) -> None:
        self.is_head = True

    def end(self, right: int) -> None:
        if len(self.edges) < _MOST_CELLS:
            self.edges.append(Edge(right, self._next.joins_left, self._next.joins_up))
        self._next = Edge()


@dataclass
class Story:
    blocks: list[Block] = field(default_factory=list)
    label: str = ""
    boxes: list[Block] = field(default_factory=list)  # stand behind the paragraph that they hang on
    shape: RowShape = field(default_factory=RowShape)
    _units: list[str] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _rows: list[EdgeRow] = field(default_factory=list)

    @property
    def has_cells(self) -> bool:
        return bool(self._cells)

    def say(self, words: str) -> None:
        self._units.append(words)

    def paragraph(self, level: int, depth: int, *, is_in_table: bool) -> None:
        """Ends a paragraph; `level` is that of a heading, 0 for none, `depth` that of a point of a list."""
        words, label = self._taken(), self.label.strip()
        self.label = ""
        if is_in_table:
            self._cell += [f"{label} {words}".strip()] if words else []
        else:
            self.end_table()
            if words and level:
                self.blocks.append({"t": "h", "level": level, "text": f"{label} {words}".strip()})
            elif words:
                self.blocks.append(_point(words, label, depth) if label else {"t": "p", "text": words})
        if not is_in_table and self.boxes:
            self.blocks += self.boxes
            self.boxes = []

    def end_cell(self) -> None:
        self.paragraph(0, 0, is_in_table=True)
        if len(self._cells) < _MOST_CELLS:
            self._cells.append("\n".join(self._cell))
        self._cell = []

    def end_row(self) -> None:
        edges = self.shape.edges
        last = edges[-1].right if edges else 0
        cells = []
        for place, words in enumerate(self._cells):
            edge = edges[place] if place < len(edges) else Edge(last + 1000 * (place - len(edges) + 1))
            cells.append(EdgeCell(words, edge.right, edge.joins_left, edge.joins_up))
        if cells:
            self._rows.append(EdgeRow(cells, self.shape.is_head))
        self._cells = []

    def end_table(self) -> None:
        if self._cell or self._cells:  # the end of the row is missing
            self._cells += ["\n".join(self._cell)] if self._cell else []
            self._cell = []
            self.end_row()
        if self._rows:
            self.blocks.append(table(self._rows))
            self._rows = []

    def end(self) -> list[Block]:
        self.paragraph(0, 0, is_in_table=False)
        return self.blocks

    def _taken(self) -> str:
        """UTF-16 halves that came one by one are joined."""
        words = "".join(self._units)
        self._units = []
        return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()


def _point(words: str, label: str, depth: int) -> Block:
    is_ordered = any(character.isalnum() for character in label)
    point: Block = {"t": "li", "level": min(depth, 8), "ordered": is_ordered, "text": words}
    return point | {"label": label} if is_ordered else point
