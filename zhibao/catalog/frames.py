"""年报的版本: what a national edition of the report asks for (chapters, attached tables), and where series break."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from zhibao.catalog.shape import Cited, Definition, NonEmpty, Shape

Mark = Literal["C", "G", "U"]

UNCONFIRMED = "待核定（未经官方文本确认）"
"""What stands with every item that no official text has confirmed, wherever it is shown."""


class Head(Shape):
    """节: a sub-head of a chapter; a plain text in a file is a confirmed one."""

    title: NonEmpty
    mark: Mark = "C"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, content: object) -> object:
        return {"title": content} if isinstance(content, str) else content


class FrameChapter(Shape):
    """章: a chapter that an edition names."""

    title: NonEmpty
    heads: tuple[Head, ...] = ()
    mark: Mark = "C"
    note: str = ""


class Notice(Shape):
    """通知: a notice that calls for the reports; without a title only its number is known."""

    number: NonEmpty
    title: str = ""
    round: int | None = None
    mark: Mark = "C"


class Variant(Shape):
    """不同的章目: the chapters of one round or one province, where they differ from those of the edition."""

    label: NonEmpty
    level: Literal["school", "city"]
    since: int
    until: int | None = None
    place: str = ""
    chapters: tuple[FrameChapter, ...] = Field(min_length=1)
    note: str = ""
    source: tuple[Cited, ...] = Field(min_length=1)


class Frame(Definition):
    """年报版本: a national edition of the report; `since` and `until` are years in which rounds began.

    `outline` names our outline that prints it, `annexes` the attached tables.
    """

    labels: tuple[str, ...] = Field(min_length=1)
    notices: tuple[Notice, ...] = ()
    school: tuple[FrameChapter, ...] = ()
    city: tuple[FrameChapter, ...] = ()
    variants: tuple[Variant, ...] = ()
    outline: str = ""
    annexes: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _names_chapters(self) -> "Frame":
        if not self.school and not self.city:
            raise ValueError("`school` 与 `city` 至少写一份章目")
        return self


class AnnexRow(Shape):
    """附表的一行: bound to an indicator, or to a draft while nobody has defined it.

    `parent` is the number of the row of which it is a part, or that row's label when it has no number; `group` is a
    caption over several rows.
    """

    label: NonEmpty
    number: str = ""
    unit: str = ""
    parent: str = ""
    group: str = ""
    indicator: str = ""
    draft: str = ""

    @model_validator(mode="after")
    def _is_bound_once(self) -> "AnnexRow":
        if bool(self.indicator) == bool(self.draft):
            raise ValueError("一行写 `indicator` 或 `draft`，只写一个")
        return self


class Annex(Definition):
    """附表: a table that an edition attaches; `confirmed` when its rows were seen in a document."""

    edition: NonEmpty
    confirmed: bool = False
    columns: tuple[NonEmpty, ...] = Field(min_length=1)
    note: str = ""
    rows: tuple[AnnexRow, ...] = Field(min_length=1)

    def mark_of(self, row: AnnexRow) -> str:
        """Return what must stand with a row: nothing when it is confirmed and defined."""
        return "" if self.confirmed and row.indicator else UNCONFIRMED

    def parents(self) -> Iterator[tuple[AnnexRow, AnnexRow | None]]:
        """Yield every row with the row of which it is a part; of two of that number the nearest one above it."""
        above: dict[str, AnnexRow] = {}
        for row in self.rows:
            yield row, above.get(row.parent) if row.parent else None
            above[row.number or row.label] = row


class Draft(Shape):
    """待核定指标: a row of a table of which no official text was seen; a label, no meaning, never counted."""

    name: str
    label: NonEmpty
    source: tuple[Cited, ...] = Field(min_length=1)
    unit: str = ""
    confirmed: bool = False
    table: str = ""
    number: str = ""
    parent: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _is_a_draft(self) -> "Draft":
        if self.confirmed:
            raise ValueError("待核定指标只能写 confirmed: false；有了官方文本，请在 indicators 里写成指标")
        return self


class Break(Definition):
    """口径变化: from `year` on (the year that a value speaks of) a series means something else.

    `indicators` and `fields` (register.field) are ours, `series` tells of numbers that others publish. A change across
    a break is printed with `note`; where `comparable` is false it is not printed at all.
    """

    year: int = Field(ge=1949, le=2999)
    indicators: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    series: str = ""
    before: NonEmpty
    after: NonEmpty
    note: NonEmpty
    comparable: bool = True

    @model_validator(mode="after")
    def _concerns_something(self) -> "Break":
        if not (self.indicators or self.fields or self.series):
            raise ValueError("写明涉及的 `indicators`、`fields` 或 `series`")
        return self

    def lies_between(self, first: int, last: int) -> bool:
        """Say whether the later of two years has the new meaning and the earlier one not."""
        return first < self.year <= last
