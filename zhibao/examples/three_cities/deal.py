"""示例省的数据: the working folders of a province and its cities, with everything handed in and nothing gathered."""

from collections import Counter
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

from zhibao.catalog.asked import REASONS, ROSTER, asked_for
from zhibao.catalog.edition import FILE, Edition, Member
from zhibao.catalog.files import read_yaml, validate
from zhibao.catalog.load import Catalog, load_catalog
from zhibao.catalog.shape import NonEmpty, Shape
from zhibao.examples.build import case_text
from zhibao.examples.generate import Generated, Handed, generate
from zhibao.examples.model import Example, load_example
from zhibao.snapshot.store import Store
from zhibao.snapshot.submission import Reason, Row, Rows, Submission
from zhibao.terms.place import Level, Place
from zhibao.terms.progress import Progress, silent

PROVINCE = "province"
"""The folder of the province; the cities' are named by their codes."""
_WORKBOOK = "示例数据"
_CASES = 3
"""How many of an example's cases each city chooses, without their pictures."""


class Dealt(Shape):
    """一个市: what its schools' names and codes say in place of the example city's, and its counties."""

    code: NonEmpty
    stem: NonEmpty
    prefix: NonEmpty
    counties: tuple[NonEmpty, ...]


class Deal(Shape):
    """分法: which example's schools go to which city."""

    source: NonEmpty
    cities: tuple[Dealt, ...]


def write_province(folder: Path, progress: Progress = silent) -> Path:
    """Write FOLDER/province and a folder per city, whose data are frozen; return the province's.

    Equal calls freeze equal snapshots.
    """
    home, catalog = Path(str(files("zhibao.examples") / "three_cities")), load_catalog()
    settings, said = home / "province.yaml", home / "cities.yaml"
    edition, deal = validate(Edition, read_yaml(settings), settings), validate(Deal, read_yaml(said), said)
    example = load_example(deal.source)
    generated = generate(example, catalog)
    for number, dealt in enumerate(deal.cities, 1):
        progress("生成示例数据", number, len(deal.cities))
        member = next(one for one in edition.members if one.code == dealt.code)
        _write_city(folder / dealt.code, member, dealt, (example, generated), (edition, catalog))
    province = folder / PROVINCE
    province.mkdir(parents=True, exist_ok=True)
    (province / FILE).write_bytes(settings.read_bytes())
    explained = generated[edition.this][example.edition.code].rows[REASONS]
    Store(province / "store").hand_in(Submission(edition.city, edition.this, {REASONS: explained}), catalog)
    return province


def _write_city(
    folder: Path, member: Member, dealt: Dealt, given: tuple[Example, Generated], frame: tuple[Edition, Catalog]
) -> None:
    (example, generated), (edition, catalog) = given, frame
    folder.mkdir(parents=True, exist_ok=True)
    text = (example.folder / "city.yaml").read_text(encoding="utf-8")
    old = example.edition
    for before, after in (
        (f"place: {old.place}", f"place: {member.name}"),
        (f"code: {old.code}", f"code: {member.code}"),
        (f"province: {old.province}", f"province: {edition.place}"),
        (f"issuer: {old.issuer}", f"issuer: {member.name}教育局"),
    ):
        text = text.replace(before, after)
    (folder / FILE).write_text(text, encoding="utf-8")
    store, city = Store(folder / "store"), Place(Level.CITY, member.code, member.name, edition.place)
    schools = [one for one in example.roster.schools if one.county in dealt.counties]
    _write_cases(folder / "cases", example, dealt, {one.code for one in schools})
    for year, handed in sorted(generated.items()):
        roster = handed[old.code].rows[ROSTER]
        mine = tuple(_renamed(row, dealt) for row in roster if str(row["county"]) in dealt.counties)
        store.hand_in(Submission(city, year, {ROSTER: mine, REASONS: ()}, (), _WORKBOOK), catalog)
        for one in schools:
            place = Place(Level.SCHOOL, _said(one.code, dealt), _said(one.name, dealt), one.county)
            rows, reasons = _asked(handed[one.code], old, catalog)
            store.hand_in(Submission(place, year, rows, reasons, _WORKBOOK), catalog)


def _write_cases(folder: Path, example: Example, dealt: Dealt, schools: Collection[str]) -> None:
    told: Counter[str] = Counter()
    for case in [one for one in example.cases if one.school in schools][:_CASES]:
        told[case.school] += 1
        file = folder / _said(case.school, dealt) / f"{told[case.school]}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = case_text(case.model_copy(update={"pictures": ()}), told[case.school])
        file.write_text(_said(text, dealt), encoding="utf-8", newline="\n")


def _asked(handed: Handed, edition: Edition, catalog: Catalog) -> tuple[Rows, tuple[Reason, ...]]:
    """Return what of a school's rows its workbook asks for."""
    asked = {one.register.name for one in asked_for(catalog, edition.outline, Level.SCHOOL, edition.registers)}
    return {name: rows for name, rows in handed.rows.items() if name in asked}, handed.reasons


def _renamed(row: Row, dealt: Dealt) -> Row:
    return {name: _said(cell, dealt) if isinstance(cell, str) else cell for name, cell in row.items()}


def _said(text: str, dealt: Dealt) -> str:
    return text.replace("江门", dealt.stem).replace("jm", dealt.prefix)
