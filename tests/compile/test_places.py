"""A province's outline: cities beside each other, its own value below, another outline's chapters in its words."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.compile.bench import SETTINGS, cells, definitions, edition, indicator, outline, rows, tables, write_outline
from zhibao.catalog.files import CatalogError
from zhibao.catalog.outline import EXHIBITS, load_outline
from zhibao.compile import compile_report
from zhibao.compile.material import PlaceRows
from zhibao.document.nodes import Chart, Document, Figure, Number, plain, walk
from zhibao.document.specs import drawing_of
from zhibao.terms.value import Computed, Known, Meaning, Missing, Value, ValueKey, Values

SCHOOLS = ("code", "name", "county", "ownership", "grade", "in_scope")
TABLE = (
    "```table t\ncaption: 各市\nkind: by_place\nplaces: city\nfirst: 市\ntotal: \"{whole}\"\ncolumns:\n"
    "  - {indicator: pupils}\n  - {indicator: rate, label: 就业率（%）}\n```\n"
)  # fmt: skip
BARS = "```chart c\ncaption: 各市\nyears: [this]\npanels:\n  - {kind: place_bars, indicator: rate, places: city}\n```\n"
LIST = (
    "```table l\ncaption: 专业\nkind: listing\nregister: majors\ncolumns: [市, 学校, 专业]\n"
    'cells: ["{city}", "{school}", "{major}"]\n```\n'
)


def known(number: str) -> Value:
    return Known(Fraction(number))


def handed_in() -> PlaceRows:
    def city(code: str, county: str) -> dict[str, object]:
        return {
            "code": code,
            "name": f"示例{code}校",
            "county": county,
            "ownership": "公办",
            "grade": "其他",
            "in_scope": "是",
        }

    return {
        2021: {
            "A": {"schools": rows("schools", city("A1", "东区"))},  # type: ignore[arg-type]
            "B": {"schools": rows("schools", city("B1", "东区"))},  # type: ignore[arg-type]
            "A1": {"majors": rows("majors", {"major": "数控"})},
            "B1": {"majors": rows("majors", {"major": "护理"})},
        }
    }


def report(folder: Path, text: str) -> Document:
    """Return what a province of the cities A and B, and C that has not handed in, prints of a text."""
    given: dict[tuple[str, str], Value] = {
        ("pupils", "A"): known("30"),
        ("pupils", "B"): known("70"),
        ("rate", "A"): known("91"),
        ("rate", "B"): known("97.25"),
        ("rate", "A/东区"): known("91"),
        ("rate", "B/东区"): known("97.25"),
        ("clubs", "A"): known("5"),
        ("clubs", "B"): known("5"),
    }
    missing = Missing(Meaning.NOT_SUBMITTED, 1)
    given |= {(name, code): missing for name in ("pupils", "rate", "clubs") for code in ("C", "P")}
    table = {ValueKey(name, code, 2021): Computed(value, value) for (name, code), value in given.items()}
    cities = [{"code": one, "name": f"示例{one}市"} for one in "ABC"]
    return compile_report(
        outline(folder, f"# 章\n\n{text}", SETTINGS + "level: province\n"),
        edition(place="示例省", code="P", level="province", cities=cities),
        Values(table, "P"),
        definitions(indicator("pupils", "人", label="学生数"), indicator("rate", "%", 2), indicator("clubs", "个")),
        handed_in(),
    )


def test_a_row_per_city_and_the_provinces_own_value_below_which_is_no_sum(tmp_path: Path) -> None:
    (table,) = tables(report(tmp_path, TABLE))
    assert [plain(cell.content) for cell in table.head[0]] == ["市", "学生数（人）", "就业率（%）"]
    assert cells(table) == [
        ["示例A市", "30", "91.00"],
        ["示例B市", "70", "97.25"],
        ["示例C市", "缺", "缺"],
        ["全省", "缺", "缺"],
    ]
    assert table.total


def test_ranks_stand_behind_their_column_equal_ones_alike_and_who_has_no_value_has_none(tmp_path: Path) -> None:
    text = TABLE.replace("places: city", "places: below\nranks: true").replace("indicator: pupils", "indicator: clubs")
    (table,) = tables(report(tmp_path, text))
    assert [plain(cell.content) for cell in table.head[0]][2::2] == ["名次", "名次"]
    assert cells(table) == [
        ["示例A市", "5", "1", "91.00", "2"],
        ["示例B市", "5", "1", "97.25", "1"],
        ["示例C市", "缺", "", "缺", ""],
        ["全省", "缺", "", "缺", ""],
    ]


SPREAD = (
    '```table s\ncaption: 各市的分布\nkind: place_spread\nplaces: below\ntotal: "{whole}值"\nrows:\n'
    "  - {indicator: pupils}\n  - {indicator: rate, label: 就业率, decimals: 1}\n```\n"
)


def test_quantiles_are_the_values_of_places_and_are_told_as_theirs(tmp_path: Path) -> None:
    (table,) = tables(report(tmp_path, SPREAD))
    heads = [plain(cell.content) for cell in table.head[0]]
    assert heads[2:] == ["最小", "下四分位", "中位", "上四分位", "最大", "全省值"]
    assert cells(table) == [
        ["学生数", "人", "30", "30", "30", "70", "70", "缺"],
        ["就业率", "%", "91.0", "91.0", "91.0", "97.3", "97.3", "缺"],
    ]
    places = [one.place for cell in table.body[0] for one in cell.content if isinstance(one, Number)]
    assert places == ["A", "A", "A", "B", "B", "P"]


def test_counties_are_told_with_their_citys_name(tmp_path: Path) -> None:
    text = TABLE.replace("places: city", "places: county").replace("  - {indicator: pupils}\n", "")
    (table,) = tables(report(tmp_path, text))
    assert cells(table) == [["示例A市东区", "91.00"], ["示例B市东区", "97.25"], ["全省", "缺"]]


def test_bars_stand_from_the_largest_and_who_has_no_value_comes_last(tmp_path: Path) -> None:
    (figure,) = [one for one in walk(report(tmp_path, BARS).blocks) if isinstance(one, Figure)]
    assert isinstance(figure.content, Chart)
    drawn = drawing_of(figure.content.panels[0])
    assert drawn is not None
    assert drawn.categories == ("示例B市", "示例A市", "示例C市")
    assert drawn.series[0].texts == ("97.25%", "91.00%", "缺")


def test_a_listing_of_a_province_names_the_city_of_every_row(tmp_path: Path) -> None:
    (table,) = tables(report(tmp_path, LIST))
    assert cells(table) == [["示例A市", "示例A1校", "数控"], ["示例B市", "示例B1校", "护理"]]


LIKE = SETTINGS + "level: province\nlike: model\nwords: {全市: 全省, 全市的: 各市的}\n"


def like(folder: Path, own: dict[str, str]) -> Path:
    model = {"01_one.md": "# 全市概况\n\n全市的学校。\n\n" + TABLE, "02_two.md": "# 结语\n"}
    write_outline(folder, model).rename(folder / "model")
    return write_outline(folder, own, LIKE)


def titles(home: Path, own: Path | None = None) -> list[str]:
    return [getattr(chapter.title[0], "text", "") for chapter in load_outline(home, own).chapters]


def test_an_outline_like_another_has_its_chapters_in_its_own_words(tmp_path: Path) -> None:
    home = like(tmp_path, {"03_three.md": "# 全市之外\n"})
    assert titles(home) == ["全省概况", "结语", "全市之外"]
    one = load_outline(home).chapters[0]
    assert "各市的学校。" in str(one.parts[0])
    own = tmp_path / "outline"
    own.mkdir()
    (own / "02_two.md").write_text("# 全市自己的话\n", encoding="utf-8")
    assert titles(home, own) == ["全省概况", "全市自己的话", "全市之外"]


def test_exhibits_of_a_file_take_the_place_of_those_of_their_names(tmp_path: Path) -> None:
    home = like(tmp_path, {EXHIBITS: "# 图表\n\n" + TABLE.replace("places: city", "places: county")})
    (table,) = [one.spec for one in load_outline(home).chapters[0].parts if hasattr(one, "spec")]
    assert getattr(table, "places", "") == "county"
    (home / EXHIBITS).write_text("# 图表\n\n" + TABLE.replace("table t", "table other"), encoding="utf-8")
    with pytest.raises(CatalogError, match=r"exhibits\.md:3.*other"):
        load_outline(home)


@pytest.mark.parametrize(("named", "said"), [("nobody", "没有名为“nobody”的提纲"), ("trial", "请直接写那一个")])
def test_an_outline_is_like_one_that_stands_by_itself(tmp_path: Path, named: str, said: str) -> None:
    home = like(tmp_path, {})
    text = (home / "outline.yaml").read_text(encoding="utf-8")
    (home / "outline.yaml").write_text(text.replace("like: model", f"like: {named}"), encoding="utf-8")
    with pytest.raises(CatalogError, match=said):
        load_outline(home)
