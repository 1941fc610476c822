"""导入的读数: rows of another system's file become rows of a register, school by school, by a column mapping."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from zhibao.catalog.load import Catalog
from zhibao.catalog.register import FieldType, Register, RegisterField
from zhibao.catalog.systems import ColumnMapping
from zhibao.collect import errors
from zhibao.collect import foreign_errors as said
from zhibao.collect.cells import Content, plain_text, read_cell
from zhibao.collect.foreign import Headed, plain_name
from zhibao.collect.layout import cell_name
from zhibao.snapshot.submission import Cell, Row, row_key
from zhibao.terms.finding import Finding
from zhibao.terms.place import Place
from zhibao.terms.source import CellPlace
from zhibao.terms.unit import UNITS, convert
from zhibao.terms.value import Known, Missing


@dataclass
class Brought:
    """导入的内容: rows by place code, and what has to be said of the file."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Schools:
    """学校的认法: the places of a file by code, full name and short name."""

    by_name: Mapping[str, Place]

    def find(self, text: str) -> Place | None:
        """Return the school that a code or name means."""
        return self.by_name.get(plain_name(text))

    def near(self, text: str) -> tuple[str, ...]:
        """Return names that a text resembles."""
        found = get_close_matches(plain_name(text), self.by_name, n=3, cutoff=0.6)
        return tuple(dict.fromkeys(self.by_name[one].name for one in found))


def read_mapped(
    table: Headed, mapping: ColumnMapping, catalog: Catalog, schools: Schools, only: Place | None
) -> Brought:
    """Return what a file gives for a register; `only` is the one place that it speaks of, where no column says so.

    Missing: an empty cell gives nothing; what stands for no number (／ 无 —) is taken over.
    """
    brought = Brought()
    register = catalog.registers[mapping.register_]
    lines = _down(table, mapping, brought) if mapping.heads == "down" else _across(table, mapping)
    seen: set[tuple[str, str]] = set()
    for number, contents in lines:
        place = only
        if mapping.school and only is None:
            text = plain_text(contents[mapping.school])
            place = schools.find(text)
            if place is None:
                brought.findings.append(said.unknown_school(_where(table, number), text, schools.near(text)))
                continue
        assert place is not None
        row = _row(table, number, contents, mapping, register, catalog, brought)
        if row is None:
            continue
        key = (place.code, row_key(register, row))
        if key in seen:
            brought.findings.append(said.row_repeated(_where(table, number), place.name))
            continue
        seen.add(key)
        brought.rows[place.code].append(row)
    return brought


Line = tuple[int, Mapping[str, Content]]


def _across(table: Headed, mapping: ColumnMapping) -> Iterator[Line]:
    for number, cells in table.lines():
        contents = {header: table.content(cells, header) for header in mapping.needed}
        if all(plain_text(contents[header]) in words for header, words in mapping.only.items()):
            yield number, contents


def _down(table: Headed, mapping: ColumnMapping, brought: Brought) -> Iterator[Line]:
    """Yield the one line that a file whose heads run down makes."""
    wanted = {plain_name(header): header for header in mapping.columns}
    contents: dict[str, Content] = {}
    first = table.row + 1
    for number, cells in table.lines():
        label = plain_text(table.content(cells, mapping.labels_in))
        header = wanted.get(plain_name(label))
        if header is None:
            brought.findings.append(said.line_unknown(_where(table, number), label))
        else:
            contents[header] = table.content(cells, mapping.values_in)
    missing = [header for header in mapping.columns if header not in contents]
    if missing:
        brought.findings.append(said.headers_missing(table.sheet.file, mapping.label, missing))
    else:
        yield first, contents


def _row(
    table: Headed,
    number: int,
    contents: Mapping[str, Content],
    mapping: ColumnMapping,
    register: Register,
    catalog: Catalog,
    brought: Brought,
) -> Row | None:
    row: dict[str, Cell] = {}
    for header, name in mapping.columns.items():
        definition = register.fields[name]
        where = _where(table, number, header, definition.label)
        content = contents[header]
        if translated := mapping.values.get(name, {}).get(plain_text(content)):
            content = translated
        unit = mapping.units.get(name, definition.unit)
        read = read_cell(content, _read_as(definition, unit), catalog.lists.get(definition.list), where)
        brought.findings += [
            errors.without_content(one, definition) if definition.personal else one for one in read.findings
        ]
        cell = _converted(read.cell, unit, definition.unit)
        if cell is None:
            brought.findings.append(said.unit_differs(where, definition.label, unit))
        elif plain_text(content):
            row[name] = cell
    for name in register.key:
        if name not in row or isinstance(row[name], Missing):
            brought.findings.append(said.key_missing(_where(table, number), register.fields[name].label))
            return None
    return _with_derived(row, register, catalog)


def _read_as(definition: RegisterField, unit: str) -> RegisterField:
    """Return the field as the file states it: an amount in 万元 has decimals that one in 元 has not."""
    if unit == definition.unit:
        return definition
    return definition.model_copy(update={"type": FieldType.MEASURE, "unit": unit})


def _converted(cell: Cell, unit: str, wanted: str) -> Cell | None:
    """Return a number in the field's unit; None when its unit cannot be converted."""
    if not isinstance(cell, Known) or unit == wanted:
        return cell
    if not UNITS[unit].converts_to(UNITS[wanted]):
        return None
    return replace(cell, number=convert(cell.number, UNITS[unit], UNITS[wanted]))


def _with_derived(row: dict[str, Cell], register: Register, catalog: Catalog) -> Row:
    """Return a row with the fields that a code list gives."""
    for name, definition in register.fields.items():
        code = row.get(definition.derived_from)
        if isinstance(code, str):
            codes = catalog.lists[register.fields[definition.derived_from].list].items
            row[name] = codes[code].attributes[definition.attribute]
    return row


def _where(table: Headed, number: int, header: str = "", label: str = "") -> CellPlace:
    column = table.columns[plain_name(header)] if header and plain_name(header) in table.columns else 0
    return CellPlace(table.sheet.file, table.sheet.name, cell_name(number, column), label)
