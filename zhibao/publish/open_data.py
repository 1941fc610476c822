"""开放数据: public values as CSV per indicator with a Frictionless data package, and tables as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhibao.publish.protected import Protection
from zhibao.publish.public_report import Exhibit, PublicReport
from zhibao.publish.suppression import SIGN
from zhibao.publish.values import Record
from zhibao.terms.value import Meaning, ValueKey, Values

PACKAGE = "data/datapackage.json"
COLUMNS = {
    "indicator": ("指标", "string"),
    "label": ("指标名称", "string"),
    "place": ("单位代码", "string"),
    "name": ("单位", "string"),
    "year": ("数据年度", "integer"),
    "member": ("分项", "string"),
    "state": ("状态：known 有数，suppressed 不予公布，其余见口径说明", "string"),
    "printed": ("报告中的写法", "string"),
    "unit": ("单位", "string"),
    "exact": ("精确值，最简分数", "string"),
    "numerator": ("分子", "string"),
    "denominator": ("分母", "string"),
}
LICENCE = {"name": "other-open", "title": "可以转载，请注明来源"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def public_rows(rows: Iterable[Record], values: Values, hides: Protection) -> list[Record]:
    """Return the values as everybody may have them: what is hidden says so and nothing else."""
    return [_public(row, values, hides) for row in rows]


def data_files(report: PublicReport, rows: Sequence[Record]) -> dict[str, bytes]:
    """Return the files of the data package, and every exhibit as CSV and JSON, by name."""
    by_name: dict[str, list[Record]] = {}
    for row in rows:
        by_name.setdefault(str(row["indicator"]), []).append(row)
    files = {f"data/{name}.csv": as_csv(COLUMNS, found) for name, found in by_name.items()}
    for one in report.exhibits:
        heads = flat_head(one)
        cells = [dict(zip(heads, [cell.text for cell in row], strict=False)) for row in one.body]
        files[f"{one.key}.csv"] = as_csv(heads, cells)
        files[f"{one.key}.json"] = as_json(
            {"name": one.name, "caption": one.caption, "columns": heads, "rows": [list(c.values()) for c in cells]}
        )
    labels = {name: str(found[0]["label"]) for name, found in by_name.items()}
    files[PACKAGE] = as_json(_package(report, labels))
    return files


def flat_head(exhibit: Exhibit) -> list[str]:
    """Return the heads of an exhibit as one line: those above each other joined, equal ones numbered."""
    width = max([sum(cell.columns for cell in exhibit.head[0]) if exhibit.head else 0, *map(len, exhibit.body)])
    columns: list[list[str]] = [[] for _ in range(width)]
    until = [0] * width
    for y, row in enumerate(exhibit.head):
        x = 0
        for cell in row:
            while x < width and until[x] > y:
                x += 1
            for at in range(x, min(x + cell.columns, width)):
                columns[at].append(cell.text)
                until[at] = y + cell.rows
            x += cell.columns
    return list(_told_apart(" ".join(dict.fromkeys(one)) for one in columns))


def as_csv(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows as CSV in UTF-8 with a mark; no text of it acts as a formula in a spreadsheet."""
    target, columns = io.StringIO(), list(columns)
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(map(_harmless, columns))
    for row in rows:
        writer.writerow([_harmless(str(row.get(column, ""))) for column in columns])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def as_json(content: object) -> bytes:
    """Return content as JSON that people can read."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _public(row: Record, values: Values, hides: Protection) -> Record:
    kept = {name: row[name] for name in COLUMNS}
    key = ValueKey(str(row["indicator"]), str(row["place"]), int(row["year"]), str(row["member"]))
    if hides.hides_value(key, values[key].value):
        kept |= {"state": Meaning.SUPPRESSED.value, "printed": SIGN, "exact": "", "numerator": "", "denominator": ""}
    return kept


def _told_apart(heads: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        yield head if seen[head] == 1 else f"{head} {seen[head]}"


def _package(report: PublicReport, labels: Mapping[str, str]) -> object:
    """Return the description of the package after the Data Package standard."""
    fields = [
        {"name": name, "title": title, "type": kind, **({"format": "default"} if kind == "string" else {})}
        for name, (title, kind) in COLUMNS.items()
    ]
    schema = {"fields": fields, "primaryKey": ["indicator", "place", "year", "member"], "missingValues": [""]}
    return {
        "profile": "tabular-data-package",
        "name": f"{report.place}-{report.year}",
        "title": report.title,
        "licenses": [LICENCE],
        "resources": [
            {
                "name": name.replace("_", "-"),
                "title": label,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "format": "csv",
                "mediatype": "text/csv",
                "schema": schema,
            }
            for name, label in labels.items()
        ],
    }


def _harmless(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula; numbers stay as they are."""
    if text[:1] not in _FORMULA or text[1:].replace(".", "", 1).replace("%", "", 1).isdecimal():
        return text
    return f"'{text}"
