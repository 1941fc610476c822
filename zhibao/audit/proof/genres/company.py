"""上市公司年度报告: the invented year of one listed company."""

import random
from fractions import Fraction

from zhibao.audit.proof.genres.facts import Fact, Facts
from zhibao.audit.proof.genres.names import CITIES, DISTRICTS, PINYIN

TEN_THOUSAND = 10_000
COMPANIES = (
    ("澜科精密股份有限公司", "澜科精密", "数控机床", "工业机器人", "精密轴承"),
    ("岱岳智能装备股份有限公司", "岱岳智装", "智能包装线", "物流分拣机", "伺服电机"),
    ("临川微电股份有限公司", "临川微电", "测试分选机", "贴片设备", "激光器"),
)


def company_facts(rnd: random.Random) -> Facts:
    """Return one company's data, in which every total is the sum of its parts."""
    facts = Facts(rnd)
    year = rnd.randint(2019, 2023)
    firm, short, one, two, three = rnd.choice(COMPANIES)
    facts.words.update(
        Y=str(year), Y1=str(year - 1), Y2=str(year - 2), Y3=str(year - 3), Y6=str(year - 6), Yn=str(year + 1),
        Ynn=str(year + 5), firm=firm, short=short, pa=one, pb=two, pc=three, city=rnd.choice(CITIES),
        district=rnd.choice(DISTRICTS), founded=str(rnd.randint(1994, 2008)), area=str(rnd.randint(700, 799)),
        phone=str(rnd.randint(100_0000, 999_9999)), post=str(rnd.randint(10_000, 99_999)), pinyin=rnd.choice(PINYIN),
        code=str(rnd.randint(10_000, 99_999)), notice=str(rnd.randint(11, 48)), parent=f"{short}投资控股有限公司",
    )  # fmt: skip
    _sales(facts)
    _results(facts)
    _people(facts)
    facts.rows["products"] = [
        f"{name} | {{a{place}|万2}} | {{p:a{place},rev|2}}% | {{a{place}_0|万2}} | {{g:a{place},a{place}_0|-2}}%"
        for place, name in enumerate((one, two, three, "其他"), 1)
    ]
    return facts


def _sales(facts: Facts) -> None:
    for place, low, high in ((1, 68_000, 118_000), (2, 31_000, 59_000), (3, 14_000, 29_000), (4, 2_100, 5_900)):
        facts.measure(f"a{place}", low, high, decimals=2, scale=TEN_THOUSAND)
        facts.before(f"a{place}_0", f"a{place}", -11, 24)
        cost = _round(facts.value(f"a{place}") * facts.rnd.randint(66, 83) / 100)
        facts.facts[f"c{place}"] = Fact(cost, "", False, 2, TEN_THOUSAND)
    products = tuple(f"a{place}" for place in range(1, 5))
    facts.total("rev", products, "营业收入")
    facts.total("rev0", tuple(f"{one}_0" for one in products))
    facts.total("cost", ("c1", "c2", "c3", "c4"))
    facts.follow("margin", "h:rev,cost")
    facts.measure("margin0", 20, 29.9)
    facts.split("rev", {"k1": (21, ""), "k2": (25, ""), "k3": (26, ""), "k4": (28, "")})
    facts.split("rev", {"ra": (78, ""), "rb": (22, "")})
    facts.follow("abroad", "p:rb,rev")
    facts.measure("abroad0", 15, 18.9)
    facts.facts["cust"] = Fact(_round(facts.value("rev") * facts.rnd.randint(18, 34) / 100), "", False, 2, TEN_THOUSAND)
    facts.facts["buy"] = Fact(_round(facts.value("cost") * facts.rnd.randint(58, 74) / 100), "", False, 2, TEN_THOUSAND)
    facts.facts["supp"] = Fact(_round(facts.value("buy") * facts.rnd.randint(20, 38) / 100), "", False, 2, TEN_THOUSAND)
    facts.whole("made", 3100, 6900)
    facts.part("sold", "made", 93, 99)
    facts.whole("stock0", 210, 560)
    facts.facts["stock"] = Fact(facts.value("stock0") + facts.value("made") - facts.value("sold"))


