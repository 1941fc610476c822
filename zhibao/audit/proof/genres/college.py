"""高职院校与技工院校质量年报: the invented year of a college, with three years side by side and ranked groups."""

import random
from fractions import Fraction

from zhibao.audit.proof.genres.facts import Fact, Facts
from zhibao.audit.proof.genres.names import CITIES, COUNTIES, DISTRICTS, FIRMS, PEOPLE, PINYIN, several

COLLEGES = "职业技术学院 工程职业学院 工贸职业学院 应用技术职业学院".split()
SCHOOLS = "交通技师学院 第三中等专业学校 数字工业学校".split()
GROUPS = "智能制造 电子信息 现代商贸 健康养老 现代农业 文化创意 轨道交通".split()
DEPARTMENTS = "机械学部 信息学部 商务学部 艺术学部 交通学部".split()
TEN_THOUSAND = 10_000


def college_facts(rnd: random.Random) -> Facts:
    """Return one college's data, in which every total is the sum of its parts."""
    facts = Facts(rnd)
    year = rnd.randint(2020, 2023)
    city = rnd.choice(CITIES)
    facts.words.update(
        Y=str(year), Y1=str(year - 1), Y2=str(year - 2), Y4=str(year - 4), Yn=str(year + 1), Ynn=str(year + 2),
        city=city, college=f"{city}{rnd.choice(COLLEGES)}", school=f"{city}{rnd.choice(SCHOOLS)}",
        district=rnd.choice(DISTRICTS), firm=rnd.choice(FIRMS), founded=str(rnd.randint(1959, 1988)),
        area=str(rnd.randint(700, 799)), phone=str(rnd.randint(10**6, 10**7 - 1)), pinyin=rnd.choice(PINYIN),
        pupil=rnd.choice(PEOPLE), county=rnd.choice(COUNTIES), no=str(rnd.randint(21, 88)),
    )  # fmt: skip
    facts.lists["bases"] = [f"{one}实训中心" for one in several(rnd, GROUPS, 3, 5)]
    _pupils(facts)
    _groups(facts)
    _leavers(facts)
    _staff(facts)
    _deeds(facts)
    _money(facts)
    return facts


def _pupils(facts: Facts) -> None:
    for key, low, high in (("g1", 2210, 3690), ("g2", 2140, 3590), ("g3", 2050, 3480)):
        facts.whole(key, low, high)
        facts.before(f"{key}_0", key, -7, 11)
    facts.total("stu", ("g1", "g2", "g3"), "在校生总数")
    facts.total("stu1", ("g1_0", "g2_0", "g3_0"))
    facts.before("stu2", "stu1", 1.2, 6.8)
    facts.split("stu", {"o1": (41, ""), "o2": (27, ""), "o3": (22, ""), "o4": (10, "")})
    facts.split("stu", {"inp": (87, ""), "outp": (13, "")})
    facts.split("stu", {"girl": (43, ""), "boy": (57, "")})
    facts.whole("plan", 2600, 3900, "招生计划")
    facts.part("adm", "plan", 96, 99.8)
    facts.part("reg", "adm", 89, 96)
    facts.follow("regr", "p:reg,adm")
    facts.measure("regr0", 84, 87.9)
    facts.part("board", "stu", 88, 96)
    facts.part("poor", "stu", 11, 17)
    facts.whole("loan", 310, 690)
    facts.facts["loaneach"] = Fact(Fraction(facts.rnd.randrange(5000, 7800, 100)))


