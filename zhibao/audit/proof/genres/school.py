"""学校质量年度报告: the invented year of one vocational school."""

import random
from fractions import Fraction

from zhibao.audit.proof.genres.facts import Fact, Facts
from zhibao.audit.proof.genres.names import (
    CITIES,
    COUNTIES,
    DEPARTMENTS,
    DISTRICTS,
    FIRMS,
    MAJORS,
    PEOPLE,
    PINYIN,
    SCHOOLS,
    several,
)


def school_facts(rnd: random.Random) -> Facts:
    """Return one school's data, in which every total is the sum of its parts."""
    facts = Facts(rnd)
    year = rnd.randint(2019, 2023)
    city = rnd.choice(CITIES)
    facts.words.update(
        Y=str(year), Y1=str(year - 1), Y5=str(year - 5), Yn=str(year + 1), Ynn=str(year + 3), Yg=str(year - 4),
        city=city, school=f"{city}市{rnd.choice(SCHOOLS)}", district=rnd.choice(DISTRICTS), firm=rnd.choice(FIRMS),
        founded=str(rnd.randint(1958, 1996)), area=str(rnd.randint(700, 799)), phone=str(rnd.randint(10**6, 10**7 - 1)),
        pinyin=rnd.choice(PINYIN), pupil=rnd.choice(PEOPLE), county=rnd.choice(COUNTIES),
    )  # fmt: skip
    facts.lists.update(
        depts=several(rnd, DEPARTMENTS, 3, 6),
        texts=[f"《{name}实训指导》" for name in several(rnd, MAJORS, 3, 5)],
        orders=[
            f"{name}班"
            for name in rnd.sample(["澜科", "岱岳", "云启", "禾川", "中岭", "博屿", "泰禾"], rnd.randint(3, 6))
        ],
        majors=[f"{name}" for name in several(rnd, MAJORS, 6, 8)],
    )
    _pupils(facts)
    _leavers(facts)
    _staff(facts)
    _means(facts)
    _services(facts)
    return facts


def _pupils(facts: Facts) -> None:
    rnd = facts.rnd
    for key, label in (("g1", "一年级"), ("g2", "二年级"), ("g3", "三年级")):
        facts.whole(key, 880, 1690, label)
        facts.before(f"{key}_0", key, -9, 12)
    facts.total("stu", ("g1", "g2", "g3"), "在校生")
    facts.total("stu0", ("g1_0", "g2_0", "g3_0"))
    facts.whole("new", 1180, 1790)
    facts.part("reg", "new", 91, 98)
    facts.facts["plan"] = Fact(Fraction(rnd.randrange(1200, 1800, 50)))
    facts.split("stu", {"girls": (44, ""), "boys": (56, "")})
    facts.part("board", "stu", 70, 90)
    facts.part("aid", "stu", 4, 9)
    majors = facts.lists["majors"]
    weights = sorted((rnd.randint(6, 30) for _ in majors), reverse=True)
    parts = {f"m{place + 1}": (weight, "") for place, weight in enumerate(weights)}
    facts.split("stu", parts)
    order = sorted(parts, key=lambda key: -facts.facts[key].value)
    values = [facts.facts[key] for key in order]
    facts.facts.update(zip(parts, values, strict=True))
    facts.words.update(major1=majors[0], major2=majors[1])
    facts.total("m12", ("m1", "m2"))
    facts.rows["majors"] = [
        f"{place} | {name} | {{m{place}}} | {{p:m{place},stu|2}}" for place, name in enumerate(majors, 1)
    ]
    facts.rows["fields"] = [f"{name} | {{m{place}}} | {{p:m{place},stu|2}}" for place, name in enumerate(majors, 1)]


def _leavers(facts: Facts) -> None:
    facts.whole("grad", 1010, 1490, "毕业生")
    facts.before("grad0", "grad", -7, 9)
    facts.part("emp", "grad", 95.5, 98.4)
    facts.part("emp0", "grad0", 93.5, 97.6)
    facts.follow("rate", "p:emp,grad", "就业率")
    facts.follow("rate0", "p:emp0,grad0")
    if facts.value("rate") == facts.value("rate0"):
        facts.facts["emp0"] = Fact(facts.value("emp0") - 9)
        facts.follow("rate0", "p:emp0,grad0")
    facts.split("emp", {"direct": (57, ""), "up": (43, "")})
    facts.facts["wait"] = Fact(facts.value("grad") - facts.value("emp"))
    facts.sums.append(("grad", ("direct", "up", "wait")))
    facts.split("up", {"u1": (48, ""), "u2": (33, ""), "u3": (19, "")})
    facts.part("match", "direct", 76, 91)
    facts.whole("pay", 3310, 4280)
    facts.before("pay0", "pay", 2, 9)
    facts.whole("exam", 1040, 1480)
    facts.part("pass", "exam", 90, 98)
    facts.whole("xjoin", 310, 620)
    facts.part("xpass", "xjoin", 82, 94)
    facts.follow("xrate", "p:xpass,xjoin", decimals=1)
    facts.measure("prov", 70.1, 79.9, decimals=1)
    facts.measure("fit", 94, 97.9)
    facts.measure("fit0", 91, 93.9)


