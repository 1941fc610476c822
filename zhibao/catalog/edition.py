"""工作目录: FOLDER/zhibao.yaml and the places of everything else in the folder."""

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zhibao.catalog.files import CatalogError, read_yaml, validate
from zhibao.catalog.shape import NonEmpty, Shape
from zhibao.terms.place import Level, Place, Region
from zhibao.terms.rounding import Rounding

FILE = "zhibao.yaml"
# 宏不运行，只读数；xls 和 et 的反馈另成一个 xlsx。
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et")
Year = Annotated[int, Field(ge=1949, le=2999)]


class Member(Shape):
    """成员: a city of a province, or a province of the nation with its cities, and where what it hands over lies.

    `from` is a working folder or a release, beside the folder of zhibao.yaml unless it is a whole path.
    """

    code: str = Field(pattern=r"^[A-Za-z0-9-]{1,24}$")
    name: NonEmpty
    from_: str = Field(default="", alias="from")
    cities: tuple["Member", ...] = ()


class Edition(Shape):
    """一轮年报: who reports, on which outline, for which round, label year and data years.

    `data_years` are two, last and this; `history_years` name the school registers of which the city fills in
    its totals for an earlier year that a chart shows; what schools handed in for such a year is there for the checks.
    `registers` are filled in besides those that the outline needs. `school_outline` is what the schools' own reports
    follow; left out, it is what the outline names. `look` names the house style,
    `template` the folder's own Word file that the report is put into. A province names its `cities`, the nation its
    `provinces`, with their cities. `dataset` is where a region's data lie, when they are not gathered into its store.
    `public_address` is the site on which the report will be public; a QR code at its end leads there.
    """

    place: NonEmpty
    code: str = Field(pattern=r"^[A-Za-z0-9-]{1,24}$")
    level: Level = Level.CITY
    cities: tuple[Member, ...] = ()
    provinces: tuple[Member, ...] = ()
    dataset: str = ""
    province: str = ""
    outline: NonEmpty
    school_outline: str = ""
    round: NonEmpty
    label_year: Year
    data_years: tuple[Year, Year]
    history_years: dict[Year, tuple[str, ...]] = Field(default_factory=dict)
    registers: tuple[str, ...] = ()
    rounding: Rounding = Rounding.HALF_UP
    issuer: NonEmpty
    issued: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    declaration: str = ""
    system_fonts: bool = False
    page_numbers: Literal["typst", "libreoffice"] = "typst"
    look: NonEmpty = "plain"
    template: str = Field(default="", pattern=r"^([^/\\:.~][^/\\:]*\.docx)?$")
    public_address: str = Field(default="", pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$")

    @model_validator(mode="after")
    def _years_are_in_order(self) -> "Edition":
        last, this = self.data_years
        if last + 1 != this:
            raise ValueError("data_years 是上年与本年，如 [2020, 2021]")
        if any(year >= last for year in self.history_years):
            raise ValueError("history_years 只能是上年以前的年份")
        return self

    @model_validator(mode="after")
    def _members_fit_the_level(self) -> "Edition":
        if self.level in (Level.SCHOOL, Level.COUNTY):
            raise ValueError("level 是 city、province 或 nation")
        if bool(self.cities) != (self.level is Level.PROVINCE) or bool(self.provinces) != (self.level is Level.NATION):
            raise ValueError("省写 cities（各市），全国写 provinces（各省），市都不写")
        if any(bool(one.cities) != (self.level is Level.NATION) for one in self.members):
            raise ValueError("provinces 的每个省写明 cities（各市），cities 的各市不再写")
        if self.dataset and not self.members:
            raise ValueError("dataset 只用于省和全国")
        codes = [self.code, *(one.code for one in self.region.parts)]
        if twice := [one for one in dict.fromkeys(codes) if codes.count(one) > 1]:
            raise ValueError(f"代码 {'、'.join(twice)} 用了两次")
        return self

    @property
    def members(self) -> tuple[Member, ...]:
        """Return who hands over to this region; nobody to a city."""
        return self.provinces or self.cities

    @cached_property
    def region(self) -> Region:
        """Return the place that the report is about, with the places of which it consists."""
        level = Level.PROVINCE if self.provinces else Level.CITY
        parts = [Place(level, one.code, one.name, self.code) for one in self.members]
        parts += [Place(Level.CITY, one.code, one.name, over.code) for over in self.provinces for one in over.cities]
        return Region(self.city, tuple(parts))

    @property
    def last(self) -> int:
        """Return last year's data year."""
        return self.data_years[0]

    @property
    def this(self) -> int:
        """Return the data year of the report."""
        return self.data_years[1]

    @property
    def years(self) -> tuple[int, ...]:
        """Return every year with data, oldest first."""
        return (*sorted(self.history_years), *self.data_years)

    @property
    def city(self) -> Place:
        """Return the place that the report is about."""
        return Place(self.level, self.code, self.place, self.province)


class WorkingFolder:
    """工作目录: the one thing that every command takes."""

    def __init__(self, path: Path) -> None:
        """Open a folder; raises CatalogError when it or its zhibao.yaml cannot be used."""
        self.path = path
        file = path / FILE
        if not path.is_dir():
            raise CatalogError(f"{path}：没有这个文件夹。请检查路径，或用 zhibao demo 生成一个示例。")
        if not file.is_file():
            raise CatalogError(f"{path}：文件夹里没有 {FILE}。它写明地区、提纲和年度，可从示例城市的同名文件改起。")
        self.edition = validate(Edition, read_yaml(file), file)

    def workbook(self, year: int, school: str) -> Path:
        """Return the place of a school's workbook, whatever its ending; of one that is not there that of an xlsx."""
        return _lying(self.path / "workbooks" / str(year) / f"{school}.xlsx")

    def city_workbook(self, year: int) -> Path:
        """Return the place of the city's workbook, as `workbook` does."""
        return _lying(self.path / "city" / f"{year}.xlsx")

    def workbooks(self, year: int) -> tuple[Path, ...]:
        """Return the school workbooks that lie there, without Excel's lock files."""
        return tuple(file for file in self._handed_in(year) if file.suffix.lower() in _WORKBOOKS)

    def other_files(self, year: int) -> tuple[Path, ...]:
        """Return what lies among the school workbooks and is none, such as a .csv that someone meant to hand in."""
        return tuple(file for file in self._handed_in(year) if file.suffix.lower() not in _WORKBOOKS)

    def _handed_in(self, year: int) -> tuple[Path, ...]:
        files = (self.path / "workbooks" / str(year)).glob("*")
        return tuple(sorted(file for file in files if not re.match(r"[~.]", file.name)))

    @property
    def store(self) -> Path:
        """Return the place of the frozen snapshots."""
        return self.path / "store"

    @property
    def layouts(self) -> Path:
        """Return the place of the tables that are laid out for engines; they may go at any time."""
        return self.store / "engine"

    @property
    def feedback(self) -> Path:
        """Return where the painted copies of workbooks are written when it is not said otherwise."""
        return self.path / "feedback"

    @property
    def cases(self) -> Path:
        """Return the place of the cases."""
        return self.path / "cases"

    def chapters_of(self, school: str) -> Path:
        """Return the place of the chapters that a school wrote itself; they replace those of the schools' outline."""
        return self.path / "schools" / school

    @property
    def outline(self) -> Path:
        """Return the place of the folder's own chapters, which replace those of the catalog."""
        return self.path / "outline"

    @property
    def catalog(self) -> Path:
        """Return the place of the folder's own definitions, which are added to those of the package."""
        return self.path / "catalog"

    @property
    def build(self) -> Path:
        """Return where `compile` writes when it is not told otherwise."""
        return self.path / "build"


def _lying(path: Path) -> Path:
    """Return the workbook that lies there under one of the endings, or the path itself."""
    return next((one for one in (path.with_suffix(ending) for ending in _WORKBOOKS) if one.is_file()), path)
