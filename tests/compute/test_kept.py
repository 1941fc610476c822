"""What is kept gives the values of the rows, whatever is handed in anew, and no more is done than what changed asks."""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.registers import PlainRow, catalog, roster, row, submission
from tests.way.test_engines_agree import rows as random_rows
from zhibao.catalog.load import Catalog
from zhibao.compute import compute, compute_kept, compute_places
from zhibao.compute.kept_values import KeptTables
from zhibao.compute.values import wanted_aggregates
from zhibao.compute.work import Work
from zhibao.snapshot import in_force, partials
from zhibao.snapshot.frozen import Snapshot, read_snapshot
from zhibao.snapshot.in_force import InForce
from zhibao.snapshot.kept import Kept
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Row, Submission
from zhibao.snapshot.tables import Tables
from zhibao.terms.place import Level, Place, Region
from zhibao.terms.value import Known, Missing, Origin, OriginKind, Values

YEARS = (2020, 2021)
CITIES = {"c1": ("A", "B", "C"), "c2": ("D", "E")}
PROVINCE = Region(
    Place(Level.PROVINCE, "p", "示例省"), tuple(Place(Level.CITY, code, f"示例{code}市", "p") for code in CITIES)
)
REGISTERS = ("graduates", "awards", "majors", "apprenticeship_agreements")
OF_CITIES = ("city_budget", "special_funds")