def _staff(facts: Facts) -> None:
    facts.whole("teach", 208, 296, "专任教师")
    facts.before("teach0", "teach", 1, 6, "")
    facts.whole("admin", 17, 34)
    facts.whole("worker", 11, 26)
    facts.total("staff", ("teach", "admin", "worker"), "教职工")
    facts.before("staff0", "staff", 1, 6)
    facts.split("teach", {"t1": (3, ""), "t2": (26, ""), "t3": (41, ""), "t4": (30, "")})
    facts.part("ma", "teach", 14, 24)
    facts.before("ma0", "ma", 6, 19)
    facts.follow("ma_rate", "p:ma,teach")
    facts.follow("ma_rate0", "p:ma0,teach0")
    facts.part("spec", "teach", 55, 66)
    facts.part("dual", "spec", 70, 88)
    facts.follow("str", "r:stu,teach", "")
    facts.follow("str0", "r:stu0,teach0")
    facts.whole("part", 21, 48)
    facts.whole("moral", 12, 25)
    facts.whole("heads", 78, 110)
    facts.part("party", "staff", 38, 52)


def _means(facts: Facts) -> None:
    facts.measure("land", 98_000, 181_000, decimals=2)
    facts.measure("building", 61_000, 95_000, decimals=2)
    facts.measure("equip", 4800, 7900, scale=10_000)
    facts.before("equip5", "equip", 24, 48)
    facts.follow("equip_head", "r:equip,stu")
    facts.whole("books", 98_000, 160_000)
    facts.whole("pcs", 980, 1600)
    facts.facts["pcs100"] = Fact(100 * facts.value("pcs") / facts.value("stu"), "", False, 2)
    facts.whole("seats", 2300, 3900)
    for key, low, high in (("i1", 5200, 8100), ("i2", 310, 760), ("i3", 105, 290)):
        facts.measure(key, low, high, decimals=2, scale=10_000)
    facts.total("income", ("i1", "i2", "i3"))
    facts.follow("i1_head", "r:i1,stu")
    facts.follow("fin", "p:i1,income")
    facts.measure("fin0", 84, 87.5)
    facts.whole("grant", 310, 690)
    facts.facts["two"] = Fact(Fraction(2000))
    facts.part("free", "stu", 90, 96)


def _services(facts: Facts) -> None:
    rnd = facts.rnd
    for row in "123":
        for column, low, high in (("1", 1, 9), ("2", 4, 19), ("3", 8, 31)):
            facts.whole(f"q{row}{column}", low, high)
        facts.total(f"p{'abc'[int(row) - 1]}", tuple(f"q{row}{column}" for column in "123"))
    for column in "123":
        facts.total(f"p{column}", tuple(f"q{row}{column}" for row in "123"))
    facts.total("prize", ("p1", "p2", "p3"))
    facts.sums.append(("prize", ("pa", "pb", "pc")))
    facts.facts["prize_sum"] = Fact(facts.value("prize") + rnd.randint(90, 210))
    facts.whole("tprize", 9, 28)
    facts.whole("firms", 68, 131)
    facts.before("firms0", "firms", 4, 22)
    facts.whole("intern", 610, 980)
    facts.split("intern", {"intern1": (38, ""), "intern2": (62, "")})
    facts.measure("gift", 86, 390, decimals=1, scale=10_000)
    facts.whole("group", 48, 92)
    facts.split("group", {"ga": (20, ""), "gb": (68, ""), "gc": (12, "")})
    facts.whole("train", 5400, 9200)
    facts.before("train0", "train", -8, 21)
    facts.split("train", {"tr1": (52, ""), "tr2": (8, ""), "tr3": (17, ""), "tr4": (23, "")})
    facts.whole("hours", 98_000, 240_000)
    facts.whole("courses", 34, 62)
    facts.split("courses", {"ck1": (3, ""), "ck2": (11, ""), "ck3": (25, ""), "ck4": (61, "")})
    facts.whole("papers", 36, 88)
    facts.before("papers0", "papers", -19, 24)
    facts.lists["topics"] = [f"《{name}专业教学改革研究》" for name in several(rnd, MAJORS, 3, 4)]
    facts.whole("sent", 1400, 2600)
    facts.part("back", "sent", 93, 99)
    facts.split("back", {"v1": (61, ""), "v2": (27, ""), "v3": (10, ""), "v4": (2, "")})
