"""城市中等职业教育质量年度报告: the invented year of one city's vocational schools."""

import random
from fractions import Fraction

from zhibao.audit.proof.genres.facts import Fact, Facts
from zhibao.audit.proof.genres.names import CITIES, COUNTIES, MAJORS, several

BIG = 100_000_000
TEN_THOUSAND = 10_000
CLASSES = "装备制造 电子与信息 财经商贸 旅游 教育与体育 医药卫生 文化艺术 交通运输".split()
GROUPS = "现代制造职教集团 现代农业职教集团 文旅康养职教集团 学前教育职教集团".split()


def city_facts(rnd: random.Random) -> Facts:
    """Return one city's data, in which every total is the sum of its schools."""
    facts = Facts(rnd)
    year = rnd.randint(2019, 2023)
    facts.words.update(Y=str(year), Y1=str(year - 1), Yn=str(year + 1), Ynn=str(year + 3), city=rnd.choice(CITIES))
    facts.lists.update(
        classes=[f"{name}大类" for name in several(rnd, CLASSES, 5, 7)],
        finest=several(rnd, MAJORS, 3, 5),
        groups=several(rnd, GROUPS, 2, 4),
    )
    _schools(facts)
    _teachers(facts)
    _leavers(facts)
    _quality(facts)
    _money(facts)
    return facts


def _schools(facts: Facts) -> None:
    rnd = facts.rnd
    names = [f"{name}县职业技术学校" for name in several(rnd, COUNTIES, 5, 7)]
    names = [f"{facts.words['city']}市第一职业技术学校", f"{facts.words['city']}市第二职业技术学校", *names]
    numbers = range(1, len(names) + 1)
    for place in numbers:
        facts.whole(f"s{place}", 1210, 4890, f"{names[place - 1]}在校生")
        facts.part(f"n{place}", f"s{place}", 31, 38)
        facts.part(f"g{place}", f"s{place}", 27, 33)
        facts.part(f"t{place}", f"s{place}", 5.2, 6.4)
    for key, short, label in (
        ("stu", "s", "在校生"),
        ("new", "n", "招生"),
        ("grad", "g", "毕业生"),
        ("teach", "t", "专任教师"),
    ):
        facts.total(key, tuple(f"{short}{place}" for place in numbers), label)
    rows = [f"{{s{place}}} | {{n{place}}} | {{g{place}}} | {{t{place}}}" for place in numbers]
    facts.rows["schools"] = [f"{place} | {names[place - 1]} | {row}" for place, row in enumerate(rows, 1)]
    facts.rows["schoolrows"] = [f"{name} | {row}" for name, row in zip(names, rows, strict=True)]
    facts.words.update(sch1=names[2], nm1=names[0], nm2=names[1])
    facts.total("sa", ("s1", "s2"))
    facts.facts["schools"] = Fact(Fraction(len(names)))
    facts.facts["counties"] = Fact(Fraction(len(names) - 2))
    facts.words["short"] = facts.words["city"][0]
    facts.whole("sc2", 1, 2)
    facts.facts["sc1"] = Fact(Fraction(len(names)) - facts.value("sc2"))
    facts.sums.append(("schools", ("sc1", "sc2")))
    facts.before("stu0", "stu", -6, 8)
    facts.before("grad0", "grad", -6, 9)
    facts.facts["gen"] = Fact(Fraction(int(facts.value("new") * rnd.randint(105, 148) / 100)))
    facts.total("all", ("new", "gen"))


def _teachers(facts: Facts) -> None:
    facts.before("teach0", "teach", -2, 5)
    facts.facts["staff"] = Fact(facts.value("teach") + facts.rnd.randint(130, 260))
    facts.part("senior", "teach", 16, 26)
    facts.part("ma", "teach", 9, 16)
    facts.part("spec", "teach", 54, 62)
    facts.before("spec0", "spec", -2, 6)
    facts.part("dual", "spec", 58, 76)
    facts.follow("dualr", "p:dual,spec")
    facts.measure("dual0", 50, 57.5)
    facts.follow("str", "r:stu,teach")
    facts.follow("str0", "r:stu0,teach0")
    facts.part("tp", "spec", 22, 41)
    facts.whole("moral", 88, 140)
    facts.whole("heads", 210, 340)


