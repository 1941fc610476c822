"""定义的检查: the catalog is checked like data."""

from collections import defaultdict
from collections.abc import Iterator

from zhibao.catalog.asked import qualified
from zhibao.catalog.diagnosed import diagnosis_faults
from zhibao.catalog.expression import FormulaError, parse_condition
from zhibao.catalog.frame_faults import frame_faults
from zhibao.catalog.load import Catalog, check_formula, definition_files
from zhibao.catalog.outline import used_indicators
from zhibao.catalog.outline_faults import outline_faults
from zhibao.catalog.persons import personal_faults
from zhibao.catalog.phrasing import benchmark_faults
from zhibao.catalog.standard_faults import standard_faults
from zhibao.catalog.system_faults import system_faults
from zhibao.terms.finding import Finding, Severity
from zhibao.terms.source import CellPlace


def lint(catalog: Catalog) -> tuple[Finding, ...]:
    """Return what is wrong with the definitions: formulas, names, duplicates, definitions nobody uses.

    Unknown keys, missing sources and missing examples do not get this far: they are refused on loading.
    """
    return (*_formulas(catalog), *_names(catalog), *_duplicates(catalog), *_unused(catalog), *_checks(catalog))


def _formulas(catalog: Catalog) -> Iterator[Finding]:
    paths = {path.stem: path for kind, path in definition_files(catalog.folders) if kind == "indicators"}
    for name, indicator in catalog.indicators.items():
        try:
            check_formula(catalog, indicator, paths[name])
        except FormulaError as error:
            yield _finding("formula_is_allowed", f"indicators/{name}.yaml", str(error))
        if indicator.by:
            register, _, field = indicator.by.partition(".")
            if field not in (catalog.registers[register].fields if register in catalog.registers else ()):
                yield _finding("name_is_known", f"indicators/{name}.yaml", f"by：没有字段“{indicator.by}”。")
    for where, fault in personal_faults(catalog):
        yield _finding("persons_stay_private", where, fault)


def _names(catalog: Catalog) -> Iterator[Finding]:
    for register in catalog.registers.values():
        for name, field in register.fields.items():
            where = f"registers/{register.name}.yaml"
            for other in (*field.within, *([field.part_of] if field.part_of else [])):
                table, column = qualified(register.name, other)
                if table not in catalog.registers or column not in catalog.registers[table].fields:
                    yield _finding("name_is_known", where, f"字段“{name}”引用的“{other}”不存在。")
            if field.list and field.list not in catalog.lists:
                yield _finding("name_is_known", where, f"字段“{name}”的代码表“{field.list}”不存在。")
    for name, outline in catalog.outlines.items():
        faults = outline_faults(outline, catalog.indicators, catalog.registers)
        for fault in (*faults, *diagnosis_faults(outline, catalog)):
            yield _finding("name_is_known", f"outlines/{name}", fault)
    for where, fault in (
        *standard_faults(catalog),
        *frame_faults(catalog),
        *system_faults(catalog),
        *benchmark_faults(catalog.benchmarks, catalog.indicators),
    ):
        yield _finding("name_is_known", where, fault)


def _duplicates(catalog: Catalog) -> Iterator[Finding]:
    formulas: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, one in catalog.indicators.items():
        formulas[
            (_spaceless(one.value), _spaceless(one.numerator), _spaceless(one.denominator), one.unit, one.by)
        ].append(name)
    for names in formulas.values():
        if len(names) > 1:
            yield _finding("formula_is_single", f"indicators/{names[1]}.yaml", f"公式与“{names[0]}”相同，只留一个。")
    labels: dict[str, list[str]] = defaultdict(list)
    for name, one in catalog.indicators.items():
        for label in dict.fromkeys((one.label, *one.aliases)):
            labels[label].append(name)
    for label, names in labels.items():
        if len(names) > 1:
            yield _finding("label_is_single", f"indicators/{names[1]}.yaml", f"名称“{label}”也是“{names[0]}”的名称。")


def _unused(catalog: Catalog) -> Iterator[Finding]:
    used = {name for outline in catalog.outlines.values() for name in used_indicators(outline)}
    used |= {standard.indicator for standard in catalog.standards.values()}
    used |= {name for grid in catalog.grids.values() for point in grid.points() for name in point.indicators}
    for name in catalog.indicators:
        if name not in used:
            yield _finding("indicator_is_used", f"indicators/{name}.yaml", "没有提纲或标准用到这个指标。")


def _checks(catalog: Catalog) -> Iterator[Finding]:
    for name, check in catalog.checks.items():
        if check.must:
            try:
                parse_condition(check.must, catalog.registers, check.rows_of)
            except FormulaError as error:
                yield _finding("formula_is_allowed", f"checks/{name}.yaml", str(error))
        for looked_at in check.of:
            register, _, field = looked_at.partition(".")
            if register not in catalog.registers or (field and field not in catalog.registers[register].fields):
                yield _finding("name_is_known", f"checks/{name}.yaml", f"of：没有“{looked_at}”。")


def _spaceless(text: str) -> str:
    return "".join(text.split())


def _finding(rule: str, where: str, message: str) -> Finding:
    return Finding(f"lint.{rule}", Severity.ERROR, CellPlace(where), message, fix="请改正定义文件。")
