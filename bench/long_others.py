"""The same long register with others: openpyxl read-only, bare calamine, and Frictionless with the same demands."""

import json
import os
from pathlib import Path

from measure import Watch, main

FILE, SHEET, HEAD = "S01.xlsx", "培训班次台账", 4


def openpyxl(folder: Path, watch: Watch) -> None:
    """Read every cell of the sheet; with defusedxml, as its manual advises for the files of others."""
    _openpyxl(folder, watch, "openpyxl")


def openpyxl_plain(folder: Path, watch: Watch) -> None:
    """Read every cell of the sheet, from a file that is trusted."""
    os.environ["OPENPYXL_DEFUSEDXML"] = "False"
    _openpyxl(folder, watch, "openpyxl_plain")


def _openpyxl(folder: Path, watch: Watch, mark: str) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415  each task loads its own library only

    with watch(mark):
        book = load_workbook(folder / FILE, read_only=True)
        rows = list(book[SHEET].iter_rows(values_only=True))
    watch.counts["rows"] = sum(1 for row in rows[HEAD:] if row[0] is not None)


def calamine(folder: Path, watch: Watch) -> None:
    """Read every cell of the sheet, from a file that is trusted."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  each task loads its own library only

    with watch("calamine"):
        rows = CalamineWorkbook.from_path(folder / FILE).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    watch.counts["rows"] = sum(1 for row in rows[HEAD:] if row[0])


def frictionless(folder: Path, watch: Watch) -> None:
    """Check every cell: its type, whether it must be filled, lists, bounds, and that no key stands twice.

    The sums, parts and wholes that zhibao checks besides are not asked for.
    """
    from frictionless import Checklist, Dialect, Resource, Schema, formats  # noqa: PLC0415  no dependency

    schema = Schema.from_descriptor(json.loads((folder / "schema.json").read_text(encoding="utf-8")))
    dialect = Dialect(header_rows=[HEAD], controls=[formats.ExcelControl(sheet=SHEET)])
    with watch("frictionless"):
        resource = Resource(path=FILE, basepath=str(folder), dialect=dialect, schema=schema)
        report = resource.validate(Checklist(skip_errors=["blank-row"]), limit_errors=1000)
    faults = [error for task in report.tasks for error in task.errors]
    assert not faults, [str(one.message) for one in faults[:3]]
    watch.counts["rows"] = sum(int(task.stats.get("rows") or 0) for task in report.tasks)


def pandera(folder: Path, watch: Watch) -> None:
    """Check the same as Frictionless does, read by pandas with calamine: as data frames are validated."""
    import pandas as pd  # noqa: PLC0415  no dependency
    import pandera.pandas as pa  # noqa: PLC0415  no dependency

    kinds = {"integer": "int64", "number": "float64", "date": "datetime64[ns]", "string": str}
    demanded = {}
    for one in json.loads((folder / "schema.json").read_text(encoding="utf-8"))["fields"]:
        demands = one.get("constraints", {})
        checks = [pa.Check.isin(demands["enum"])] if "enum" in demands else []
        if "maximum" in demands:
            checks += [pa.Check.in_range(demands["minimum"], demands["maximum"])]
        demanded[one["name"]] = pa.Column(
            kinds[one["type"]],
            checks,
            nullable=not demands.get("required"),
            unique=demands.get("unique", False),
            coerce=True,
        )
    schema = pa.DataFrameSchema(demanded)
    with watch("pandera"):
        rows = pd.read_excel(folder / FILE, sheet_name=SHEET, header=HEAD - 1, engine="calamine", na_values=["无"])
        rows = rows[rows.iloc[:, 0].notna()]
        schema.validate(rows, lazy=True)
    watch.counts["rows"] = len(rows)


if __name__ == "__main__":
    tasks = (openpyxl, openpyxl_plain, calamine, frictionless, pandera)
    main({task.__name__: task for task in tasks})
