"""Nothing is huge: ceilings on modules, functions and definition files, and names that say nothing are banned."""

from pathlib import Path

from tests.conftest import ROOT
from tests.shape.repository import committed, functions, name_of, within

MODULE = 400
FUNCTION = 60
DEFINITION = 80
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "services", "service", "stuff"}

# Each exemption gives its reason; there is no other way round a ceiling.
EXEMPT = {
    "zhibao/catalog/lists/majors.yaml": "the official catalogue of programmes is one list of one document",
}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def too_long(paths: tuple[Path, ...], ceiling: int) -> list[str]:
    sizes = {name_of(path): lines(path) for path in paths}
    return [f"{name}: {size} lines" for name, size in sizes.items() if size > ceiling and name not in EXEMPT]


def test_no_module_is_longer_than_its_ceiling() -> None:
    modules = tuple(path for folder in ("zhibao", "tests", "scripts", "bench") for path in within(folder, ".py"))
    assert too_long(modules, MODULE) == []


def test_no_function_is_longer_than_its_ceiling() -> None:
    found = [function for path in committed() if path.suffix == ".py" for function in functions(path)]
    assert [str(function) for function in found if function.lines > FUNCTION] == []


def test_no_definition_is_longer_than_its_ceiling() -> None:
    definitions = tuple(path for path in within("zhibao/catalog", ".yaml"))
    assert too_long(definitions, DEFINITION) == []


def test_every_exemption_is_still_needed() -> None:
    assert [name for name in EXEMPT if not (ROOT / name).is_file() or lines(ROOT / name) <= DEFINITION] == []


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    parts = {name_of(path): {*path.relative_to(ROOT).with_suffix("").parts} for path in within("zhibao", ".py")}
    assert [name for name, words in parts.items() if words & BANNED] == []


def test_a_folder_of_definitions_holds_nothing_else() -> None:
    folders = ("registers", "indicators", "checks", "lists", "standards")
    inside = [path for kind in folders for path in (ROOT / "zhibao" / "catalog" / kind).glob("[!._]*")]
    assert [name_of(path) for path in inside if path.suffix != ".yaml"] == []
