"""政府工作报告: what a city or county government says it has done in a year and in five."""

import random
from fractions import Fraction

from zhibao.audit.proof.genres.facts import Fact, Facts
from zhibao.audit.proof.genres.names import CITIES, COUNTIES, PEOPLE

BIG = 100_000_000
TEN_THOUSAND = 10_000
HOSPITALS = "第一人民医院 中医院 妇幼保健院 第三人民医院 康复医院".split()
TRIALS = "数字乡村 整区推进光伏开发 公立医院改革 农村宅基地改革 知识产权强县".split()


def government_facts(rnd: random.Random) -> Facts:
    """Return one government's data, in which every total is the sum of its parts."""
    facts = Facts(rnd)
    year = rnd.randint(2020, 2023)
    facts.words.update(
        Y=str(year), Y5=str(year - 5), Yn=str(year + 1), Ynn=str(year + 3), city=rnd.choice(CITIES),
        county=rnd.choice(COUNTIES), mayor=rnd.choice(PEOPLE),
    )  # fmt: skip
    facts.lists["hosps"] = rnd.sample(HOSPITALS, rnd.randint(2, 4))
    facts.lists["trials"] = rnd.sample(TRIALS, rnd.randint(2, 4))
    _economy(facts)
    _green(facts)
    _projects(facts)
    _welfare(facts)
    return facts


def _economy(facts: Facts) -> None:
    facts.measure("gdp", 910, 1760, "地区生产总值", 1, BIG)
    facts.before("gdp5", "gdp", 32, 49)
    for key, low, high in (("rg", 5.4, 7.6), ("rg5", 5.6, 6.4), ("ri", 6.1, 8.9), ("ii", 4.2, 10.8)):
        facts.measure(key, low, high, decimals=1)
    for key, low, high in (("b1", 98, 190), ("b2", 410, 690), ("b3", 560, 980)):
        facts.measure(key, low, high, "", 2, BIG)
    facts.total("gdp3", ("b1", "b2", "b3"))
    for key, low, high, label in (("rev", 72, 138, "一般公共预算收入"), ("retail", 380, 690, "社会消费品零售总额")):
        facts.measure(key, low, high, label, 2, BIG)
        facts.before(f"{key}0", key, 1.2, 8.8)
        facts.before(f"{key}5", key, 19, 44)
    facts.whole("inc", 41_000, 52_000, "城镇居民人均可支配收入")
    facts.before("inc5", "inc", 28, 42)
    facts.measure("ur", 58, 69.9, "城镇化率")
    facts.measure("ur5", 49, 56.9)
    facts.whole("hi", 240, 480, "高新技术企业")
    facts.before("hi0", "hi", 9, 24)
    facts.before("hi5", "hi", 90, 180)
    facts.measure("indus", 1210, 2480, "", 1, BIG)
    facts.facts["ev"] = Fact(
        Fraction(
            round(facts.value("indus") * facts.rnd.randint(11, 26) / TEN_THOUSAND / 100_000) * TEN_THOUSAND * 1000
        ),
        "",
        False,
        1,
        BIG,
    )
    facts.whole("firms", 640, 980)
    facts.part("newfirm", "firms", 8, 14)
    facts.whole("giant", 18, 39)
    facts.measure("cut", 9, 21, "", 1, BIG)


def _green(facts: Facts) -> None:
    facts.measure("trade", 88, 260, "", 1, BIG)
    facts.split("trade", {"export": (71, ""), "import": (29, "")})
    facts.before("trade0", "trade", -8, 17)
    facts.whole("fdi", 6100, 14_800)
    facts.before("fdi0", "fdi", -11, 16)
    facts.whole("days", 318, 352)
    facts.before("days0", "days", -2, 4)
    for key, low, high in (("wood1", 2, 4.9), ("wood2", 5, 9.9), ("wood3", 3, 6.9)):
        facts.measure(key, low, high, decimals=1, scale=TEN_THOUSAND)
    facts.total("wood", ("wood1", "wood2", "wood3"))
    for key, low, high in (("gold", 31, 58), ("silver", 28, 49), ("bronze", 36, 71)):
        facts.whole(key, low, high)
    facts.total("medals", ("gold", "silver", "bronze"))


def _projects(facts: Facts) -> None:
    facts.whole("pj", 168, 260)
    facts.split("pj", {"pj1": (38, ""), "pj2": (36, ""), "pj3": (26, "")})
    facts.measure("plan", 280, 410, "", 1, BIG)
    facts.facts["done"] = Fact(
        Fraction(round(facts.value("plan") * facts.rnd.randint(101, 119) / 1_000_000_000) * 10_000_000),
        "",
        False,
        1,
        BIG,
    )
    facts.whole("sign", 88, 167)
    facts.before("sign0", "sign", 3, 22)
    facts.part("big", "sign", 9, 18)
    facts.measure("fund", 41, 78, "", 1, BIG)
    facts.measure("bond", 33, 69, "", 1, BIG)
    facts.whole("lab1", 2, 5)
    facts.whole("lab2", 11, 26)
    facts.total("lab", ("lab1", "lab2"))
    facts.whole("old", 61, 128, "老旧小区改造")
    facts.facts["oldplan"] = Fact(facts.value("old") - facts.rnd.randint(3, 12))
    facts.whole("homes", 9800, 21_800)
    for key, low, high in (("road1", 31, 78), ("road2", 62, 118), ("road3", 140, 290)):
        facts.measure(key, low, high, decimals=1)
    facts.total("road", ("road1", "road2", "road3"))
    facts.measure("grainarea", 210, 330, decimals=1, scale=TEN_THOUSAND)
    facts.measure("grain", 98, 109, decimals=1, scale=TEN_THOUSAND)
    facts.facts["grainplan"] = Fact(Fraction(int(facts.value("grain") / 50_000) * 50_000), "", False, 0, TEN_THOUSAND)


def _welfare(facts: Facts) -> None:
    facts.measure("exp", 290, 460, "", 2, BIG)
    facts.split("exp", {"civil": (78, ""), "rest": (22, "")})
    facts.measure("goal", 2.8, 4.4, "", 2, TEN_THOUSAND)
    facts.facts["jobs"] = Fact(
        Fraction(round(facts.value("goal") * facts.rnd.randint(103, 118) / 10_000) * 100), "", False, 2, TEN_THOUSAND
    )
    facts.facts["goaln"] = Fact(facts.value("goal"), "", False, 2, TEN_THOUSAND)
    facts.whole("sch", 21, 48)
    facts.whole("seat", 11_200, 19_900)
    facts.split("seat", {"seat1": (61, ""), "seat2": (24, ""), "seat3": (15, "")})
    facts.facts["seatplan"] = Fact(Fraction(int(facts.value("seat") / 1000) * 1000))
    facts.whole("low1", 680, 890)
    facts.whole("low2", 480, 640)
    facts.facts["ten"] = Fact(Fraction(10))
    facts.whole("mp", 168, 260)
    facts.whole("cp", 210, 330)
    facts.measure("poor", 4.1, 9.8, "", 2, TEN_THOUSAND)
    facts.whole("villages", 88, 190)
