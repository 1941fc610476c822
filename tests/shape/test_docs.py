"""Documentation that cannot rot: everything a user can name is documented, and every link leads somewhere."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement

from tests.conftest import ROOT
from tests.shape.repository import committed, name_of, within
from tests.shape.test_pins import PROJECT
from zhibao.catalog.load import load_catalog
from zhibao.check.run import all_checks
from zhibao.cli.app import app

RUN = "pip install uv && uv run zhibao demo"
TEST = "pip install uv && uv run --group dev pytest"
READMES = ("README.md", "README.zh-CN.md")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> Iterator[str]:
    """Yield every command as one types it."""
    waiting = [("zhibao", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name
        else:
            waiting += [(f"{name} {word}", one) for word, one in inner.items()]


def anchors(path: Path) -> set[str]:
    """Return the anchors that the headings of a page make."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def dead_links(page: Path) -> Iterator[str]:
    """Yield the links of a page whose file or heading does not exist."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in LINK.findall(text):
        file, _, anchor = target.partition("#")
        path = page.parent / file if file else page
        if "://" not in target and (not path.exists() or (anchor and anchor not in anchors(path))):
            yield target


def dependencies() -> list[str]:
    """Return the names of the packages that the program, and its site, are installed with."""
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["web"]]
    return [Requirement(text).name for text in asked]


def headings(name: str) -> list[int]:
    """Return the levels of the headings of a page, in order; what stands in fences is no heading."""
    text = re.sub(r"^```.*?^```$", "", read(name), flags=re.MULTILINE | re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


def test_the_generated_pages_are_up_to_date() -> None:
    script = [sys.executable, "scripts/write_reference.py", "--check"]
    result = subprocess.run(script, cwd=ROOT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_definition_is_documented() -> None:
    catalog = load_catalog()
    pages = {
        "registers": catalog.registers,
        "indicators": catalog.indicators,
        "checks": all_checks(catalog),
        "rules": catalog.rules,
        "editions": {**catalog.editions, **catalog.annexes, **catalog.drafts, **catalog.breaks},
        "sources": {**catalog.systems, **catalog.mappings},
        "standards": {**catalog.standards, **catalog.grids},
        "lists": {**catalog.lists, **catalog.names, **catalog.words},
    }
    missing = [
        f"{page}: {name}"
        for page, table in pages.items()
        for name in table
        if f"`{name}`" not in read(f"docs/reference/{page}.md")
    ]
    assert missing == []


def test_every_command_is_documented_with_an_example() -> None:
    page = read("docs/reference/commands.md")
    assert [name for name in commands() if f"## {name}\n" not in page] == []
    assert [name for name in commands() if f"示例：`{name}" not in page] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_verb(readme: str) -> None:
    assert [name for name in commands() if " ".join(name.split()[:2]) not in read(readme)] == []


def test_every_exit_code_is_documented() -> None:
    page = read("docs/reference/commands.md")
    modules = [path.read_text(encoding="utf-8") for path in within("zhibao", ".py")]
    codes = {code for text in modules for code in re.findall(r"^\s+exit_code = (\d+)", text, re.MULTILINE)}
    assert {code for code in codes if not re.search(rf"\b{code}\b", page.partition("## 退出码")[2])} == set()


def test_every_term_is_in_the_glossary() -> None:
    glossary = read("GLOSSARY.md")
    terms = [
        node.name
        for path in within("zhibao/terms", ".py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not node.name.endswith("Error")
    ]
    assert [name for name in terms if f"`{name}`" not in glossary] == []


def test_every_dependency_is_in_the_notice() -> None:
    notice = read("NOTICE").lower()
    assert [name for name in dependencies() if f"  {name.lower()} " not in notice] == []


def test_the_notice_states_the_licence_of_each_dependency() -> None:
    wrong = []
    for name in dependencies():
        line = next(line for line in read("NOTICE").splitlines() if line.strip().lower().startswith(f"{name.lower()} "))
        about = metadata.metadata(name)
        keys = ("License-Expression", "License", "Classifier")
        told = [text[:80] for key in keys for text in about.get_all(key) or ()]
        family = next(word for word in ("MIT", "BSD", "Apache", "Python Software", "SIL Open", "LGPL") if word in line)
        if not any(family in one or family.split()[0] in one for one in told):
            wrong.append(f"{name}: {told}")
    assert wrong == []


def test_every_link_leads_somewhere() -> None:
    # Chapters and cases inside the package are content of reports, not documentation.
    pages = [path for path in committed() if path.suffix == ".md" and not path.is_relative_to(ROOT / "zhibao")]
    assert [f"{name_of(page)}: {target}" for page in pages for target in dead_links(page)] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_first_screen_of_the_readme_has_both_commands(readme: str) -> None:
    first = read(readme).splitlines()[:40]
    assert RUN in first
    assert TEST in first
    assert "pipx install uv" in "\n".join(first)


def test_both_readmes_have_the_same_sections() -> None:
    english, chinese = map(headings, READMES)
    assert english == chinese


def test_both_readmes_show_the_same_commands_and_links() -> None:
    english, chinese = (re.sub(r"README(\.zh-CN)?\.md", "README", read(name)) for name in READMES)
    assert set(LINK.findall(english)) == set(LINK.findall(chinese))
    blocks = r"^```\n(.*?)^```$"
    typed = [
        [line.split("#")[0].strip() for block in re.findall(blocks, text, re.MULTILINE | re.DOTALL)
         for line in block.splitlines() if line.startswith(("pip", "uv", "zhibao"))]
        for text in (english, chinese)
    ]  # fmt: skip
    assert typed[0] == typed[1]


def test_the_readme_is_short() -> None:
    assert [name for name in READMES if len(read(name).splitlines()) > 90] == []
