"""附表的写出: the rows of a table as definition files (an annex, and a draft per row that nobody has defined)."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.annex_match import Matched
from zhibao.catalog.files import CatalogError
from zhibao.catalog.model import Indicator
from zhibao.catalog.shape import Cited

_NAME = re.compile(r"[a-z][a-z0-9_]{1,60}")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off")
_NUMBER = re.compile(r"(\d{1,4})([A-Za-z]?)((?:\.\d{1,4})*)")
_PLAIN = re.compile(r"[\w\u4e00-\u9fff][\w\u4e00-\u9fff（）、—“”]*")


@dataclass(frozen=True)
class AnnexText:
    """附表定义的文字: what an annex's file says beside its rows."""

    name: str
    label: str
    why: str
    edition: str
    source: tuple[Cited, ...]
    columns: tuple[str, ...]
    confirmed: bool = False
    since: int | None = None
    until: int | None = None
    note: str = ""


def annex_files(annex: AnnexText, rows: Sequence[Matched], indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """Return the text of the annex's file and of one draft per row without an indicator, by path.

    Names that come near, and an indicator whose unit differs, stand as comments for whoever reviews the files.
    """
    names = _draft_names(annex.name, rows)
    files: dict[str, str] = {}
    lines = []
    for row, name in zip(rows, names, strict=True):
        item = row.item
        parts = {"number": item.number, "label": item.label, "unit": item.unit}
        parts |= {"parent": item.parent, "group": item.group}
        bound = {"indicator": row.indicator} if row.is_bound else {"draft": name}
        lines.append(f"  - {{{_flow(parts | bound)}}}{_hint(row, indicators)}")
        if not row.is_bound:
            files[f"drafts/{name}.yaml"] = _draft(annex, row)
    return {f"annexes/{annex.name}.yaml": _head(annex) + "\n".join(lines) + "\n", **files}


def write_files(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write definition files into an overlay folder and return their paths, the annex first.

    Raises: CatalogError, when one of them is there already; nothing is written then.
    """
    paths = {folder / name: text for name, text in files.items()}
    if there := [path for path in paths if path.exists()]:
        more = f"等 {len(there)} 个文件" if len(there) > 1 else ""
        raise CatalogError(f"{there[0]}{more}：已经在了，没有写入任何文件。请换一个名称或文件夹（--name、--to）。")
    for path, text in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tuple(paths)


def check_name(name: str) -> None:
    """Raise CatalogError unless a definition can be called so."""
    if not _NAME.fullmatch(name):
        raise CatalogError(f"“{name}”不能作名称：用小写英文字母、数字和下划线，如 six_tables_2026。")


def _head(annex: AnnexText) -> str:
    lines = [f"label: {_said(annex.label)}", f"why: {_said(annex.why)}"]
    lines += [f"{key}: {year}" for key, year in (("since", annex.since), ("until", annex.until)) if year]
    lines += [f"edition: {annex.edition}", f"confirmed: {str(annex.confirmed).lower()}"]
    lines += [f"columns: [{', '.join(map(_said, annex.columns))}]"]
    lines += [f"note: {_said(annex.note)}"] if annex.note else []
    return "\n".join([*lines, *_sources(annex.source), "rows:", ""])


def _draft(annex: AnnexText, row: Matched) -> str:
    item = row.item
    said = {"table": annex.name, "number": item.number, "parent": item.parent, "note": item.definition}
    lines = [f"label: {_said(item.label)}", *([f"unit: {_said(item.unit)}"] if item.unit else [])]
    lines += ["confirmed: false", *(f"{key}: {_said(text)}" for key, text in said.items() if text)]
    return "\n".join([*lines, *_sources(annex.source), ""])


def _sources(source: Sequence[Cited]) -> list[str]:
    lines = []
    for one in source:
        parts = {"title": one.title, "number": one.number, "clause": one.clause}
        mark = "" if one.mark == "C" else f", mark: {one.mark}"
        lines.append(f"  - {{{_flow(parts)}{mark}}}")
    return ["source:", *lines]


def _hint(row: Matched, indicators: Mapping[str, Indicator]) -> str:
    if row.indicator and not row.unit_agrees:
        one = indicators[row.indicator]
        return f"  # 与 {row.indicator}（{one.label}）同名，单位“{row.item.unit}”与“{one.unit}”不合"
    near = "、".join(f"{name}（{indicators[name].label}）" for name in row.near)
    return f"  # 名称相近：{near}" if near else ""


def _draft_names(annex: str, rows: Sequence[Matched]) -> list[str]:
    """Return a name per row, from its number or from its place under its whole; no two are equal."""
    names: list[str] = []
    parts: dict[str, int] = {}
    for place, row in enumerate(rows, 1):
        item = row.item
        stem = _slug(item.number)
        if not stem and (whole := _slug(item.parent)):
            parts[whole] = parts.get(whole, 0) + 1
            stem = f"{whole}_part_{parts[whole]}"
        name = f"{annex}_{stem or f'row_{place:02}'}"
        names.append(name if name not in names else f"{annex}_row_{place:02}")
    return names


def _slug(number: str) -> str:
    """Return a printed number as part of a name: 3.1 → 03_1, 1A → 01a; nothing for numbers of other styles."""
    found = _NUMBER.fullmatch(number)
    return f"{int(found[1]):02}{found[2].lower()}{found[3].replace('.', '_')}" if found else ""


def _flow(parts: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {_said(text)}" for key, text in parts.items() if text)


def _said(text: str) -> str:
    """Return a text as YAML says it: plain where nothing can be misread, in double quotes else."""
    plain = _PLAIN.fullmatch(text) and not text[0].isdigit() and not text.isascii()
    if plain or (_NAME.fullmatch(text) and text not in _WORDS):
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())
