"""Reading the same workbooks with python-calamine alone: every sheet as a list of rows, nothing looked at."""

from pathlib import Path

from measure import Watch, main
from python_calamine import CalamineWorkbook


def read(city: Path, watch: Watch) -> None:
    """Read every sheet of every workbook of the city."""
    paths = [*sorted((city / "folder").glob("city/*.xlsx")), *sorted((city / "folder").glob("workbooks/*/*.xlsx"))]
    with watch("bare_calamine"):
        sheets = 0
        for path in paths:
            workbook = CalamineWorkbook.from_path(path)
            for name in workbook.sheet_names:
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                sheets += 1
    watch.counts |= {"workbooks": len(paths), "sheets": sheets}


if __name__ == "__main__":
    main({"read": read})
