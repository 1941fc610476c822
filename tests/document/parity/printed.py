"""印刷本的见证: what a PDF says, piece by piece, by its tags."""

from collections.abc import Iterator, Sequence

from tests.document.parity.pieces import Piece, drawn_number, row
from tests.document.parity.tags import Tag, tags_of

_MARKS = ("Lbl", "Note")
_DIGITS = frozenset("0123456789")


def printed_pieces(content: bytes, drawn: Sequence[tuple[str, ...]]) -> list[Piece]:
    """Return what the body says, the footnotes at the end; of a chart those numbers that are looked for.

    `drawn` are the numbers of each chart: a drawing says more than them, on its axes and in its names.
    """
    walk = _Walk(drawn)
    whole = tags_of(content)
    tags = list(whole.tags())
    begins = max((place for place, one in enumerate(tags) if one.role == "Link"), default=-1) + 1
    found = list(walk.pieces(tags[begins:]))
    notes = (note for one in tags[begins:] for note in one.all("Note"))
    return [*found, *(Piece("footnote", (_row(note),)) for note in notes)]


class _Walk:
    def __init__(self, drawn: Sequence[tuple[str, ...]]) -> None:
        self._drawn = iter(drawn)

    def pieces(self, tags: Sequence[Tag]) -> Iterator[Piece]:
        """Yield the pieces of tags in order."""
        for one in tags:
            match one.role:
                case "H1" | "H2" | "H3" | "H4" | "H5" | "H6":
                    yield Piece("heading", (_row(one),))
                case "P":
                    yield Piece("text", (_row(one),))
                case "Table":
                    yield Piece("table", (*_caption(one), *_lines(one)))
                case "Div" if _caption(one):
                    table = next(one.all("Table"), None)
                    rows = None if table is None else (*_caption(one), *_lines(table))
                    yield self._figure(one) if rows is None else Piece("table", rows)
                case _:
                    yield from self.pieces(list(one.tags()))

    def _figure(self, one: Tag) -> Piece:
        caption = _caption(one)
        drawings = list(one.all("Figure"))
        texts = [drawn_number(word) for drawing in drawings for word in drawing.words()]
        if not any(_DIGITS & set(text) for text in texts):
            return Piece("figure", caption)
        said = drawings[0].alt
        left = list(texts)
        shown = []
        for number in next(self._drawn):
            if number in left:
                left.remove(number)
                shown.append(number)
        return Piece("figure", (*caption, row([said.partition("。")[2] or said])), tuple(shown))


def _caption(one: Tag) -> tuple[tuple[str, ...], ...]:
    """Return what stands with an exhibit: its caption, and below a figure its notes."""
    return tuple(_row(part) for caption in one.tags("Caption") for part in caption.tags("P", "Span"))


def _lines(table: Tag) -> Iterator[tuple[str, ...]]:
    for line in (*table.tags("TR"), *(line for part in table.tags("THead", "TBody") for line in part.tags("TR"))):
        yield row(["".join(cell.words(_MARKS)) for cell in line.tags("TH", "TD")])
    for foot in table.tags("TFoot"):
        yield from (_row(note) for note in foot.all("P"))


def _row(one: Tag) -> tuple[str, ...]:
    return row(["".join(one.words(_MARKS))])
