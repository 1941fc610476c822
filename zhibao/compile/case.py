"""案例: texts and pictures that schools hand in for a section of the report."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError

from zhibao.catalog.chapter import Part, front_matter, parse_parts
from zhibao.catalog.files import fault_in_chinese
from zhibao.catalog.shape import NonEmpty, Shape
from zhibao.compile.city_edit import CityEdit, EditFront, digest, edit_path
from zhibao.terms.errors import ZhibaoError

Front = TypeVar("Front", bound=Shape)

_PNG = b"\x89PNG\r\n\x1a\n"


class CaseError(ZhibaoError):
    """案例有误: a case cannot be read or has no place; the message names the file and what to do."""

    exit_code = 3


class PictureOfCase(Shape):
    """案例图片: a PNG file beside the text, its caption, and what is on it for whoever does not see it.

    `consent` is what the school declares about the persons shown; a picture without it goes no level up.
    """

    file: str = Field(pattern=r"^[^/\\]+$")
    caption: NonEmpty
    alt: str = ""
    consent: str = ""


class OriginOfCase(Shape):
    """案例来处: the member that handed a gathered case in, the section it was for there, and the hash of what it says.

    `consent` says whether every picture that it had there came along.
    """

    from_: NonEmpty = Field(alias="from")
    section: NonEmpty
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    consent: bool


class CaseFront(Shape):
    """案例设置: what stands between the first two lines of ---.

    `selected` is for the city's report; `origin` is there in a case that was gathered.
    """

    title: NonEmpty
    section: NonEmpty
    selected: bool | Annotated[int, Field(ge=1)] | None = None
    pictures: tuple[PictureOfCase, ...] = ()
    origin: OriginOfCase | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """案例: who hands it in, its number among theirs, the section it belongs to, text and pictures (caption, PNG).

    `edit` is the city's own text of it; `parts` is the body as it is to be set, where that is no longer the text.
    `alts` say what is on the pictures, '' where the caption does; `consents` what is declared about who is on them.
    """

    place: str
    number: int
    title: str
    section: str
    body: str
    pictures: tuple[tuple[str, bytes], ...] = ()
    path: Path = Path("case.md")
    selected: bool | int | None = None
    edit: CityEdit | None = None
    parts: tuple[Part, ...] = ()
    alts: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    origin: OriginOfCase | None = None

    @property
    def where(self) -> str:
        """Return file and line for messages."""
        return f"{self.path}:1"

    @property
    def digest(self) -> str:
        """Return what tells what was handed in from another text."""
        return digest(self.title, self.body, (caption for caption, _ in self.pictures))

    @property
    def conflict(self) -> str:
        """Return what to do about a text that the school handed in after the city edited it; '' for none."""
        if self.edit is None or self.edit.of == self.digest:
            return ""
        return (
            f"{self.edit.path}：学校在改编之后又报来新文，报告里仍是改编稿。请对照 {self.path} 改，改好后把 of 写成 "
            f"'{self.digest}'；不再用改编稿的，删去这个文件。"
        )


def read_cases(folder: Path, place: str = "*") -> tuple[Case, ...]:
    """Return the cases in FOLDER/<school or city code>/<n>.md, by code and number; none when there is no folder.

    With `place` only those of that school or city.

    Raises: CaseError, naming file and line, for bad settings, a missing picture, or text that cannot be printed.
    """
    files = [path for path in folder.glob(f"{place}/*.md") if not path.name.startswith((".", "~"))]
    for path in files:
        if not path.stem.isdigit():
            raise CaseError(f"{path}：案例文件名应为序号，如 1.md、2.md。请改名。")
    return tuple(_read(path) for path in sorted(files, key=lambda path: (path.parent.name, int(path.stem))))


def case_of(text: str, path: Path) -> Case:
    """Return what a case file says, its pictures from beside it; raises CaseError."""
    front, body = _settings(CaseFront, text, path)
    pictures = tuple((one.caption, _picture(path, one.file, _line_of(text, "pictures"))) for one in front.pictures)
    return Case(
        path.parent.name,
        int(path.stem),
        front.title,
        front.section,
        body,
        pictures,
        path,
        front.selected,
        alts=tuple(one.alt for one in front.pictures),
        consents=tuple(one.consent for one in front.pictures),
        origin=front.origin,
    )


def edit_of(text: str, path: Path, case: Case) -> CityEdit:
    """Return what the city's file for a case says; raises CaseError, for captions that its pictures do not have."""
    front, body = _settings(EditFront, text, path)
    if front.captions and len(front.captions) != len(case.pictures):
        raise CaseError(
            f"{path}:{_line_of(text, 'captions')}：captions 有 {len(front.captions)} 条，{case.path} 有 "
            f"{len(case.pictures)} 幅图片。请一图一条，或删去 captions。"
        )
    return CityEdit(front.title, body, front.captions, front.of, path)


def _read(path: Path) -> Case:
    case = case_of(_text(path), path)
    own = edit_path(path)
    return replace(case, edit=edit_of(_text(own), own, case)) if own.is_file() else case


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}：不是 UTF-8 文本。请用 UTF-8 编码另存。") from error


def _settings(model: type[Front], text: str, path: Path) -> tuple[Front, str]:
    """Return the settings of a file and its body."""
    content, body = front_matter(text, path)
    try:
        front = model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        fault = fault_in_chinese(first["type"], first["msg"])
        line = _line_of(text, str(first["loc"][0]))
        raise CaseError(f"{path}:{line}：案例的 {name}：{fault}") from error
    if not parse_parts(body, path, directives=False):
        raise CaseError(f"{path}：案例没有正文。请在第二行 --- 之后写正文。")
    return front, body


def _picture(case: Path, name: str, line: int) -> bytes:
    file = case.parent / name
    if not file.is_file():
        raise CaseError(f"{case}:{line}：没有图片“{name}”。请把图片放在案例旁边，文件名与 pictures 里写的一致。")
    content = file.read_bytes()
    if not content.startswith(_PNG) or len(content) < 24:
        raise CaseError(f"{case}:{line}：图片“{name}”不是 PNG 文件。请另存为 PNG。")
    return content


def _line_of(text: str, key: str) -> int:
    """Return the line of a key in the settings, from 1."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"{re.escape(key)}\s*:", line):
            return number
    return 1
