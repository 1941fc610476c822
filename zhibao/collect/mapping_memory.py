"""列对应的记忆: which column mapping a school's files are read by; and the draft of a new one."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from zhibao.catalog.load import Catalog
from zhibao.catalog.register import Register
from zhibao.catalog.systems import ColumnMapping
from zhibao.collect.foreign import Headed, plain_name

FILE = "mappings.json"
_SCHOOL_HEADERS = ("学校代码", "学校名称", "学校", "单位名称", "办学单位", "机构名称")


class MappingMemory:
    """列对应的记忆: FOLDER/mappings.json."""

    def __init__(self, folder: Path) -> None:
        """Open what a working folder remembers."""
        self._path = folder / FILE

    def recall(self, place: str, columns: Iterable[str]) -> str:
        """Return the mapping that a place's file of these headers was read by, '' for none."""
        return self._read().get(place, {}).get(_fingerprint(columns), "")

    def keep(self, place: str, columns: Iterable[str], mapping: str) -> None:
        """Remember a mapping for a place's files of these headers; raises OSError when it cannot be written."""
        known = self._read()
        known.setdefault(place, {})[_fingerprint(columns)] = mapping
        draft = self._path.with_suffix(".tmp")
        draft.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        draft.replace(self._path)

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def fitting(catalog: Catalog, columns: Mapping[str, int]) -> tuple[ColumnMapping, ...]:
    """Return the mappings all of whose headers a table has, those that use most of them first."""
    found = [one for one in catalog.mappings.values() if {plain_name(name) for name in one.needed} <= set(columns)]
    return tuple(sorted(found, key=lambda one: (-len(one.needed), one.name)))


def drafted(table: Headed, register: Register, system: str, catalog: Catalog) -> str:
    """Return the text of a mapping for a table's headers, matched by the fields' labels, for a person to review.

    A header that is no field's label is left as a comment with the nearest labels; it is never mapped by guess.
    """
    labels = {plain_name(definition.label): name for name, definition in register.fields.items()}
    headers = {name: _as_written(table, column) for name, column in table.columns.items()}
    matched = {written: labels[name] for name, written in headers.items() if name in labels}
    school = next((headers[plain_name(one)] for one in _SCHOOL_HEADERS if plain_name(one) in headers), "")
    lines = [
        f"label: {catalog.systems[system].label}：{register.label}",
        f"system: {system}",
        f"register: {register.name}",
        *(
            [f"school: {school}"]
            if school
            else ["# school: 学校名称    # 文件中没有学校一栏时，导入时用 --school 写明"]
        ),
        "columns:",
        *(f"  {json.dumps(written, ensure_ascii=False)}: {name}" for written, name in matched.items()),
    ]
    for name, written in headers.items():
        if name in labels or written == school:
            continue
        near = get_close_matches(name, labels, n=2, cutoff=0.4)
        hint = "、".join(f"{labels[one]}（{register.fields[labels[one]].label}）" for one in near)
        lines.append(f"  # {written}: {hint or '没有对应的字段'}")
    lines += [
        "why: 按这份文件的表头写成，请核对每一栏后再导入。",
        "source:",
        "  - {title: 本平台填报说明, mark: G}",
        "",
    ]
    return "\n".join(lines)


def _as_written(table: Headed, column: int) -> str:
    return "".join(str(table.sheet.grid[table.row][column]).split())


def _fingerprint(columns: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(columns)).encode()).hexdigest()[:16]
