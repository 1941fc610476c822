"""Tables as reports of several genres print them: right ones are verified where they can be, none is accused."""

import pytest

from tests.audit.tables.drawn import facts_of, serious
from zhibao.audit.model import Outcome
from zhibao.audit.run import relations_of


def pipe(text: str) -> str:
    rows = [[cell.strip() for cell in row.split("|")] for row in text.strip().split("\n")]
    return "\n".join("| " + " | ".join(row) + " |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]])


BALANCE = """项目|期末余额|期初余额
流动资产：||
货币资金|1,205,330.22|998,120.10
存货|205,110.40|199,870.00
流动资产合计|1,410,440.62|1,197,990.10
非流动资产：||
固定资产|890,100.00|905,330.00
无形资产|120,300.00|118,200.00
非流动资产合计|1,010,400.00|1,023,530.00
资产总计|2,420,840.62|2,221,520.10
股本|800,000.00|800,000.00
减：库存股|20,000.00|10,000.00
未分配利润|1,640,840.62|1,431,520.10
所有者权益合计|2,420,840.62|2,221,520.10"""
ACCOUNTS = """主要会计数据|2023年|2022年|本期比上年同期增减(%)|2021年
营业收入（元）|5,120,330,000.00|4,800,120,000.00|6.67|4,500,000,000.00
经营活动产生的现金流量净额（元）|-120,000,000.00|300,000,000.00|-140.00|200,000,000.00
加权平均净资产收益率（%）|12.55|11.80|增加0.75个百分点|10.90"""
SEGMENTS = """分行业|营业收入|营业成本|毛利率（%）|营业收入比上年增减（%）
装备制造|320,110.50|240,030.20|25.02|5.31
服务|80,200.30|50,110.10|37.52|10.22
分地区||||
境内|350,300.80|260,100.20|25.75|6.20
境外|50,010.00|30,040.10|39.93|7.00"""
PEOPLE = """指标|年末数（万人）|比重（%）
常住人口|512.30|100.0
其中：城镇|358.61|70.0
乡村|153.69|30.0
其中：男性|262.30|51.2
女性|250.00|48.8"""
TRADE = """指标|金额（亿元）|比上年增长（%）
货物出口额|1210.3|5.6
其中：一般贸易|800.1|6.0
加工贸易|350.2|-2.1
其中：机电产品|700.4|7.7
高新技术产品|310.6|3.3"""
TEACHERS = """类别|项目|人数|占比
职称|高级|60|37.50%
职称|中级|68|42.50%
职称|初级|32|20.00%
学历|研究生|60|37.50%
学历|本科|100|62.50%
合计||160|100%"""
FAMILIES = """系部|专业|毕业生数|升学|直接就业|待业|就业率（%）
机电系|机电技术应用|120|70|48|2|98.33
|数控技术应用|80|40|37|3|96.25
|小计|200|110|85|5|97.50
商贸系|电子商务|150|90|57|3|98.00
|会计事务|90|60|27|3|96.67
|小计|240|150|84|6|97.50
合计||440|260|169|11|97.50"""
BUDGET = """项目|上年决算数|本年预算数|本年决算数|决算为预算的%
税收收入|610.20|640.00|645.12|100.8
非税收入|210.30|220.00|225.28|102.4
合计|820.50|860.00|870.40|101.2"""
REPEATED = """学校|开设专业数|学生数
东湖职校|12|1200
西岭职校|10|900
南山职校|8|800
合计（去重）|18|2900"""
YEARS = """年份|招生数|毕业生数|招生比上年增减
2021|1100|980|-
2022|1180|1010|80
2023|1240|1060|60"""
GROSS = """年份|地区生产总值（亿元）|比上年增长（%）
2020|3102.55|2.4
2021|3450.12|8.1
2022|3610.40|3.2
2023|3820.55|5.6"""
RANKS = """学校|2022年排名|2023年排名|变化|就业率
东湖职校|3|1|↑2|98.1%
西岭职校|1|2|↓1|97.8%
南山职校|2|3|↓1|97.0%"""

VERIFIED = {
    "balance sheet": (BALANCE, 6),
    "accounts of three years": (ACCOUNTS, 3),
    "segments": (SEGMENTS, 4),
    "population": (PEOPLE, 8),
    "trade with two lists": (TRADE, 1),
    "teachers by two schemes": (TEACHERS, 8),
    "sub-totals": (FAMILIES, 12),
    "budget": (BUDGET, 3),
    "totals without repetition": (REPEATED, 0),
    "years below each other": (YEARS, 2),
    "real growth": (GROSS, 0),
    "ranks": (RANKS, 0),
}


@pytest.mark.parametrize("name", VERIFIED)
def test_a_right_table_of_a_real_form_is_read_and_not_accused(name: str) -> None:
    text, least = VERIFIED[name]
    assert serious(pipe(text)) == []
    held = [
        one
        for one in relations_of(facts_of(pipe(text)))
        if one.outcome is Outcome.HOLDS and one.rule.startswith("table_")
    ]
    assert len(held) >= least


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("balance sheet", "1,410,440.62", "1,410,440.26"),
        ("accounts of three years", "6.67", "7.67"),
        ("segments", "37.52", "73.52"),
        ("population", "51.2", "52.1"),
        ("teachers by two schemes", "62.50%", "65.20%"),
        ("sub-totals", "|小计|200|", "|小计|220|"),
        ("budget", "870.40", "880.40"),
        ("years below each other", "|80", "|90"),
    ],
)
def test_one_wrong_number_in_it_is_found(name: str, right: str, wrong: str) -> None:
    text, _ = VERIFIED[name]
    assert serious(pipe(text.replace(right, wrong, 1))), wrong
