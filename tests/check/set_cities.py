"""Cities at random, with everything that may go wrong with a whole set: repetitions, gaps, ties, widths, skew."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.registers import CITY, Plain, PlainRow, catalog, roster, submission
from zhibao.catalog.asked import Asked
from zhibao.check.context import CaseText, Context
from zhibao.check.handed_in import handed_in
from zhibao.check.run import kind_of
from zhibao.snapshot.comparison import Compared
from zhibao.snapshot.engine import Engine
from zhibao.snapshot.frozen import read_rows
from zhibao.snapshot.laid_out import Submissions
from zhibao.snapshot.sets import LaidSets
from zhibao.snapshot.store import Store
from zhibao.terms.finding import Finding
from zhibao.terms.place import Level, Place
from zhibao.terms.value import Meaning, Missing, Values

YEARS = (2020, 2021)
RULES = (
    "graduates_are_registered_once", "staff_identity_numbers_are_unique", "figures_are_each_schools_own",
    "publication_addresses_are_unique", "school_identifiers_are_unique", "school_names_are_unique",
    "credit_code_has_one_name", "enterprise_name_has_one_code", "texts_are_each_schools_own",
)  # fmt: skip
_NAMES = (
    "示例机电有限公司",
    "示例机电(甲)厂",
    "示例机电（甲）厂",
    "示例 机电有限公司",
    "ＳＬ机电",
    "sl机电",
    "straße",
    "STRASSE",
    "　",
    "",
)
_CODES = ("91440700A", "91440700a", "91440700B", "９１４４０７００\uff22", "", "91440700C")
_PAGES = ("https://a.example", "HTTPS://A.example", "https://b.example ", "https://\uff42.example", "it's", "")
_GAPS = (None, *(Missing(meaning) for meaning in Meaning))


def random_city(folder: Path, seed: int, schools: int = 7) -> Store:
    """Freeze two years of a city and return its store."""
    chance = random.Random(seed)
    store, codes = Store(folder / "store"), tuple(f"S{number:02d}" for number in range(schools))
    for year in YEARS:
        named = [
            {**one, "name": _some(chance, ("示例甲校", "示例 甲校", f"示例{one['code']}校"))} for one in roster(codes)
        ]
        own = {"schools": named, "school_profiles": [
            {"code": code, "identifier": _some(chance, _CODES)} for code in codes
        ]}  # fmt: skip
        store.freeze(submission(CITY, year, own), catalog().registers)
        for code in codes:
            handed = {name: rows for name, rows in _school(chance).items() if chance.random() < 0.9}
            place = Place(Level.SCHOOL, code, f"示例{code}校", "甲县")
            store.freeze(submission(place, year, handed), catalog().registers)
    return store


def context_of(store: Store) -> Context:
    """Return what the checks look at, everything in Python."""
    registers = catalog().registers
    handed = []
    for one in store.current():
        asked = tuple(Asked(registers[name], tuple(registers[name].fields)) for name in sorted(registers))
        level = Level.CITY if one.place.code == CITY.code else Level.SCHOOL
        own = tuple(each for each in asked if each.register.level is level)
        handed.append(handed_in(one, read_rows(one, registers), own, store, registers))
    cases = tuple(
        CaseText(f"S{number:02d}", f"cases/{number}.md", _text(random.Random(number % 3))) for number in range(6)
    )
    return Context(catalog(), tuple(handed), {}, Values({}, CITY.code), (), YEARS, CITY, cases=cases)


def said(context: Context) -> Mapping[str, list[Finding]]:
    """Return what the rules about whole sets find, in their order."""
    return {name: list(kind_of(rule).find(rule, context)) for name in RULES for rule in (catalog().checks[name],)}


def laid(store: Store, engine: Engine, folder: Path, most: int = 10_000) -> LaidSets:
    """Return the sets of a store on an engine."""
    those = store.current()
    given = Submissions(those, (Compared(),) * len(those))
    return LaidSets(given, catalog().registers, engine, folder, most)


def _school(chance: random.Random) -> dict[str, list[PlainRow]]:
    many = chance.choice((1, 2, 40))  # a few schools have most of the rows
    figures = ([1204, 1118, 1187, 1121], [1204, 1118, 1187, 1093], [1200, 1118, 3, 0])
    fields = ("basic_examined", "basic_passed", "fitness_tested", "fitness_passed")
    return {
        "graduate_records": [
            {"student_number": str(number), "id_number": _some(chance, [f"N{one}" for one in range(90)])}
            for number in range(many)
        ],
        "teachers": [
            {"staff_number": str(number), "id_number": _some(chance, [f"N{one}" for one in range(60)])}
            for number in range(chance.randrange(1, 5))
        ],
        "enterprises": [
            {
                "enterprise": name,
                "credit_code": _some(chance, _CODES),
                "former_names": _some(chance, ("无", "sl机电、甲")),
            }
            for name in chance.sample(_NAMES[:-2], chance.randrange(1, 5))
        ],
        "report_publication": [{"address": _some(chance, _PAGES)}],
        "learning": [{name: _some(chance, (one,)) for name, one in zip(fields, chance.choice(figures), strict=True)}],
        "social_training": [
            {
                "project": f"示例班{number}",
                "target_group": "职工",
                "started": date(2021, 5, 10),
                "certificate": _text(chance),
            }
            for number in range(chance.randrange(1, 4))
        ],
    }


def _text(chance: random.Random) -> str:
    parts = (
        "参加培训的学员",
        "经考核合格后",
        "由主办单位颁发",
        "示例行业协会",
        "统一印制的",
        "初级技能培训",
        "合格证书与学时证明",
    )
    return "".join(chance.choice(parts) for _ in range(8)) if chance.random() < 0.6 else "".join(parts * 2)


def _some(chance: random.Random, contents: Sequence[Plain]) -> Plain:
    return chance.choice(_GAPS) if chance.random() < 0.15 else chance.choice(contents)
