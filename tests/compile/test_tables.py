"""Every kind of table prints the cells of the two source reports."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.compile.bench import Given, cells, compiled, indicator, rows, school, schools, tables
from zhibao.document.nodes import Link, Number, Table, plain
from zhibao.snapshot.submission import Rows
from zhibao.terms.value import Known, Meaning, Missing, Undefined, Value

ONE_YEAR = "# 章\n\n```table t\ncaption: 表题\nkind: by_year\n"


def by_indicator(rows_text: str, *, change: str = "signed") -> str:
    return (
        '# 章\n\n```table t\ncaption: "{last_year}、{year}年{place}对照表"\nkind: by_indicator\n'
        'columns: [指标, 单位, "{last_year} 年", "{year} 年", 变化情况]\n'
        f"holds: [label, unit, last, this, change]\nchange: {change}\nrows:\n{rows_text}```\n"
    )


def test_an_arrow_column_prints_arrows_only_and_says_when_nothing_changed(tmp_path: Path) -> None:
    names = [indicator("land", "平方米", 2, label="生均占地"), indicator("value", "元", 2), indicator("same", "人")]
    given: Given = {
        ("land", 2020): "998537/25782",
        ("land", 2021): "1023024/28198",
        ("value", 2020): "302947782/25782",
        ("value", 2021): "352176102/28198",
        ("same", 2020): 7,
        ("same", 2021): 7,
    }
    text = by_indicator(
        "  - {indicator: land, label: 生均校园占地面积（平方米）}\n  - {indicator: value}\n  - {indicator: same}\n",
        change="arrow",
    )
    table = tables(compiled(tmp_path, text, names, given))[0]
    assert cells(table) == [
        ["生均校园占地面积（平方米）", "平方米", "38.73", "36.28", "↓"],
        ["value", "元", "11750.36", "12489.40", "↑"],
        ["same", "人", "7", "7", "持平"],
    ]
    assert [plain(cell.content) for cell in table.head[0]] == ["指标", "单位", "2020 年", "2021 年", "变化情况"]
    assert table.caption is not None
    assert (table.caption.name, table.caption.text) == ("表1-1", "2020、2021年示例市对照表")


def test_a_change_is_the_difference_of_the_printed_values(tmp_path: Path) -> None:
    given = {("ratio", 2020): "15.184", ("ratio", 2021): "16.587"}
    table = tables(compiled(tmp_path, by_indicator("  - {indicator: ratio}\n"), [indicator("ratio", "x:1", 2)], given))[
        0
    ]
    assert cells(table) == [["ratio", ":1", "15.18", "16.59", "+1.41"]]
    change = table.body[0][4].content[0]
    assert isinstance(change, Number)
    assert (str(change.exact), change.period, change.snapshots) == ("141/100", "2021年比2020年", ("id-2020", "id-2021"))


def test_the_difference_of_shares_is_in_percentage_points(tmp_path: Path) -> None:
    given = {("share", 2020): "79.24", ("share", 2021): "83.89"}
    table = tables(compiled(tmp_path, by_indicator("  - {indicator: share}\n"), [indicator("share", "%", 2)], given))[0]
    change = table.body[0][4].content[0]
    assert isinstance(change, Number)
    assert (change.text, change.unit) == ("+4.65", "百分点")


def test_decimals_trimming_and_affix_hold_for_single_cells(tmp_path: Path) -> None:
    names = [indicator("a", "元", 2), indicator("b", "万元", 2), indicator("c", "x:1", 2), indicator("d", "册", 2)]
    given = {
        ("a", 2020): "7305.673028",
        ("a", 2021): "6666.290021",
        ("b", 2020): "245.50",
        ("b", 2021): "265.50",
        ("c", 2020): "15.184",
        ("c", 2021): "16.587",
        ("d", 2020): "34.1",
        ("d", 2021): "35.07",
    }
    text = by_indicator(
        "  - {indicator: a, decimals: {last: 3, this: 2}}\n  - {indicator: b, trim: {last: true}}\n"
        "  - {indicator: c, unit: /, affix: /1, decimals: {change: 1}}\n  - {indicator: d, trim: true}\n"
    )
    assert [row[1:] for row in cells(tables(compiled(tmp_path, text, names, given))[0])] == [
        ["元", "7305.673", "6666.29", "-639.383"],
        ["万元", "245.5", "265.50", "+20.00"],
        ["/", "15.18/1", "16.59/1", "+1.4"],
        ["册", "34.1", "35.07", "+0.97"],
    ]


def test_missing_undefined_and_estimated_values_print_their_signs(tmp_path: Path) -> None:
    names = [indicator(name) for name in "abcdef"]
    last: dict[str, Value] = {
        "a": Missing(Meaning.NOT_SUBMITTED),
        "b": Missing(Meaning.NOT_APPLICABLE),
        "c": Missing(Meaning.NIL),
        "d": Missing(Meaning.NOT_COLLECTED),
        "e": Undefined(),
        "f": Known(Fraction(9000), estimated=True),
    }
    this = Known(Fraction(9120))
    given = {(name, 2020): value for name, value in last.items()} | {(name, 2021): this for name in last}
    text = by_indicator("".join(f"  - {{indicator: {name}}}\n" for name in "abcdef"))
    table = tables(compiled(tmp_path, text, names, given))[0]
    assert [row[2:] for row in cells(table)] == [
        ["缺", "9120", "—"],
        ["／", "9120", "—"],
        ["无", "9120", "—"],
        ["—", "9120", "—"],
        ["÷", "9120", "—"],
        ["约9000", "9120", "约+120"],
    ]
    assert [plain(note) for note in table.notes] == ["注：带“约”的为估计数。"]


def test_a_row_number_and_a_row_without_one_are_printed(tmp_path: Path) -> None:
    text = (
        "# 章\n\n```table t\ncaption: 数据表\nnumbered: false\nunit: 个\nkind: by_indicator\n"
        'columns: [序号, 指标, "{year}年"]\nholds: [number, label, this]\n'
        'rows:\n  - {indicator: a, number: "3"}\n  - {indicator: a, label: 其中：国家级}\n```\n'
    )
    table = tables(compiled(tmp_path, text, [indicator("a", "个", label="工作室数")], {("a", 2021): 0}))[0]
    assert cells(table) == [["3", "工作室数", "0"], ["", "其中：国家级", "0"]]
    assert table.caption is not None
    assert (table.caption.name, table.caption.text) == ("", "数据表（单位：个）")


def test_a_table_by_year_has_a_row_per_year_and_one_for_the_change(tmp_path: Path) -> None:
    text = (
        ONE_YEAR + "head:\n  - [{text: 年份, rows: 2}, {text: 体育课, columns: 2}, {text: 美育课, columns: 2}]\n"
        "  - [人数, 占比/%, 人数, 占比/%]\n"
        'years: {last: "{last_year} 年", this: "{year} 年", change: 变化情况}\nchange: signed\ncolumns:\n'
        "  - {indicator: sports}\n  - {indicator: sports_share, trim: {change: true}}\n"
        "  - {indicator: arts}\n  - {indicator: arts_share, decimals: 2, trim: {change: true}}\n```\n"
    )
    names = [indicator("sports"), indicator("sports_share", "%", 2), indicator("arts"), indicator("arts_share", "%", 2)]
    given: Given = {
        ("sports", 2020): 103,
        ("sports", 2021): 103,
        ("sports_share", 2020): "10300/1622",
        ("sports_share", 2021): "10300/1649",
        ("arts", 2020): 121,
        ("arts", 2021): 122,
        ("arts_share", 2020): "7.50",
        ("arts_share", 2021): "7.40",
    }
    table = tables(compiled(tmp_path, text, names, given))[0]
    assert cells(table) == [
        ["2020 年", "103", "6.35", "121", "7.50"],
        ["2021 年", "103", "6.25", "122", "7.40"],
        ["变化情况", "0", "-0.1", "+1", "-0.1"],
    ]
    assert [(cell.columns, cell.rows) for cell in table.head[0]] == [(1, 2), (2, 1), (2, 1)]


def test_arrows_stand_with_or_without_a_gap_and_the_affix_is_not_in_the_change(tmp_path: Path) -> None:
    text = (
        ONE_YEAR
        + "head: [[学年, 合格率]]\nyears: {last: 上, this: 下, change: 变化}\nchange: %s\ncolumns:\n  - %s\n```\n"
    )
    given: Given = {("rate", 2020): "95.5615", ("rate", 2021): "96.2488", ("count", 2020): 11, ("count", 2021): 5}
    names = [indicator("rate", "%", 2), indicator("count", "所")]
    gap = tables(compiled(tmp_path, text % ("arrow_gap", '{indicator: rate, affix: "%"}'), names, given))[0]
    assert cells(gap) == [["上", "95.56%"], ["下", "96.25%"], ["变化", "↑ 0.69"]]
    close = tables(compiled(tmp_path, text % ("arrow", "{indicator: count}"), names, given))[0]
    assert cells(close)[2] == ["变化", "↓6"]


def grouped(tmp_path: Path, extra: str = "") -> Table:
    text = (
        "# 章\n\n```table t\ncaption: 专业布点\nkind: grouped\nindicator: points\ncolumns: [专业类别, 代码, 布点数]\n"
        f"holds: [label, code, value]\n{extra}```\n"
    )
    given = {("points", 2021): 36} | {
        ("points", 2021, code): count for code, count in (("62", 3), ("66", 30), ("68", 3))
    }
    names = [indicator("points", "个", by="majors.category")]
    return tables(compiled(tmp_path, text, names, given))[0]


def test_a_breakdown_stands_by_value_and_then_by_pinyin_with_its_total(tmp_path: Path) -> None:
    table = grouped(tmp_path, "total: 合计\n")
    assert cells(table) == [
        ["装备制造大类", "66", "30"],
        ["轻工纺织大类", "68", "3"],
        ["资源环境与安全大类", "62", "3"],
        ["合计", "", "36"],
    ]
    assert table.total
    number = table.body[0][2].content[0]
    assert isinstance(number, Number)
    assert (number.indicator, number.member) == ("points", "66")


def test_a_breakdown_needs_no_total(tmp_path: Path) -> None:
    assert len(grouped(tmp_path).body) == 3


ROSTER = schools(school("B", "乙校", grade="省级重点"), school("A", "甲校"), school("C", "丙校", in_scope="否"))


def listing(tmp_path: Path, text: str, handed: Mapping[str, Rows]) -> Table:
    document = compiled(
        tmp_path,
        f"# 章\n\n```table t\ncaption: 名单\nkind: listing\n{text}```\n",
        rows={2021: {**handed, "city": {**ROSTER, **handed.get("city", {})}}},
    )
    return tables(document)[0]


def test_a_listing_names_a_school_on_its_first_row_only_and_counts_schools(tmp_path: Path) -> None:
    text = (
        "register: certificate_pilots\ncolumns: [序号, 试点学校, 考核站点]\n"
        'cells: ["{index}", "{school}", "{certificate}（{grade}）"]\nfirst_only: true\n'
    )
    pilots = rows(
        "certificate_pilots", {"certificate": "物流", "grade": "初级"}, {"certificate": "汽修", "grade": "中级"}
    )
    handed = {
        "A": {"certificate_pilots": pilots},
        "B": {"certificate_pilots": pilots[:1]},
        "C": {"certificate_pilots": pilots},
    }
    assert cells(listing(tmp_path, text, handed)) == [
        ["1", "乙校", "物流（初级）"],
        ["2", "甲校", "物流（初级）"],
        ["", "", "汽修（中级）"],
    ]


def test_a_listing_joins_the_rows_of_a_school(tmp_path: Path) -> None:
    text = (
        "register: party_honours\ncolumns: [学校, 荣誉]\n"
        'cells: ["{school}", "{awarded}{recipient}{honour}"]\njoin: "；"\n'
    )
    honours = rows(
        "party_honours",
        {"awarded": "2021年6月", "recipient": "支部", "honour": "获先进"},
        {"awarded": "2021年9月", "recipient": "团队", "honour": "获二等奖"},
    )
    handed = {"A": {"party_honours": honours}}
    assert cells(listing(tmp_path, text, handed)) == [["甲校", "2021年6月支部获先进；2021年9月团队获二等奖"]]


def test_a_form_lists_every_school_with_dates_links_and_gaps(tmp_path: Path) -> None:
    text = (
        "register: report_publication\ncolumns: [序号, 学校名称, 发布时间, 发布网址, 备注]\n"
        'cells: ["{index}", "{school}", "{published}", "{address}", "{school.grade}"]\n'
    )
    published = rows("report_publication", {"published": date(2021, 11, 30), "address": "http://a.example.invalid/1"})
    table = listing(tmp_path, text, {"A": {"report_publication": published}})
    assert cells(table) == [
        ["1", "乙校", "缺", "缺", "省级重点"],
        ["2", "甲校", "2021.11.30", "http://a.example.invalid/1", "其他"],
    ]
    assert isinstance(table.body[1][3].content[0], Link)


def test_the_citys_own_rows_are_listed_as_entered(tmp_path: Path) -> None:
    text = 'register: rural_support\ncolumns: [序号, 牵头, 对象]\ncells: ["{index}", "{lead}", "{supported}"]\n'
    support = rows("rural_support", {"lead": "市教育局", "supported": "甲镇"}, {"lead": "甲校", "supported": "乙村"})
    table = listing(tmp_path, text, {"city": {"rural_support": support}})
    assert cells(table) == [["1", "市教育局", "甲镇"], ["2", "甲校", "乙村"]]


def test_numbers_in_a_listing_are_numbers_of_their_school(tmp_path: Path) -> None:
    text = 'register: through_training\ncolumns: [学校, 院校, 学位]\ncells: ["{school}", "{college}", "{places}"]\n'
    training = rows("through_training", {"college": "某学院", "places": 80}, {"college": "某大学", "places": None})
    table = listing(tmp_path, text, {"A": {"through_training": training}})
    assert [row[2] for row in cells(table)] == ["80", "缺"]
    number = table.body[0][2].content[0]
    assert isinstance(number, Number)
    assert (number.indicator, number.place, number.unit) == ("through_training.places", "A", "个")


def test_a_remark_that_nobody_had_to_give_stays_empty(tmp_path: Path) -> None:
    text = 'register: party_honours\ncolumns: [获奖者, 简称]\ncells: ["{recipient}", "{school.short_name}"]\n'
    honours = rows("party_honours", {"recipient": "支部"})
    assert cells(listing(tmp_path, text, {"A": {"party_honours": honours}})) == [["支部", ""]]