def _groups(facts: Facts) -> None:
    rnd = facts.rnd
    names = several(rnd, GROUPS, 5, 6)
    weights = sorted((rnd.randint(8, 30) for _ in names), reverse=True)
    keys = [f"m{place}" for place in range(1, len(names) + 1)]
    facts.split("stu", {key: (weight, "") for key, weight in zip(keys, weights, strict=True)})
    values = sorted((facts.facts[key] for key in keys), key=lambda one: -one.value)
    facts.facts.update(zip(keys, values, strict=True))
    for place, key in enumerate(keys, 1):
        facts.part(f"r{place}", key, 28, 34)
        facts.part(f"v{place}", f"r{place}", 93.5, 98.6)
    numbers = range(1, len(keys) + 1)
    facts.total("rs", tuple(f"r{place}" for place in numbers))
    facts.total("vs", tuple(f"v{place}" for place in numbers))
    facts.total("m12", ("m1", "m2"))
    facts.words.update(group1=f"{names[0]}专业群", group2=f"{names[1]}专业群")
    facts.lists["groups"] = [f"{name}专业群" for name in names]
    facts.rows["groups"] = [
        f"{name}专业群 | {{m{place}}} | {{p:m{place},stu|2}}% | {place}" for place, name in enumerate(names, 1)
    ]
    facts.rows["leave"] = [
        f"{place} | {name}专业群 | {{r{place}}} | {{v{place}}} | {{p:v{place},r{place}|2}}"
        for place, name in enumerate(names, 1)
    ]


def _leavers(facts: Facts) -> None:
    facts.whole("grad", 2040, 3320, "毕业生总数")
    facts.before("grad1", "grad", -6, 9)
    facts.part("emp", "grad", 95.2, 97.9)
    facts.part("emp1", "grad1", 93.1, 95)
    facts.split("emp", {"direct": (64, ""), "up": (30, ""), "army": (4, ""), "start": (2, "")})
    facts.facts["wait"] = Fact(facts.value("grad") - facts.value("emp"))
    facts.sums.append(("grad", ("direct", "up", "army", "start", "wait")))
    facts.follow("rate", "p:emp,grad", "去向落实率")
    facts.follow("rate1", "p:emp1,grad1")
    facts.split("direct", {"big": (17, ""), "small": (72, ""), "other": (11, "")})
    facts.part("local", "direct", 61, 79)
    facts.part("fit", "direct", 70, 86)
    facts.whole("pay", 4210, 5390, "平均月收入")
    facts.before("pay1", "pay", 1.4, 6.9)
    facts.before("pay2", "pay1", 1.2, 5.9)
    facts.whole("sent", 1800, 2700)
    facts.part("back", "sent", 71, 92)
    facts.split("back", {"w1": (46, ""), "w2": (38, ""), "w3": (13, ""), "w4": (3, "")})
    facts.total("w12", ("w1", "w2"))
    for key, low in (("sat", 93.2), ("skill", 90.6), ("gym", 91.4)):
        facts.measure(key, low + 1.6, low + 4.4)
        facts.measure(f"{key}1", low - 0.4, low + 1.4)
        facts.measure(f"{key}2", low - 3.2, low - 0.6)
    facts.whole("xn", 810, 1690)
    facts.part("xp", "xn", 78, 93)


def _staff(facts: Facts) -> None:
    facts.whole("teach", 460, 690, "专任教师")
    facts.before("teach1", "teach", 0.9, 5.8)
    facts.before("teach2", "teach1", 0.8, 5.1)
    for key, low, high in (("adm1", 61, 98), ("tutor", 38, 61), ("aux", 22, 49)):
        facts.whole(key, low, high)
    facts.total("staff", ("teach", "adm1", "tutor", "aux"), "教职员工")
    facts.split("teach", {"t1": (7, ""), "t2": (27, ""), "t3": (42, ""), "t4": (24, "")})
    facts.split("teach", {"a1": (29, ""), "a2": (34, ""), "a3": (26, ""), "a4": (11, "")})
    facts.total("t12", ("t1", "t2"))
    facts.part("doc", "teach", 6, 12)
    facts.part("ma", "teach", 58, 74)
    facts.part("dual", "teach", 54, 71)
    facts.before("dual1", "dual", 2, 11)
    facts.whole("ext", 140, 290)
    facts.facts["conv"] = Fact(facts.value("stu") + facts.rnd.randint(180, 420))
    facts.facts["convt"] = Fact(facts.value("teach") + facts.rnd.randint(70, 130))
    facts.follow("str", "r:conv,convt")
    departments = several(facts.rnd, DEPARTMENTS, 4, 5)
    numbers = range(1, len(departments) + 1)
    for place in numbers:
        facts.whole(f"ya{place}", 310, 980)
        facts.whole(f"yb{place}", 290, 940)
        facts.total(f"yc{place}", (f"ya{place}", f"yb{place}"))
    for key in ("ya", "yb", "yc"):
        facts.total(key, tuple(f"{key}{place}" for place in numbers))
    facts.sums.append(("yc", ("ya", "yb")))
    facts.rows["departs"] = [
        f"{name} | {{ya{place}}} | {{yb{place}}} | {{yc{place}}}" for place, name in enumerate(departments, 1)
    ]