def _leavers(facts: Facts) -> None:
    facts.part("emp", "grad", 95.6, 98.2)
    facts.part("emp0", "grad0", 93.8, 95.5)
    facts.follow("rate", "p:emp,grad")
    facts.follow("rate0", "p:emp0,grad0")
    facts.split("emp", {"direct": (52, ""), "up": (48, "")})
    facts.split("direct", {"d1": (4, ""), "d2": (34, ""), "d3": (62, "")})
    facts.part("match", "direct", 72, 88)
    facts.whole("pay", 3210, 3980)
    facts.before("pay0", "pay", 2, 8)
    facts.whole("xjoin", 1210, 2480)
    facts.part("xpass", "xjoin", 78, 92)


def _quality(facts: Facts) -> None:
    for key, low in (("cul", 94.2), ("skill", 95.1), ("fit", 95.4), ("done", 96.6)):
        facts.measure(key, low, low + 2.4)
        facts.measure(f"{key}0", low - 2.9, low - 0.2)
    facts.whole("points", 78, 132)
    facts.whole("cs1", 6, 14)
    facts.whole("cs2", 21, 48)
    facts.total("cs", ("cs1", "cs2"))
    facts.whole("hire", 61, 118)
    facts.split("hire", {"hire1": (38, ""), "hire2": (62, "")})
    for key, low, high in (("p1", 2, 9), ("p2", 11, 24), ("p3", 31, 58)):
        facts.whole(key, low, high)
        facts.whole(f"{key}_0", low, high)
    facts.total("items", ("p1", "p2", "p3"), "获奖")
    facts.facts["p3_0"] = Fact(facts.value("p3") - facts.rnd.randint(1, 9))
    facts.total("items0", ("p1_0", "p2_0", "p3_0"))
    if facts.value("items0") == facts.value("items"):
        facts.facts["p3_0"] = Fact(facts.value("p3_0") - 4)
        facts.facts["items0"] = Fact(facts.value("items0") - 4)
    for key, low, high in (("tr1", 61, 140), ("tr2", 310, 780), ("tr3", 910, 1980), ("tr4", 2100, 3900)):
        facts.whole(key, low, high)
    facts.total("train", ("tr1", "tr2", "tr3", "tr4"))
    facts.whole("firms", 260, 420)
    facts.whole("bases", 180, 310)
    facts.part("order", "stu", 7, 14)
    for key, low, high in (("so1", 4100, 7900), ("so2", 9100, 14_900), ("so3", 5100, 9800)):
        facts.whole(key, low, high)
    facts.total("soc", ("so1", "so2", "so3"))
    facts.before("soc0", "soc", -9, 18)


def _money(facts: Facts) -> None:
    facts.measure("land", 92, 138, "", 2, TEN_THOUSAND)
    facts.measure("building", 41, 66, "", 2, TEN_THOUSAND)
    facts.measure("equip", 2.6, 3.9, "", 2, BIG)
    facts.follow("equip_head", "r:equip,stu", decimals=0)
    facts.measure("books", 71, 98, "", 2, TEN_THOUSAND)
    for key, formula in (("mb", "r:building,stu"), ("me", "r:equip,stu"), ("mk", "r:books,stu")):
        facts.follow(key, formula, decimals=1 if key == "mk" else 2)
        value = facts.value(key) * facts.rnd.choice((93, 95, 97, 104, 106)) / 100
        facts.facts[f"{key}0"] = Fact(Fraction(round(value * 100), 100), "", False, 1 if key == "mk" else 2)
    facts.measure("mc", 31, 44)
    facts.before("mc0", "mc", 2, 9)
    facts.measure("gift", 310, 890, decimals=1, scale=TEN_THOUSAND)
    for key, low, high in (("f1", 3.1, 4.9), ("f2", 0.31, 0.69), ("f3", 0.11, 0.24)):
        facts.measure(key, low, high, "", 2, BIG)
    facts.total("fund", ("f1", "f2", "f3"))
    for key, low, high in (("free", 18_000, 26_000), ("aid", 3100, 5900)):
        facts.whole(key, low, high)
    for key, low, high in (("freem", 2100, 3900), ("aidm", 310, 690)):
        facts.measure(key, low, high, scale=TEN_THOUSAND)
