"""The same facts with the same text in Word, PDF, page and annex, table by table and paragraph by paragraph."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.document.parity import FORMATS, Format, apart
from tests.document.parity.pieces import facts_in
from tests.way.conftest import Way
from zhibao.batch.school import Schools
from zhibao.catalog.load import load_catalog
from zhibao.collect.gather import gather
from zhibao.document.nodes import Document
from zhibao.document.render import DOCX, HTML, PDF, render
from zhibao.document.writers.xlsx import write_xlsx
from zhibao.workshop import Workshop

LEAST = {
    "city_ten_chapters": 250,
    "city_nine_chapters": 400,
    "city_seven_parts": 300,
    "province_ten_chapters": 300,
    "province_nine_chapters": 300,
    "province_seven_parts": 400,
    "nation_seven_parts": 400,
    "school_nine_chapters": 200,
    "school_seven_parts": 200,
}
"""Every outline, and how many numbers its report binds at least."""
FILES: Mapping[Format, str] = {"docx": DOCX, "pdf": PDF, "html": HTML, "xlsx": "annex.xlsx"}


def released(way: Way) -> tuple[Document, Mapping[Format, bytes]]:
    return way.document, {form: (way.release / name).read_bytes() for form, name in FILES.items()}


def written(document: Document) -> tuple[Document, Mapping[Format, bytes]]:
    files = {**render(document).files, "annex.xlsx": write_xlsx(document)}
    return document, {form: files[name] for form, name in FILES.items()}


def of_school(folder: Path, place: int) -> tuple[Document, Mapping[Format, bytes]]:
    schools = Schools(Workshop(folder))
    return written(schools.document(schools.places[place]))


def province_of(city: Path, folder: Path) -> Workshop:
    """Return a province that has one city, whose data it took over, and reports by the outline of nine chapters."""
    folder.mkdir()
    said = (city / "zhibao.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("place: 示例清远市", "place: 示例省"),
        ("code: qingyuan", "code: example-province\nlevel: province"),
        ("city_nine_chapters", "province_nine_chapters"),
    ):
        said = said.replace(old, new)
    said += f"cities:\n  - {{code: qingyuan, name: 示例清远市, from: {city}}}\n"
    (folder / "zhibao.yaml").write_text(said, encoding="utf-8")
    work = Workshop(folder)
    gather(work.folder, work.catalog)
    return Workshop(folder)


@pytest.fixture(scope="module", params=LEAST)
def report(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Document, Mapping[Format, bytes]]:
    """A report by each outline, as a tree and as files; those of the cities are the ones that were released."""

    def way(name: str) -> Way:
        found: Way = request.getfixturevalue(name)
        return found

    match request.param:
        case "city_ten_chapters":
            return released(way("jiangmen"))
        case "city_nine_chapters":
            return released(way("qingyuan"))
        case "city_seven_parts":
            work: Workshop = request.getfixturevalue("seven_parts")
            return written(work.document)
        case "province_ten_chapters":
            release = request.getfixturevalue("province")[0] / "release"
            document = Workshop(release, release=True).document
            return document, {form: (release / name).read_bytes() for form, name in FILES.items()}
        case "province_nine_chapters":
            folder = tmp_path_factory.mktemp("parity") / "province"
            return written(province_of(way("qingyuan").folder, folder).document)
        case "province_seven_parts" | "nation_seven_parts":
            regions: tuple[Workshop, Workshop] = request.getfixturevalue("seven_part_regions")
            return written(regions[request.param == "nation_seven_parts"].document)
        case "school_nine_chapters":
            return of_school(way("qingyuan").folder, 4)
        case "school_seven_parts":
            folder = tmp_path_factory.mktemp("parity") / "city"
            shutil.copytree(way("jiangmen").folder, folder)
            with (folder / "zhibao.yaml").open("a", encoding="utf-8") as settings:
                settings.write("school_outline: school_seven_parts\n")
            return of_school(folder, 2)
        case other:
            raise AssertionError(other)


def test_every_outline_is_compiled_here() -> None:
    assert set(LEAST) == set(load_catalog().outlines)


def test_every_fact_stands_at_its_place_in_every_format(
    request: pytest.FixtureRequest, report: tuple[Document, Mapping[Format, bytes]]
) -> None:
    document, files = report
    outline = next(one for one in LEAST if one in request.node.name)
    assert facts_in(document) > LEAST[outline]
    assert {form: apart(document, form, files[form]) for form in FORMATS} == {form: [] for form in FORMATS}