def _results(facts: Facts) -> None:
    rnd = facts.rnd
    facts.facts["net"] = Fact(_round(facts.value("rev") * rnd.randint(61, 119) / 1000), "", False, 2, TEN_THOUSAND)
    facts.before("net0", "net", -22, 29)
    facts.facts["cash"] = Fact(_round(facts.value("rev") * rnd.randint(64, 131) / 1000), "", False, 2, TEN_THOUSAND)
    facts.before("cash0", "cash", -28, 33)
    facts.facts["assets"] = Fact(
        _round(facts.value("rev") * rnd.randint(140, 210) / 100), "总资产", False, 2, TEN_THOUSAND
    )
    facts.before("assets0", "assets", 2, 14)
    facts.facts["debt"] = Fact(_round(facts.value("assets") * rnd.randint(33, 49) / 100), "", False, 2, TEN_THOUSAND)
    facts.split("assets", {"cur": (57, ""), "fix": (43, "")})
    facts.split("assets0", {"cur0": (56, ""), "fix0": (44, "")})
    facts.before("debt0", "debt", -6, 19)
    facts.follow("lev", "p:debt,assets")
    facts.follow("lev0", "p:debt0,assets0")
    facts.measure("rd", 5200, 9900, "研发投入", scale=TEN_THOUSAND)
    facts.before("rd0", "rd", 3, 19)
    facts.before("rd3", "rd", 18, 61)
    for place, low, high in ((1, 4100, 8200), (2, 5200, 7900), (4, 610, 1450)):
        facts.measure(f"f{place}", low, high, scale=TEN_THOUSAND)
        facts.before(f"f{place}_0", f"f{place}", -9, 17)
    facts.total("fees", ("f1", "f2", "rd", "f4"))
    facts.total("fees0", ("f1_0", "f2_0", "rd0", "f4_0"))
    facts.facts["shares"] = Fact(Fraction(rnd.randrange(210_000_000, 560_000_000, 1000)))
    facts.facts["dps"] = Fact(Fraction(rnd.randrange(60, 160, 5), 100), "", False)
    facts.follow("dividend", "z:shares,dps", decimals=0)
    facts.facts["h1"] = Fact(Fraction(int(facts.value("shares") * rnd.randint(2400, 4100) / 10_000)))
    facts.whole("holders", 18_200, 41_500)
    facts.before("holders1", "holders", -6, 7)
    facts.measure("raise", 5.2, 9.6, scale=100_000_000)
    facts.measure("used", 2.2, 4.9, scale=100_000_000)
    facts.measure("tax", 6100, 12_900, scale=TEN_THOUSAND)
    facts.measure("gift", 66, 310, decimals=1, scale=TEN_THOUSAND)


def _people(facts: Facts) -> None:
    facts.whole("men", 2100, 4300)
    facts.whole("mt1", 2, 4)
    facts.whole("mt2", 7, 12)
    facts.whole("mt3", 5, 8)
    facts.total("mt", ("mt1", "mt2", "mt3"))
    facts.lists["boards"] = [f"{one}委员会" for one in "战略 审计 提名 薪酬与考核".split()]
    facts.before("men0", "men", -5, 11)
    facts.split("men", {"w1": (54, ""), "w2": (11, ""), "w3": (23, ""), "w4": (3, ""), "w5": (9, "")})
    facts.split("men", {"e1": (6, ""), "e2": (31, ""), "e3": (28, ""), "e4": (35, "")})
    facts.part("rdmen", "men", 14, 23)
    facts.whole("pat", 48, 117)
    facts.split("pat", {"pat1": (33, ""), "pat2": (54, ""), "pat3": (13, "")})
    facts.facts["patsum"] = Fact(facts.value("pat") + facts.rnd.randint(260, 610))


def _round(value: Fraction) -> Fraction:
    """Return the value in whole cents of ten thousand yuan, so that its printed digits are exact."""
    return Fraction(round(value / 100) * 100)
