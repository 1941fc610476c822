"""统计公报: the invented year of one city's economy; growth of output is real, values are nominal."""

import random
from fractions import Fraction

from zhibao.audit.proof.genres.facts import Fact, Facts
from zhibao.audit.proof.genres.names import CITIES, COUNTIES, several

BIG = 100_000_000
TEN_THOUSAND = 10_000


def bulletin_facts(rnd: random.Random) -> Facts:
    """Return one city's data, in which every total is the sum of its parts."""
    facts = Facts(rnd)
    year = rnd.randint(2019, 2023)
    facts.words.update(Y=str(year), Y1=str(year - 1), Y5=str(year - 5), Yn=str(year + 1), city=rnd.choice(CITIES))
    _output(facts)
    _people(facts)
    _goods(facts)
    _money(facts)
    _society(facts)
    _places(facts)
    return facts


def _output(facts: Facts) -> None:
    for key, low, high in (("b1", 98.0, 190.0), ("b21", 410, 690), ("b22", 92, 180), ("b3", 560, 980)):
        facts.measure(key, low, high, "", 2, BIG)
    facts.total("b2", ("b21", "b22"))
    facts.total("gdp", ("b1", "b2", "b3"), "地区生产总值")
    facts.before("gdp5", "gdp", 31, 52)
    for key, low, high in (("rg1", 3, 5), ("rg21", 4.1, 7.9), ("rg22", 2.1, 6.4), ("rg3", 4.1, 6.9)):
        facts.measure(key, low, high, decimals=1)
    for key, parts in (("rg2", ("rg21", "rg22")), ("rg", ("rg1", "rg2", "rg3"))):
        weights = {"rg1": "b1", "rg2": "b2", "rg3": "b3", "rg21": "b21", "rg22": "b22"}
        size = sum((facts.value(weights[one]) for one in parts), Fraction(0))
        mean = sum((facts.value(one) * facts.value(weights[one]) for one in parts), Fraction(0)) / size
        facts.facts[key] = Fact(Fraction(round(mean * 10), 10), "", False, 1)
    facts.facts["rgh"] = Fact(facts.value("rg") - Fraction(2, 10), "", False, 1)
    facts.measure("rg5", 4.8, 6.3, decimals=1)
    facts.facts["priv"] = Fact(_cents(facts.value("gdp") * facts.rnd.randint(51, 60) / 100), "", False, 2, BIG)


def _people(facts: Facts) -> None:
    facts.measure("pop", 212, 388, "常住人口", 2, TEN_THOUSAND)
    facts.before("pop0", "pop", -0.6, 0.9)
    facts.split("pop", {"urban": (63, ""), "rural": (37, "")})
    facts.split("pop", {"y1": (19, ""), "y2": (61, ""), "y3": (20, "")})
    facts.measure("birth", 7.1, 9.4)
    facts.measure("death", 5.2, 6.6)
    facts.follow("natural", "d:birth,death")
    facts.measure("reg", 230, 420, "", 2, TEN_THOUSAND)
    facts.split("reg", {"male": (51, ""), "female": (49, "")})
    facts.facts["gdphead"] = Fact(2 * facts.value("gdp") / (facts.value("pop") + facts.value("pop0")), "", False, 0)
    facts.facts["popk"] = Fact(facts.value("pop") / 1000)
    facts.measure("goal", 2.8, 4.4, "", 2, TEN_THOUSAND)
    facts.facts["jobs"] = Fact(
        Fraction(round(facts.value("goal") * facts.rnd.randint(102, 117) / 10_000) * 100), "", False, 2, TEN_THOUSAND
    )
    facts.measure("cpi", 0.4, 2.4, decimals=1)
    facts.measure("cpi1", 1.1, 3.9, decimals=1)
    facts.measure("cpi2", 0.2, 1.3, decimals=1)


def _goods(facts: Facts) -> None:
    for key, low, high in (("gr1", 18.0, 41.0), ("gr2", 52, 93)):
        facts.measure(key, low, high, "", 2, TEN_THOUSAND)
    facts.total("grain", ("gr1", "gr2"))
    facts.before("grain0", "grain", -4, 5)
    facts.measure("area", 182, 310, "", 2, TEN_THOUSAND)
    facts.measure("meat", 14, 26, "", 2, TEN_THOUSAND)
    facts.split("meat", {"pork": (55, ""), "fowl": (35, ""), "other": (10, "")})
    facts.measure("pigs", 88, 160, "", 2, TEN_THOUSAND)
    facts.before("pigs0", "pigs", -6, 7)
    facts.measure("pigout", 130, 240, "", 2, TEN_THOUSAND)
    for key, low, high, scale in (("cm", 310, 890, TEN_THOUSAND), ("pw", 61, 190, BIG), ("ev", 2.1, 9.8, TEN_THOUSAND)):
        facts.measure(key, low, high, "", 2, scale)
        facts.before(f"{key}0", key, -19, 34)
    facts.measure("el", 21, 88, "", 2, BIG)
    facts.before("el0", "el", -9, 27)
    facts.whole("firms", 610, 1190)
    facts.before("firms0", "firms", 3, 11)
    facts.measure("profit", 61, 148, "规上工业利润总额", 2, BIG)
    facts.before("profit0", "profit", -14, 18)
    for key, low, high in (("ri", 4.2, 7.9), ("ri2", 5.1, 9.9), ("ii", 2.1, 8.8), ("pi", 48, 61)):
        facts.measure(key, low, high, decimals=1)