def _deeds(facts: Facts) -> None:
    for row in "123":
        for column, low, high in (("1", 1, 8), ("2", 3, 17), ("3", 9, 28)):
            facts.whole(f"q{row}{column}", low, high)
        facts.total(f"q{row}", tuple(f"q{row}{column}" for column in "123"))
    for column in "123":
        facts.total(f"z{column}", tuple(f"q{row}{column}" for row in "123"))
    facts.total("prize", ("q1", "q2", "q3"), "获奖总数")
    facts.sums.append(("prize", ("z1", "z2", "z3")))
    facts.whole("prize1", 30, 60)
    for key, low, high in (("c1", 2, 6), ("c2", 11, 29), ("c3", 41, 98)):
        facts.whole(key, low, high)
    facts.total("course", ("c1", "c2", "c3"))
    facts.part("idea", "course", 31, 58)
    for place, low in enumerate((1210, 1980, 3120, 2240), 1):
        facts.whole(f"h{place}", low, low + 900)
    facts.total("train", ("h1", "h2", "h3", "h4"), "培训总量")
    facts.total("half", ("h1", "h2"))
    facts.total("three", ("h1", "h2", "h3"))
    facts.before("train1", "train", -9, 19)
    facts.split("train", {"k1": (44, ""), "k2": (24, ""), "k3": (19, ""), "k4": (13, "")})
    facts.whole("firms", 188, 340, "合作企业")
    facts.before("firms1", "firms", 4, 18)
    facts.part("deep", "firms", 14, 27)
    facts.whole("orders", 24, 47)
    facts.whole("opupil", 1010, 1890)
    facts.whole("pat", 61, 148)
    facts.split("pat", {"pat1": (22, ""), "pat2": (63, ""), "pat3": (15, "")})
    facts.whole("topic", 88, 170)
    facts.before("topic1", "topic", -12, 21)


def _money(facts: Facts) -> None:
    for key, low, high in (("i1", 9200, 15_800), ("i2", 4100, 6900), ("i3", 610, 1490), ("i4", 210, 680)):
        facts.measure(key, low, high, scale=TEN_THOUSAND)
    facts.total("income", ("i1", "i2", "i3", "i4"), "总收入")
    facts.before("income1", "income", 1.5, 9.4)
    facts.split("income", {"e1": (52, ""), "e2": (23, ""), "e3": (14, ""), "e4": (11, "")})
    facts.follow("fin", "p:i1,income")
    facts.measure("fin1", 51, 56.9)
    facts.measure("f1", 410, 990, scale=TEN_THOUSAND)
    facts.measure("f2", 160, 520, scale=TEN_THOUSAND)
    facts.total("fund", ("f1", "f2"))
    facts.before("fund1", "fund", 3, 24)
    facts.measure("equip", 12_100, 18_900, "设备总值", scale=TEN_THOUSAND)
    facts.before("equip1", "equip", 3, 9)
    facts.before("equip4", "equip", 31, 58)
    facts.measure("land", 31.2, 58.8, scale=TEN_THOUSAND)
    facts.measure("house", 19.1, 30.7, scale=TEN_THOUSAND)
    facts.whole("book", 610_000, 980_000)
    facts.whole("ebook", 310_000, 590_000)
    facts.total("books", ("book", "ebook"))
    facts.whole("grant", 710, 1280)
    facts.facts["each"] = Fact(Fraction(3300))
    facts.whole("prov", 80, 88)
    facts.measure("nation", 90.1, 92.4)
