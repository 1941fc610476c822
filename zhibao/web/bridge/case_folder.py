"""案例的出入: the cases of a working folder as the report takes them, and how those of the site get there."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

from zhibao.catalog.chapter import parse_parts
from zhibao.catalog.files import CatalogError
from zhibao.catalog.passages import as_yaml
from zhibao.compile.case import read_cases
from zhibao.compile.selection import selected
from zhibao.web.bridge.ground import ground

_SELECTED = re.compile(r"^selected\s*:.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Photo:
    """照片: its caption, what is on it, the file that was made of it, and what is declared about the persons shown."""

    caption: str
    alt: str
    path: Path
    consent: str = ""


@dataclass(frozen=True)
class CaseFile:
    """案例: as it is written into the folder; `key` is school code/number."""

    key: str
    title: str
    section: str
    body: str
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class FolderCase:
    """目录里的案例: what the report may take; `is_in` says whether it does now, `behind` what is to be done first."""

    key: str
    title: str
    section: str
    body: str
    pictures: int
    is_in: bool
    behind: str


def folder_cases(path: Path) -> tuple[FolderCase, ...]:
    """Return the cases of a folder, those that the report takes first and in its order. Raises: ZhibaoError."""
    cases = read_cases(path / "cases")
    chosen = selected(cases, ground(path).edition.code)
    rest = (one for one in cases if one not in chosen)
    return tuple(
        FolderCase(
            f"{one.place}/{one.number}",
            one.title,
            one.section,
            one.body.strip(),
            len(one.pictures),
            one in chosen,
            one.conflict,
        )
        for one in (*chosen, *rest)
    )


def body_fault(body: str) -> str:
    """Return what keeps a text from being printed as a case, with its line; '' for one that can be."""
    try:
        parts = parse_parts(body, Path("x.md"), directives=False)
    except CatalogError as error:
        return re.sub(r"^x\.md:(\d+)：", r"第 \1 行：", str(error))
    return "" if parts else gettext("案例没有正文。")


def next_number(path: Path, school: str) -> int:
    """Return the first number that no case of a school in the folder has."""
    taken = [int(one.stem) for one in (path / "cases" / school).glob("*.md") if one.stem.isdecimal()]
    return max(taken, default=0) + 1


def put_cases(path: Path, ours: Mapping[str, CaseFile], chosen: Sequence[str]) -> None:
    """Write the site's cases into the folder, and into every case there whether the report takes it, at which place.

    Cases of the folder's own are left as they are but for that line. A second time changes nothing.
    """
    texts = {}
    for file in _files(path):
        texts[f"{file.parent.name}/{file.stem}"] = file.read_text(encoding="utf-8").removeprefix("\ufeff")
    texts |= {key: _text(one, key) for key, one in ours.items()}
    for key, text in texts.items():
        place = str(chosen.index(key) + 1) if key in chosen else "false"
        head, body = text.removeprefix("---\n").split("\n---", 1)
        head = _SELECTED.sub("", f"{head}\n").rstrip("\n")
        pictures = _pictures(ours[key], key) if key in ours else ()
        _put(path / "cases" / f"{key}.md", f"---\n{head}\nselected: {place}\n---{body}", pictures)


def _files(path: Path) -> list[Path]:
    """Return the cases that lie there."""
    found = sorted((path / "cases").glob("*/*.md"))
    return [one for one in found if one.stem.isdecimal() and b"\n---" in one.read_bytes()]


def _text(one: CaseFile, key: str) -> str:
    lines = ["---", f"title: {as_yaml(one.title)}", f"section: {as_yaml(one.section)}"]
    if one.photos:
        lines.append("pictures:")
    for photo, (name, _) in zip(one.photos, _pictures(one, key), strict=True):
        lines += [f"  - file: {name}", f"    caption: {as_yaml(photo.caption)}", f"    alt: {as_yaml(photo.alt)}"]
        lines += [f"    consent: {as_yaml(photo.consent)}"] if photo.consent else []
    return "\n".join([*lines, "---", "", one.body.strip(), ""])


def _pictures(one: CaseFile, key: str) -> tuple[tuple[str, Path], ...]:
    number = key.rpartition("/")[2]
    return tuple((f"{number}-{place}.png", photo.path) for place, photo in enumerate(one.photos, 1))


def _put(file: Path, text: str, pictures: Iterable[tuple[str, Path]]) -> None:
    """Write a case, its pictures first; each file is replaced as a whole, one that says the same is left alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for name, source in pictures:
        _replace(file.parent / name, source.read_bytes())
    _replace(file, text.encode())


def _replace(file: Path, content: bytes) -> None:
    if file.is_file() and file.read_bytes() == content:
        return
    draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    draft.write_bytes(content)
    draft.replace(file)