class Country:
    """A province whose schools hand in anything at any time; its rosters, too, change."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance, self.store = folder, random.Random(seed), Store(folder / "store")
        self.rosters = {(city, year): self._roster(city) for city in CITIES for year in YEARS}
        for year in YEARS:
            for city, schools in CITIES.items():
                self.city_hands_in(city, year)
                for school in schools:
                    self.hand_in(school, year)
        # Of a year before these, a city fills in totals alone.
        self._freeze(Place(Level.CITY, "c1", "示例市"), 2019, {name: self._rows(name) for name in REGISTERS[:2]})

    def hand_in(self, school: str, year: int) -> None:
        """A school hands in most registers, at random."""
        given = {name: self._rows(name) for name in REGISTERS if self.chance.random() < 0.9}
        self._freeze(Place(Level.SCHOOL, school, f"示例{school}校", "甲县"), year, given)

    def city_hands_in(self, city: str, year: int) -> None:
        """A city hands in its roster and most of its own registers."""
        given = {name: self._rows(name) for name in OF_CITIES if self.chance.random() < 0.8}
        given["schools"] = [row(catalog().registers["schools"], one) for one in self.rosters[city, year]]
        self._freeze(Place(Level.CITY, city, "示例市"), year, given)

    def change_roster(self, city: str, year: int) -> None:
        """Schools come, go, and move to another county."""
        self.rosters[city, year] = self._roster(city)
        self.city_hands_in(city, year)

    def import_something(self, school: str, year: int) -> None:
        """Of a school some numbers come from another system."""
        found = Known(Fraction(7), origin=Origin(OriginKind.IMPORTED, f"示例系统{school}"))
        given = [{**one, "graduates": found} for one in self._rows("graduates")]
        place = Place(Level.SCHOOL, school, f"示例{school}校", "甲县")
        self._freeze(place, year, {"graduates": given}, imports=("f" * 64,))

    def _roster(self, city: str) -> list[PlainRow]:
        listed = [{**one, "county": self.chance.choice("甲乙") + "县"} for one in roster(CITIES[city])]
        return [{**one, "in_scope": self.chance.choice("是是是否")} for one in listed]

    def _rows(self, name: str) -> list[Row]:
        register = catalog().registers[name]
        return [row(register, one) for one in random_rows(register, self.chance)[:6]]

    def _freeze(
        self, place: Place, year: int, given: Mapping[str, Sequence[Row]], imports: tuple[str, ...] = ()
    ) -> None:
        self.store.freeze(Submission(place, year, given, imports=imports), catalog().registers)

    def both(self) -> tuple[Values, Values, Work]:
        """Return all values from the rows, and from what is kept, and what that took."""
        snapshots, known = self.store.current(), catalog()
        names = [name for name, one in known.indicators.items() if _reads(known, name) & {*REGISTERS, *OF_CITIES}]
        opened = Tables(snapshots, known.registers, PROVINCE)
        fresh = compute(opened, known, names)
        opened.close()
        kept, work = compute_kept(snapshots, PROVINCE, known, names, self.folder / "kept.sqlite", lambda: opened)
        assert work is not None
        return fresh, kept, work


def _reads(known: Catalog, indicator: str) -> set[str]:
    return {register for register, _ in wanted_aggregates(known, [known.indicators[indicator]])}


def same(one: Values, other: Values) -> bool:
    """Say whether values are equal in everything that they say, and in their order."""
    return list(map(repr, one.items())) == list(map(repr, other.items())) and one.members == other.members


def test_whatever_is_handed_in_anew_the_values_are_those_of_the_rows(tmp_path: Path) -> None:
    country = Country(tmp_path, seed=1)
    fresh, kept, work = country.both()
    assert len(fresh) > 1000
    assert any(isinstance(one.value, Missing) for one in fresh.values())
    assert any(key.member for key in fresh)
    assert same(fresh, kept)
    assert work.read == {one for one in work.there if one.snapshot}

    happenings: tuple[tuple[Callable[[], None], ...], ...] = (
        (lambda: country.hand_in("A", 2021), lambda: country.import_something("B", 2020)),
        (lambda: country.change_roster("c2", 2021), lambda: country.city_hands_in("c1", 2021)),
    )
    for both in happenings:
        for one in both:
            one()
        fresh, kept, work = country.both()
        assert same(fresh, kept)
        assert 1 <= len({one.place for one in work.read}) <= 4


def test_one_place_is_computed_without_opening_what_did_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    country = Country(tmp_path, seed=3)
    asked = (PROVINCE, (2019, *YEARS), catalog(), ["graduates", "major_points", "employment_rate"], ("p", "c1"))
    assert compute_places(country.store, *asked) is not None
    country.hand_in("A", 2021)
    snapshots, opened = country.store.current(), list[str]()

    def noted(folder: Path) -> Snapshot:
        opened.append(folder.name)
        return read_snapshot(folder)

    monkeypatch.setattr(in_force, "read_snapshot", noted)
    values, work = compute_places(country.store, *asked) or (None, None)
    assert values is not None
    assert work is not None
    assert [one.place for one in work.read] == ["A"] * len(opened)
    whole = compute(Tables(snapshots, catalog().registers, PROVINCE), catalog(), asked[3])
    expected = {key: one for key, one in whole.items() if key.place in ("p", "c1")}
    assert dict(values) == expected


class Many:
    """A city of so many schools, all with the same light files, each under a name of its own."""

    def __init__(self, folder: Path, schools: int) -> None:
        self.folder, self.region = folder, Region(Place(Level.CITY, "city", "示例市"))
        codes = [f"S{number:03}" for number in range(schools)]
        store = Store(folder / "store")
        listed = [{**one, "county": f"{'甲乙丙'[number % 3]}县"} for number, one in enumerate(roster(codes))]
        city = store.freeze(submission(self.region.place, 2021, {"schools": listed}), catalog().registers)
        self.model = [store.freeze(self._handed_in(number), catalog().registers) for number in (1, 2)]
        self.snapshots = {"city": city} | {code: self.of(code, 0) for code in codes}

    @staticmethod
    def _handed_in(number: int) -> Submission:
        given: dict[str, list[PlainRow]] = {
            "graduates": [{"graduates": number, "employed": number}],
            "majors": [{"major": "1", "category": "66"}],
        }
        return submission(Place(Level.SCHOOL, "model", "示例校"), 2021, given)

    def of(self, code: str, model: int) -> Snapshot:
        """Return a snapshot that a school might have handed in."""
        home = self.folder / "many" / f"{code}-{model}"
        home.mkdir(parents=True)
        for file in self.model[model].folder.iterdir():
            os.link(file, home / file.name)
        place = Place(Level.SCHOOL, code, "示例校")
        return replace(self.model[model], id=f"{code}-{model}", folder=home, place=place)

    def values(self, indicators: tuple[str, ...], known: Catalog | None = None) -> tuple[Values, Work]:
        """Return values, and what was done for them."""
        asked = (self.region, known or catalog(), indicators, self.folder / "kept.sqlite")
        values, work = compute_kept(tuple(self.snapshots.values()), *asked, self.rows)
        assert work is not None
        return values, work

    def rows(self) -> Tables:
        """Return all rows."""
        return Tables(tuple(self.snapshots.values()), catalog().registers, self.region)


ASKED = ("employment_rate", "major_points", "majors_offered")


@pytest.fixture(scope="module")
def two_hundred(tmp_path_factory: pytest.TempPathFactory) -> Many:
    made = Many(tmp_path_factory.mktemp("many"), 200)
    made.values(ASKED)
    return made


@pytest.fixture
def ten(tmp_path: Path) -> Many:
    made = Many(tmp_path, 10)
    made.values(ASKED)
    return made


def test_the_work_is_that_of_the_one_school_whether_there_are_ten_or_two_hundred(ten: Many, two_hundred: Many) -> None:
    done = {}
    for number, city in ((10, ten), (200, two_hundred)):
        city.snapshots["S007"] = city.of("S007", 1)
        values, done[number] = city.values(ASKED)
        assert same(values, compute(city.rows(), catalog(), ASKED))
    few, many = done[10], done[200]
    assert {one.place for one in few.read} == {one.place for one in many.read} == {"S007"}
    wanted = wanted_aggregates(catalog(), [catalog().indicators[name] for name in ASKED])
    assert few.aggregates == many.aggregates == sum(map(len, wanted.values()))
    # School, county, city; among two hundred one bundle more on the way. Each has sixteen parts at most.
    assert (few.joined, many.joined) == (2, 3)
    assert few.parts <= 2 * 16
    assert many.parts <= 3 * 16
    assert few.said == "重新计算：1 所学校，其余 9 所取自上次。"
    assert many.said == "重新计算：1 所学校，其余 199 所取自上次。"
    assert ten.values(ASKED)[1].said == "没有变化：10 所学校都取自上次。"


def test_a_changed_definition_asks_the_rows_for_what_it_reads_and_nothing_else(ten: Many) -> None:
    known = catalog()
    formula = "COUNT(majors.major) FILTER (WHERE majors.category = '66')"
    changed = known.indicators["majors_offered"].model_copy(update={"value": formula})
    other = replace(known, indicators={**known.indicators, "majors_offered": changed})
    values, work = ten.values(ASKED, other)
    assert same(values, compute(ten.rows(), other, ASKED))
    assert work.aggregates == 10 + 1, "one aggregate of each school, and of the city itself"
    label = known.indicators["majors_offered"].model_copy(update={"label": "另一名称"})
    assert ten.values(ASKED, replace(known, indicators={**known.indicators, "majors_offered": label}))[1].joined == 0


def test_only_what_the_places_in_question_need_is_put_together(ten: Many) -> None:
    ten.snapshots["S003"] = ten.of("S003", 1)
    current, registers = InForce.of(ten.snapshots.values()), catalog().registers
    tables = KeptTables(current, registers, ten.region, Kept(ten.folder / "kept.sqlite"), only=["city"])
    values = compute(tables, catalog(), ASKED)
    assert {key.place for key in values} == {"city"}
    whole = compute(ten.rows(), catalog(), ASKED)
    assert all(values[key] == whole[key] for key in values)
    assert {one.place for one in tables.work.read} == {"S003"}


def test_more_different_texts_than_are_kept_are_counted_from_the_rows(
    ten: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partials, "BOUND", 3)
    asked = ("through_training_schools", "certificate_pilot_schools")
    store = Store(ten.folder / "more")
    for code in list(ten.snapshots)[1:]:
        given: dict[str, list[PlainRow]] = {"certificate_pilots": [{"certificate": "1", "students": 2}]}
        ten.snapshots[code] = store.freeze(
            submission(Place(Level.SCHOOL, code, "示例校"), 2021, given), catalog().registers
        )
    values, work = ten.values(asked)
    assert same(values, compute(ten.rows(), catalog(), asked))
    assert work.again > 0


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> tuple[Many, Values]:
    """A city in which nothing changes, and its values."""
    made = Many(tmp_path_factory.mktemp("steady"), 10)
    return made, compute(made.rows(), catalog(), ASKED)


@pytest.mark.parametrize("harm", ["emptied", "text", "altered", "cut", "gone", "other version", "folder"])
def test_a_file_that_is_no_good_only_costs_time(steady: tuple[Many, Values], harm: str) -> None:
    city, expected = steady
    city.values(ASKED)
    file = city.folder / "kept.sqlite"
    match harm:
        case "emptied":
            file.write_bytes(b"")
        case "text":
            file.write_bytes("不是数据库".encode() * 1000)
        case "altered":
            content = bytearray(file.read_bytes())
            for place in range(4096, len(content), 97):
                content[place] ^= 0x55
            file.write_bytes(content)
        case "cut":
            file.write_bytes(file.read_bytes()[:6000])
        case "gone":
            file.unlink()
        case "other version":
            with sqlite3.connect(file) as engine:
                engine.execute("PRAGMA user_version = 99")
        case _:
            file.unlink()
            file.mkdir()
    assert same(city.values(ASKED)[0], expected)
    if file.is_dir():
        file.rmdir()


def test_a_content_that_stands_under_another_name_is_not_taken(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.sqlite")
    kept.write([(b"1" * 16, b"one"), (b"2" * 16, b"two")])
    kept.close()
    with sqlite3.connect(tmp_path / "kept.sqlite") as engine:
        (found,) = engine.execute("SELECT content FROM kept WHERE key = ?", [b"1" * 16]).fetchone()
        engine.execute("UPDATE kept SET content = ? WHERE key = ?", [found, b"2" * 16])
    assert Kept(tmp_path / "kept.sqlite").read([b"1" * 16, b"2" * 16]) == {b"1" * 16: b"one"}


BOTH_WRITE = {number.to_bytes(16): f"{number} ".encode() * 500 for number in range(60)}


def test_a_process_killed_while_two_write_leaves_whole_contents_and_the_other_at_work(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    Kept(file).close()
    children = []
    for times in (10_000, 1):
        child = os.fork()
        if child == 0:
            mine = Kept(file)
            for _ in range(times):
                for one in BOTH_WRITE.items():
                    mine.write([one])
            os._exit(0)
        children.append(child)
    while len(Kept(file).read(list(BOTH_WRITE))) < 20:
        time.sleep(0.02)
    os.kill(children[0], signal.SIGKILL)
    assert [os.waitpid(child, 0)[1] for child in children] == [signal.SIGKILL, 0]
    assert Kept(file).read(list(BOTH_WRITE)) == BOTH_WRITE


def test_what_is_no_longer_in_force_is_swept_away_once_it_outweighs_the_rest(ten: Many) -> None:
    file = ten.folder / "kept.sqlite"
    for number in range(7):
        ten.snapshots["S001"] = replace(
            ten.of("S001", 1) if number == 0 else ten.snapshots["S001"], id=f"again {number}"
        )
        ten.values(ASKED)
    with sqlite3.connect(file) as engine:
        (held,) = engine.execute("SELECT count(*) FROM kept WHERE length(key) = 16").fetchone()
    alive = len(KeptTables(InForce.of(ten.snapshots.values()), catalog().registers, ten.region, Kept(None)).tree.keys)
    assert alive <= held <= 2 * (alive + 1) + 3
    assert ten.values(ASKED)[1].read == set()


def test_a_school_that_two_rosters_name_is_computed_from_the_rows(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    city = Place(Level.CITY, "city", "示例市")
    store.freeze(submission(city, 2021, {"schools": roster(["A", "A"])}), catalog().registers)
    given = {"graduates": [{"graduates": 5, "employed": 5}]}
    store.freeze(submission(Place(Level.SCHOOL, "A", "示例校"), 2021, given), catalog().registers)
    snapshots, region = store.current(), Region(city)
    rows = Tables(snapshots, catalog().registers, region)
    values, work = compute_kept(snapshots, region, catalog(), ["graduates"], tmp_path / "kept.sqlite", lambda: rows)
    assert work is None
    assert same(values, compute(rows, catalog(), ["graduates"]))


def test_heads_that_are_as_they_were_are_not_read_again(tmp_path: Path) -> None:
    store, kept = Store(tmp_path / "store"), Kept(tmp_path / "kept.sqlite")
    place = Place(Level.SCHOOL, "A", "示例校")
    first = store.freeze(submission(place, 2021, {"graduates": [{"graduates": 5}]}), catalog().registers)
    head = tmp_path / "store" / "heads" / "2021" / "A.json"
    os.utime(head, ns=(1, 1))
    assert InForce.of_store(store, [2021], kept).ids == {("A", 2021): first.id}
    said = head.read_bytes()
    head.write_bytes(b"x" * len(said))
    os.utime(head, ns=(1, 1))
    assert InForce.of_store(store, [2021], kept).ids == {("A", 2021): first.id}, "not looked into"
    head.write_bytes(said)
    second = store.freeze(submission(place, 2021, {"graduates": [{"graduates": 6}]}), catalog().registers)
    assert InForce.of_store(store, [2021], kept).ids == {("A", 2021): second.id}
    assert InForce.of_store(store, [2021], kept).snapshots()[0] == second