def _money(facts: Facts) -> None:
    facts.measure("flat", 210, 390, "", 2, TEN_THOUSAND)
    facts.split("flat", {"flat1": (86, ""), "flat2": (14, "")})
    facts.measure("retail", 410, 780, "社会消费品零售总额", 2, BIG)
    facts.before("retail0", "retail", -3, 9)
    facts.split("retail", {"rt1": (82, ""), "rt2": (18, "")})
    facts.split("retail", {"rs1": (88, ""), "rs2": (12, "")})
    facts.measure("trade", 230, 610, "", 1, BIG)
    facts.split("trade", {"export": (69, ""), "import": (31, "")})
    facts.measure("cars", 48, 92, "", 2, TEN_THOUSAND)
    facts.split("cars", {"cars1": (90, ""), "cars2": (10, "")})
    facts.measure("rev", 78, 160, "一般公共预算收入", 2, BIG)
    facts.before("rev0", "rev", -4, 9)
    facts.split("rev", {"taxes": (66, ""), "fees": (34, "")})
    facts.measure("exp", 260, 410, "一般公共预算支出", 2, BIG)
    facts.split("exp", {"civil": (76, ""), "rest": (24, "")})
    facts.measure("dep", 1900, 3300, "各项存款余额", 2, BIG)
    facts.before("dep0", "dep", 4, 12)
    facts.facts["loan"] = Fact(_cents(facts.value("dep") * facts.rnd.randint(66, 88) / 100), "", False, 2, BIG)
    for key, low, high in (("inc1", 41_000, 58_000), ("inc2", 19_800, 28_000)):
        facts.whole(key, low, high)
        facts.before(f"{key}0", key, 3.1, 8.4)
    facts.whole("inc", 32_000, 40_000)
    facts.part("med", "inc", 83, 91)
    facts.measure("gi", 5.1, 7.4, decimals=1)
    facts.facts["gir"] = Fact(facts.value("gi") - facts.value("cpi"), "", False, 1)
    facts.measure("ins", 190, 330, "", 2, TEN_THOUSAND)


def _society(facts: Facts) -> None:
    for key, low, high in (("hs", 18, 39), ("vs", 8, 19), ("ms", 61, 128), ("ps", 160, 390), ("hosp", 1900, 3600)):
        facts.whole(key, low, high)
    facts.total("hv", ("hs", "vs"))
    facts.measure("hsn", 3.1, 5.9, "", 2, TEN_THOUSAND)
    facts.measure("vsn", 2.1, 3.9, "", 2, TEN_THOUSAND)
    facts.total("hvn", ("hsn", "vsn"))
    facts.whole("beds", 14_200, 26_800)
    facts.split("beds", {"beds1": (74, ""), "beds2": (18, ""), "beds3": (8, "")})
    facts.whole("doc", 16_100, 28_900)
    facts.part("doc1", "doc", 35, 40)
    facts.part("doc2", "doc", 44, 49)
    facts.whole("days", 301, 356)
    facts.facts["yd"] = Fact(Fraction(366 if int(facts.words["Y"]) % 4 == 0 else 365))


def _places(facts: Facts) -> None:
    places = several(facts.rnd, COUNTIES, 4, 6)
    facts.lists["places"] = [f"{name}{'区' if place < 2 else '县'}" for place, name in enumerate(places)]
    numbers = range(1, len(places) + 1)
    for short, whole in (("pg", "gdp"), ("pp", "pop"), ("pr", "rev")):
        facts.split(whole, {f"{short}{place}": (facts.rnd.randint(7, 22), "") for place in numbers})
    for place in numbers:
        facts.facts[f"pz{place}"] = Fact(
            facts.value("rg") + Fraction((-9, 7, -4, 5, -2, 3)[place - 1], 10), "", False, 1
        )
    facts.rows["places"] = [
        f"{name} | {{pg{place}}} | {{pz{place}|1}} | {{pp{place}}} | {{pr{place}}}"
        for place, name in enumerate(facts.lists["places"], 1)
    ]
    for key, less in (("z1", 4), ("z2", 3), ("z3", 1)):
        facts.facts[key] = Fact(facts.value("rg") - Fraction(less, 10), "", False, 1)
    facts.measure("rnd", 14, 38, "", 2, BIG)
    facts.whole("hi", 290, 560)
    facts.before("hi0", "hi", 4, 21)
    facts.whole("pat", 2100, 4800)
    facts.split("pat", {"pat1": (21, ""), "pat2": (63, ""), "pat3": (16, "")})
    facts.whole("deal", 410, 470)
    facts.measure("dealv", 48, 79, "", 2, BIG)
    facts.lists["halls"] = ["文化馆", "公共图书馆", "博物馆", "美术馆"]
    facts.whole("s4", 6, 14)
    facts.whole("s3", 12, 31)
    facts.facts["spots"] = Fact(facts.value("s4") + facts.value("s3") + 1)
    facts.measure("subj", 21, 39, "", 2, TEN_THOUSAND)
    facts.split("subj", {"subj1": (31, ""), "subj2": (66, ""), "subj3": (3, "")})


def _cents(value: Fraction) -> Fraction:
    """Return the value in whole hundredths of a hundred million, so that its printed digits are exact."""
    return Fraction(round(value / 1_000_000) * 1_000_000)
