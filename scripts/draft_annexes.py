"""Write the definitions of the attached tables from a file that says what was found out about them.

uv run python scripts/draft_annexes.py FRAMES.json            writes annexes/ and drafts/ of the package
uv run python scripts/draft_annexes.py FRAMES.json --to DIR   writes them elsewhere

The 47-item table was seen in a document; its rows take the indicators of the outline that prints it. The rows of the
six tables were seen in none: they become drafts, but for those that bear the very name of an indicator.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhibao.catalog.annex_match import AnnexItem, AnnexTable, Matched, match_items
from zhibao.catalog.annex_write import AnnexText, annex_files
from zhibao.catalog.exhibit import IndicatorTable
from zhibao.catalog.load import Catalog, load_catalog, packaged
from zhibao.catalog.outline import exhibits
from zhibao.catalog.shape import Cited

Table = Mapping[str, Any]
PRINTED = ("city_ten_chapters", "quality_annex")
SIX = ("scorecard", "satisfaction", "resources", "international", "service", "policy")
CONFIRMED = (
    Cited(title="江门市中等职业教育年度质量报告", number="2021年度", clause="附件“江门市中等职业教育质量数据表”"),
    Cited(title="上海市教育委员会通知", number="沪教委职〔2021〕21号", clause="附件“中等职业教育指标”"),
)
REMEMBERED = (
    Cited(title="六张指标表的逐项名称，未见官方文本", mark="G"),
    Cited(title="上海市教育委员会通知", number="沪教委职〔2024〕46号", clause="六张指标表附在报告末尾（只有表名）"),
)


def main(arguments: list[str]) -> int:
    """Write the files; returns the exit code."""
    if not arguments:
        print(__doc__)
        return 2
    tables: list[Table] = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))["tables"]
    folder = Path(arguments[arguments.index("--to") + 1]) if "--to" in arguments else packaged()
    catalog = load_catalog()
    files = quality_table(next(one for one in tables if one["id"] == "sec-2021-47"), catalog)
    for number, english in enumerate(SIX, 1):
        files |= six_table(next(one for one in tables if one["id"] == f"six-{number}"), number, english, catalog)
    for stale in (folder / "drafts").glob("six_tables_*.yaml"):
        if f"drafts/{stale.name}" not in files:
            stale.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(files)} files")
    return 0


def quality_table(table: Table, catalog: Catalog) -> dict[str, str]:
    """Return the 47-item table, row by row as the outline binds it."""
    outline, name = PRINTED
    spec = next(one.spec for _, one in exhibits(catalog.outlines[outline]) if one.name == name)
    if not isinstance(spec, IndicatorTable):
        raise TypeError(name)
    rows = []
    for item, row in zip(table["items"], spec.rows, strict=True):
        if item["printed_name"] != row.label:
            raise ValueError(f"{item['printed_name']} stands where the outline has {row.label}")
        made = AnnexItem(row.label, row.number, row.unit, item["parent"] or "")
        rows.append(Matched(made, row.indicator))
    text = AnnexText(
        name="quality_table_2021",
        label="中等职业教育指标（四十七项）",
        why="2021年秋一轮报告末尾的附表，四十七项另有八个不编号的分项；各项只印名称、单位和两年的数。",
        edition="six_parts_2021",
        source=CONFIRMED,
        columns=tuple(table["columns"]),
        confirmed=True,
        since=2021,
        until=2021,
        note="城市版印作“中等职业教育质量数据表”；与通知附件的对应由同轮、同六部分推断",
    )
    return annex_files(text, rows, catalog.indicators)


def six_table(table: Table, number: int, english: str, catalog: Catalog) -> dict[str, str]:
    """Return one of the six tables: rows of drafts, and of indicators where the name is theirs."""
    items = tuple(AnnexItem(one["name"], one["id"], one["unit"] or "", one["parent"] or "") for one in table["items"])
    matched = match_items(AnnexTable(table["title"], "", items), catalog)
    rows = [Matched(one.item, one.indicator if one.is_bound else "") for one in matched]
    text = AnnexText(
        name=f"six_tables_{number}_{english}",
        label=f"六张指标表之{number}：{table['title']}",
        why="2022年以来报告末尾所附六张指标表之一；表名见于文件，逐项名称未经官方文本确认，待导入当年的附表。",
        edition="seven_parts_2022",
        source=REMEMBERED,
        columns=("序号", "指标", "单位", "上年", "本年"),
        since=2022,
    )
    return annex_files(text, rows, catalog.indicators)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
