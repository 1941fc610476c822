"""案例: texts and pictures that schools hand in for a section of the report."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from zhibao.catalog.chapter import front_matter, parse_parts
from zhibao.catalog.files import fault_in_chinese
from zhibao.catalog.shape import NonEmpty, Shape
from zhibao.terms.errors import ZhibaoError

_PNG = b"\x89PNG\r\n\x1a\n"


class CaseError(ZhibaoError):
    """案例有误: a case cannot be read or has no place; the message names the file and what to do."""

    exit_code = 3


class PictureOfCase(Shape):
    """案例图片: a PNG file beside the text, and its caption."""

    file: str = Field(pattern=r"^[^/\\]+$")
    caption: NonEmpty


class CaseFront(Shape):
    """案例设置: what stands between the first two lines of ---; `selected` is for the city's report."""

    title: NonEmpty
    section: NonEmpty
    selected: bool | Annotated[int, Field(ge=1)] | None = None
    pictures: tuple[PictureOfCase, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """案例: who hands it in, its number among theirs, the section it belongs to, text and pictures (caption, PNG)."""

    place: str
    number: int
    title: str
    section: str
    body: str
    pictures: tuple[tuple[str, bytes], ...] = ()
    path: Path = Path("case.md")
    selected: bool | int | None = None

    @property
    def where(self) -> str:
        """Return file and line for messages."""
        return f"{self.path}:1"


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


def _read(path: Path) -> Case:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}：不是 UTF-8 文本。请用 UTF-8 编码另存。") from error
    content, body = front_matter(text, path)
    try:
        front = CaseFront.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        fault = fault_in_chinese(first["type"], first["msg"])
        line = _line_of(text, str(first["loc"][0]))
        raise CaseError(f"{path}:{line}：案例的 {name}：{fault}") from error
    if not parse_parts(body, path, directives=False):
        raise CaseError(f"{path}：案例没有正文。请在第二行 --- 之后写正文。")
    pictures = tuple((one.caption, _picture(path, one.file, _line_of(text, "pictures"))) for one in front.pictures)
    return Case(path.parent.name, int(path.stem), front.title, front.section, body, pictures, path, front.selected)


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
