"""样式: a house style is one file: page, faces, sizes, lines, colours, rules and page numbers of a report."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from zhibao.catalog.files import read_yaml, validate
from zhibao.catalog.shape import Definition, NonEmpty, Shape

DEFAULT = "plain"
Role = Literal[
    "body", "heading_1", "heading_2", "heading_3", "heading_4", "case", "annex", "caption", "picture_caption",
    "figure", "table", "exhibit_note", "remark", "list", "contents_title", "contents_1", "contents_2", "contents_3",
    "contents_4", "exhibits", "footnote", "cover_title", "cover_line", "cover_remark", "running_head", "page_number",
]  # fmt: skip
Face = Literal["text", "song", "hei", "kai", "title"]
Millimetres = Annotated[float, Field(ge=0, le=500)]
Points = Annotated[float, Field(ge=0, le=200)]
Size = Annotated[float, Field(ge=5, le=96)]
Colour = Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{6}$")]
# A family's name is printed into XML, CSS and Typst: no sign that means something there.
Family = Annotated[str, Field(pattern=r"^[\w \-]{1,60}$")]
_POINTS_PER_MM = 72 / 25.4
_LEAST_TEXT = 80.0


class Margins(Shape):
    """页边距: in millimetres."""

    top: Millimetres
    bottom: Millimetres
    left: Millimetres
    right: Millimetres


class Page(Shape):
    """页面: in millimetres; running head and page number by their distance from the edge.

    `pdf_top` is the top margin of the PDF where it differs: there a running head stands within it.
    """

    width: Annotated[float, Field(ge=100, le=500)] = 210
    height: Annotated[float, Field(ge=100, le=700)] = 297
    margins: Margins
    header: Millimetres
    footer: Millimetres
    pdf_top: Millimetres | None = None

    @model_validator(mode="after")
    def _leaves_room(self) -> "Page":
        edges = self.margins
        if min(self.width - edges.left - edges.right, self.height - edges.top - edges.bottom) < _LEAST_TEXT:
            raise ValueError(f"页边距过大，版心的宽和高都不能少于 {_LEAST_TEXT:.0f} 毫米")
        return self

    @property
    def text_points(self) -> float:
        """Return the width of the text in points."""
        return round((self.width - self.margins.left - self.margins.right) * _POINTS_PER_MM, 1)

    @property
    def wide_points(self) -> float:
        """Return the width of the text on a page that lies on its side, in points."""
        return round((self.height - self.margins.left - self.margins.right) * _POINTS_PER_MM, 1)


class FaceNames(Shape):
    """字体: what the Word file names and what it falls back on, the Latin face beside it, and the bundled PDF face.

    `system` are families that the PDF takes from the machine instead, where `system_fonts: true` allows it.
    """

    word: Family
    alternates: tuple[Family, ...] = ()
    latin: Family = "Times New Roman"
    pdf: Literal["serif", "sans"]
    system: tuple[Family, ...] = ()


class PdfStyle(Shape):
    """PDF 里不同之处: sizes and spaces in points, and `leading`, between lines, in characters, as Typst counts it."""

    size: Size | None = None
    above: Points | None = None
    below: Points | None = None
    leading: Annotated[float, Field(ge=0, le=3)] | None = None


class TextStyle(Shape):
    """一种文字的样式: sizes and spaces in points; `line` is an exact pitch, 0 a single line; `indent` in characters.

    `tracking` is added between the characters of the Word file.
    `rule` is a line below or at the left; `colour` that of its number (headings) or of its text.
    """

    face: Face
    size: Size
    line: Points = 0
    before: Points = 0
    after: Points = 0
    bold: bool = False
    tracking: Annotated[float, Field(ge=-2, le=5)] = 0
    align: Literal["left", "center", "right", "both"] = "left"
    indent: Annotated[float, Field(ge=0, le=8)] = 0
    rule: Literal["", "bottom", "left"] = ""
    colour: Colour | None = None
    pdf: PdfStyle = PdfStyle()


class Colours(Shape):
    """颜色: ink of rules, mark (chapter numbers), accent (links, cases), edges, quiet words, the cover's rule."""

    ink: Colour
    mark: Colour
    accent: Colour
    edge: Colour
    quiet: Colour
    cover: Colour


class TableRules(Shape):
    """表格线: three rules, or a grid of thin ones; weights in points. `sizes` are normal, small and least type."""

    kind: Literal["three", "grid"] = "three"
    outer: Annotated[float, Field(ge=0.25, le=6)] = 1.5
    inner: Annotated[float, Field(ge=0.25, le=6)] = 0.75
    sizes: tuple[Size, Size, Size] = (10.5, 9, 7.5)

    @model_validator(mode="after")
    def _sizes_fall(self) -> "TableRules":
        if list(self.sizes) != sorted(self.sizes, reverse=True):
            raise ValueError("sizes 由大到小写三个字号")
        return self


class PageNumber(Shape):
    """页码: its form with {} for the number, and where it stands; `outside` is right on odd and left on even pages."""

    form: Annotated[str, Field(pattern=r"^[^{}<>&\"\\#$@*_`]{0,8}\{\}[^{}<>&\"\\#$@*_`]{0,8}$")] = "— {} —"
    align: Literal["left", "center", "right", "outside"] = "center"
    indent: Annotated[float, Field(ge=0, le=4)] = 0

    @property
    def around(self) -> tuple[str, str]:
        """Return what stands before and behind the number."""
        before, _, after = self.form.partition("{}")
        return before, after


class Look(Definition):
    """样式: one house style; `pdf_differs` says what the PDF cannot print as the Word file does."""

    page: Page
    faces: dict[Face, FaceNames]
    colours: Colours
    styles: dict[Role, TextStyle]
    tables: TableRules = TableRules()
    page_number: PageNumber = PageNumber()
    running_head: bool = True
    pdf_differs: NonEmpty

    @model_validator(mode="after")
    def _is_whole(self) -> "Look":
        lacking = {*get_args(Role), *get_args(Face)} - {*self.styles, *self.faces}
        if lacking:
            raise ValueError(f"还缺 {'、'.join(sorted(lacking))}")
        return self

    def face(self, role: Role) -> FaceNames:
        """Return the face of a kind of text."""
        return self.faces[self.styles[role].face]


@cache
def default_look() -> Look:
    """Return the look of what names none."""
    path = Path(str(files("zhibao.catalog"))) / "looks" / f"{DEFAULT}.yaml"
    return validate(Look, read_yaml(path), path, name=DEFAULT)
