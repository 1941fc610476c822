"""导入: takes over what another system's file says, for one school or for all that it names, as one step."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibao.catalog.asked import ROSTER
from zhibao.catalog.edition import WorkingFolder
from zhibao.catalog.files import CatalogError
from zhibao.catalog.load import Catalog
from zhibao.catalog.systems import ColumnMapping
from zhibao.collect import foreign_errors as said
from zhibao.collect.folder import schools_of
from zhibao.collect.foreign import ForeignSheet, fullest, headed, plain_name, read_foreign
from zhibao.collect.foreign_rows import Brought, Schools, read_mapped
from zhibao.collect.mapping_memory import MappingMemory, drafted, fitting
from zhibao.snapshot.batches import Batch, Batches, file_digest
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Rows, Submission
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Origin, OriginKind

EVERYBODY = "*"


@dataclass(frozen=True)
class Wanted:
    """导入的要求: what was said on the command line; '' for what was left open."""

    file: Path
    year: int
    school: str = ""
    mapping: str = ""
    register: str = ""
    system: str = ""


@dataclass(frozen=True)
class Imported:
    """导入结果: the step, if it was made; rows by place; what was found; the draft of a mapping, if one was written."""

    batch: Batch | None
    mapping: str
    rows: Mapping[str, Rows]
    findings: tuple[Finding, ...]
    draft: Path | None = None


def import_file(folder: WorkingFolder, catalog: Catalog, wanted: Wanted, *, dry_run: bool = False) -> Imported:
    """Import a file, whole or not at all; with `dry_run` only say what it would bring.

    Raises: CatalogError, when a name on the command line is none; SnapshotError, when the disk does not take it.
    """
    sheets = read_foreign(wanted.file)
    if isinstance(sheets, Finding):
        return Imported(None, "", {}, (sheets,))
    store, memory = Store(folder.store), MappingMemory(folder.path)
    mapping = _mapping(catalog, wanted, sheets, memory)
    if mapping is None:
        return _without_mapping(folder, catalog, wanted, sheets)
    table = headed(sheets, mapping.needed)
    if table is None:
        missing = [name for name in sorted(mapping.needed) if not headed(sheets, [name])]
        return Imported(None, mapping.name, {}, (said.headers_missing(wanted.file.name, mapping.label, missing),))
    places = _places(folder, catalog, store, wanted.year)
    only = _only(folder, catalog, mapping, wanted, places)
    if only is None and not mapping.school:
        return Imported(None, mapping.name, {}, (said.school_wanted(wanted.file.name, mapping.label),))
    brought = read_mapped(table, mapping, catalog, Schools(places), only)
    rows = {code: {mapping.register_: tuple(found)} for code, found in brought.rows.items()}
    if dry_run or any(one.severity is Severity.ERROR for one in brought.findings) or not rows:
        return Imported(None, mapping.name, rows, tuple(brought.findings))
    batch = _take_in(
        store,
        catalog,
        wanted,
        mapping,
        brought,
        {one.code: one for one in (*places.values(), *([only] if only else []))},
    )
    memory.keep(wanted.school or EVERYBODY, table.columns, mapping.name)
    return Imported(batch, mapping.name, rows, tuple(brought.findings))


def _take_in(
    store: Store,
    catalog: Catalog,
    wanted: Wanted,
    mapping: ColumnMapping,
    brought: Brought,
    places: Mapping[str, Place],
) -> Batch:
    system = catalog.systems[mapping.system].label
    given = {
        code: Submission(places[code], wanted.year, {mapping.register_: tuple(rows)}, workbook=wanted.file.name)
        for code, rows in brought.rows.items()
    }
    digest = file_digest(wanted.file.read_bytes())
    batch = Batch(0, wanted.file.name, digest, mapping.system, mapping.name, mapping.register_, wanted.year, {})
    return Batches(store).take_in(batch, given, Origin(OriginKind.IMPORTED, system), catalog)


def _mapping(
    catalog: Catalog, wanted: Wanted, sheets: tuple[ForeignSheet, ...], memory: MappingMemory
) -> ColumnMapping | None:
    """Return the mapping that was named, else the one remembered, else the one that fits; None when it is open."""
    if wanted.mapping:
        if wanted.mapping not in catalog.mappings:
            known = "、".join(sorted(catalog.mappings))
            raise CatalogError(f"没有名为“{wanted.mapping}”的列对应。可选：{known}。")
        return catalog.mappings[wanted.mapping]
    table = fullest(sheets)
    if table is None:
        return None
    for place in (wanted.school, EVERYBODY):
        remembered = memory.recall(place, table.columns)
        if remembered in catalog.mappings:
            return catalog.mappings[remembered]
    found = [
        one
        for one in fitting(catalog, table.columns)
        if wanted.register in ("", one.register_) and wanted.system in ("", one.system)
    ]
    return found[0] if found else None


def _without_mapping(
    folder: WorkingFolder, catalog: Catalog, wanted: Wanted, sheets: tuple[ForeignSheet, ...]
) -> Imported:
    """Write the draft of a mapping where it is known which register is meant; else say what is missing."""
    table = fullest(sheets)
    if not wanted.register or not wanted.system or table is None:
        return Imported(None, "", {}, (said.no_mapping(wanted.file.name, sorted(catalog.mappings)),))
    for kind, name, known in (
        ("数据表", wanted.register, catalog.registers),
        ("来源系统", wanted.system, catalog.systems),
    ):
        if name not in known:
            raise CatalogError(f"没有名为“{name}”的{kind}。")
    name = f"{wanted.system}_{wanted.register}"
    path = folder.catalog / "mappings" / f"{name}.yaml"
    if path.exists():
        raise CatalogError(f"{path}：列对应的草稿已经在了，没有改动。请改好后用 --mapping {name} 导入。")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(drafted(table, catalog.registers[wanted.register], wanted.system, catalog), encoding="utf-8")
    return Imported(None, name, {}, (), path)


def _places(folder: WorkingFolder, catalog: Catalog, store: Store, year: int) -> Mapping[str, Place]:
    """Return the places that a file may name: schools of the roster by code, full and short name."""
    snapshot = store.current_of(folder.edition.code, year)
    roster = read_rows(snapshot, catalog.registers).get(ROSTER, ()) if snapshot else ()
    named: dict[str, Place] = {}
    for place in schools_of(roster):
        row = next(one for one in roster if one["code"] == place.code)
        for name in (place.code, place.name, row.get("short_name")):
            if isinstance(name, str):
                named[plain_name(name)] = place
    return named


def _only(
    folder: WorkingFolder, catalog: Catalog, mapping: ColumnMapping, wanted: Wanted, places: Mapping[str, Place]
) -> Place | None:
    """Return the one place that a file speaks of; raises CatalogError when the named school is none."""
    if catalog.registers[mapping.register_].level is Level.CITY:
        return folder.edition.city
    if not wanted.school:
        return None
    place = places.get(plain_name(wanted.school))
    if place is None:
        raise CatalogError(f"学校名册里没有代码为“{wanted.school}”、纳入统计的学校（{wanted.year}年）。")
    return place
