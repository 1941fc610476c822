"""编号: paragraphs, tables and figures of a chapter, numbered in the order in which they are set."""

from collections.abc import Iterable, Sequence

from zhibao.diagnose.cells import head
from zhibao.document.nodes import (
    Caption,
    Cell,
    Chart,
    Figure,
    Heading,
    Inlines,
    Paragraph,
    Row,
    Table,
    Text,
)
from zhibao.document.specs import Series, year_bars


class Setter:
    """排版: keeps the running numbers of one chapter."""

    def __init__(self, chapter: int) -> None:
        """Begin a chapter."""
        self._chapter = chapter
        self._counts = {"表": 0, "图": 0, "节": 0}

    def text(self, text: str) -> Paragraph:
        """Return a paragraph."""
        return Paragraph((Text(text),))

    def section(self, title: str) -> Heading:
        """Return a heading of the second level."""
        number = self._next("节")
        return Heading(2, f"{self._chapter}.{number}", (Text(title),), f"section_{self._chapter}_{number}")

    def table(
        self,
        title: str,
        columns: Sequence[str],
        rows: Iterable[Row],
        widths: tuple[float, ...] = (),
        notes: Sequence[str] = (),
    ) -> Table:
        """Return a numbered table."""
        number = self._next("表")
        name = f"table_{self._chapter}_{number}"
        caption = Caption("表", f"{self._chapter}-{number}", title)
        set_notes: tuple[Inlines, ...] = tuple((Text(note),) for note in notes)
        return Table(name, name, caption, head(columns), tuple(rows), widths, notes=set_notes)

    def bars(self, title: str, names: Sequence[str], series: Sequence[Series]) -> Figure:
        """Return a numbered figure with a bar per name and series; whole numbers only."""
        number = self._next("图")
        name = f"figure_{self._chapter}_{number}"
        first = (Cell((Text("项目"),)), *(Cell((Text(one.label),), "right") for one in series))
        body = tuple(
            (Cell((Text(said),)), *(Cell((Text(one.texts[place]),), "right") for one in series))
            for place, said in enumerate(names)
        )
        chart = Chart((year_bars(names, series),), first, body)
        return Figure(name, name, Caption("图", f"{self._chapter}-{number}", title), chart, f"条形图：{title}")

    def _next(self, kind: str) -> int:
        self._counts[kind] += 1
        return self._counts[kind]
