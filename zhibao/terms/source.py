"""依据与出处: what a definition rests on, and where a finding stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """依据: a document by title, number and clause; `mark` is C confirmed, G general knowledge, U uncertain."""

    title: str
    number: str = ""
    clause: str = ""
    mark: str = "C"

    def __str__(self) -> str:
        """Return the source as one line."""
        return "".join(part for part in (f"《{self.title}》", self.number, self.clause) if part)


@dataclass(frozen=True, slots=True)
class CellPlace:
    """数据表中的位置: a cell of a workbook or a register.

    The first four are what people read; `place`, `year`, `register`, `key` and `field` say the same to programs.
    """

    file: str
    sheet: str = ""
    cell: str = ""
    label: str = ""
    place: str = ""
    year: int = 0
    register: str = ""
    key: str = ""
    field: str = ""

    def __str__(self) -> str:
        """Return the place as a person would say it."""
        where = "".join(
            part
            for part in (
                self.file,
                f" 工作表“{self.sheet}”" if self.sheet else "",
                f" {self.cell}" if self.cell else "",
                f"（{self.label}）" if self.label else "",
            )
            if part
        )
        return where.strip()


@dataclass(frozen=True, slots=True)
class TextPlace:
    """文档中的位置: a span of a document with its quote; line and column from 1, `cell` its address in a table."""

    file: str
    line: int = 0
    column: int = 0
    page: int | None = None
    quote: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Return the place as a person would say it."""
        page = f"第 {self.page} 页 " if self.page else ""
        line = f"第 {self.line} 行" if self.line else ""
        return f"{self.file} {page}{line}".strip()


Location = CellPlace | TextPlace
