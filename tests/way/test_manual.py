"""The manual: every definition has a page, is found, and no page needs anything but the folder it lies in."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from typer.testing import CliRunner

from tests.conftest import need_program
from zhibao.catalog.load import KINDS, Catalog, load_catalog
from zhibao.catalog.scaffold import scaffold
from zhibao.check.run import all_checks
from zhibao.cli.app import app
from zhibao.manual.index import fold, index_script
from zhibao.manual.markup import words
from zhibao.manual.pages import pages
from zhibao.manual.site import Entry
from zhibao.manual.write import MANIFEST, ManualError, contents, write_manual


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> Mapping[str, str]:
    return contents(catalog)[0]


class Parts(HTMLParser):
    """Collects what a page points at, and its ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.targets += [named[name] for name in ("href", "src", "action") if name in named]
        if "id" in named:
            assert named["id"] not in self.ids, f"two of {named['id']}"
            self.ids.add(named["id"])


def rows_of(files: Mapping[str, str]) -> list[list[str]]:
    """Return the rows of the index."""
    found: list[list[str]] = json.loads(files["search-index.js"].partition("rows:")[2].rstrip().removesuffix("};"))
    return found


def definitions(catalog: Catalog) -> dict[str, list[str]]:
    tables = {kind: list(getattr(catalog, kind)) for kind in (*KINDS, "outlines")}
    return {**tables, "checks": list(all_checks(catalog))}


def test_every_kind_of_definition_is_known_to_the_manual(catalog: Catalog) -> None:
    mappings = {one.name for one in fields(Catalog) if not one.name.startswith("_")} - {"folders", "digest"}
    assert set(definitions(catalog)) == mappings


def test_every_definition_has_a_page_and_stands_in_its_list(catalog: Catalog, files: Mapping[str, str]) -> None:
    for kind, names in definitions(catalog).items():
        missing = [name for name in names if f"{kind}/{name}.html" not in files]
        assert missing == []
        listed = set(Parts(files[f"{kind}.html"]).targets) if names else set()
        assert [name for name in names if f"{kind}/{name}.html" not in listed] == []


def test_every_definition_and_field_and_code_is_in_the_index(catalog: Catalog, files: Mapping[str, str]) -> None:
    paths = {row[1] for row in rows_of(files)}
    assert [(kind, name) for kind, names in definitions(catalog).items() for name in names
            if f"{kind}/{name}.html" not in paths] == []  # fmt: skip
    assert [f"{one.name}.{name}" for one in catalog.registers.values() for name in one.fields
            if f"registers/{one.name}.html#f-{name}" not in paths] == []  # fmt: skip
    assert sum(path.startswith("lists/majors.html#c-") for path in paths) == len(catalog.lists["majors"].items)


def test_every_link_leads_to_a_page_and_a_place_on_it(files: Mapping[str, str]) -> None:
    parts = {name: Parts(text) for name, text in files.items() if name.endswith(".html")}
    dead = []
    for name, page in parts.items():
        for target in page.targets:
            path, _, anchor = target.partition("#")
            there = (Path(name).parent / unquote(path)).as_posix().removeprefix("./") if path else name
            while there.count("../"):
                there = re.sub(r"[^/]+/\.\./", "", there, count=1)
            if there not in files or (anchor and unquote(anchor) not in parts[there].ids):
                dead.append(f"{name}: {target}")
    for row in rows_of(files):
        path, _, anchor = row[1].partition("#")
        if path not in files or (anchor and unquote(anchor) not in parts[path].ids):
            dead.append(f"index: {row[1]}")
    assert dead == []


def test_no_page_asks_for_anything_outside_its_folder(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        if name.endswith(".html"):
            assert [one for one in Parts(text).targets if urlsplit(one).scheme or one.startswith("/")] == []
            assert " style=" not in text
            assert re.findall(r"<(?:img|iframe|object|embed|base)\b| on\w+=", text) == []
    assert re.findall(r"url\(|@import|@font-face", files["style.css"]) == []
    assert re.findall(r"fetch\(|XMLHttpRequest|import\(|innerHTML|eval\(", files["search.js"]) == []


def test_an_alias_and_a_document_number_find_what_they_name(catalog: Catalog) -> None:
    entries = [entry for page in pages(catalog) for entry in page.entries]
    ratio = next(one for one in entries if one.path == "indicators/student_teacher_ratio.html")
    assert ratio.label == "生师比"
    assert "教职成〔2010〕12号" in ratio.also
    for indicator in catalog.indicators.values():
        entry = next(one for one in entries if one.path == f"indicators/{indicator.name}.html")
        assert set(indicator.aliases) <= set(entry.also)


def test_the_page_of_an_indicator_tells_its_formula_in_words_and_as_written(files: Mapping[str, str]) -> None:
    page = files["indicators/student_teacher_ratio.html"]
    assert '<span class="above">“学生规模”全日制在校生数</span>' in page
    assert '<span class="below">“教职工”专任教师总数</span>' in page
    assert "<code>SUM(staff.full_time_teachers)</code>" in page
    assert "<td>17.76</td>" in page
    assert "缺失" in page
    assert "已见原文" in page


def test_the_page_of_a_register_tells_personal_fields_stages_and_who_uses_it(files: Mapping[str, str]) -> None:
    page = files["registers/internship_placements.html"]
    assert "个人信息" in page
    assert 'href="../lists/majors.html"' in page
    assert '<th scope="row">已签协议</th>' in page
    assert 'href="../checks/internship_placements_stages_are_filled.html"' in page
    drawn = files["registers/students_by_grade.html"]
    assert '<span class="across">性别</span><span>年级</span>' in drawn
    assert "<code>first_male</code>" in drawn


def test_the_page_of_a_rule_shows_what_passes_and_what_does_not(catalog: Catalog, files: Mapping[str, str]) -> None:
    for name, check in all_checks(catalog).items():
        page = files[f"checks/{name}.html"]
        assert ("✗ 不通过" in page) == any(one.finds for one in check.examples)
        assert ("✓ 通过" in page) == any(not one.finds for one in check.examples)
    page = files["rules/agencies_have_official_names.html"]
    assert "<mark>人力资源与保障局</mark>" in page
    assert 'href="../names/agencies.html"' in page


def test_what_nobody_confirmed_is_marked(catalog: Catalog, files: Mapping[str, str]) -> None:
    assert [name for name in catalog.drafts if "待核定" not in files[f"drafts/{name}.html"]] == []
    annex = files["annexes/six_tables_1_scorecard.html"]
    assert annex.count("待核定") > len(catalog.annexes["six_tables_1_scorecard"].rows)


def test_the_inventory_of_an_edition_names_every_rule_that_holds_for_it(
    catalog: Catalog, files: Mapping[str, str]
) -> None:
    for name, frame in catalog.editions.items():
        page = files[f"inventory/{name}.html"]
        year = frame.since or 2021
        rules = [one.name for one in catalog.rules.values() if one.is_in_force(year)]
        checks = [one.name for one in all_checks(catalog).values() if one.is_in_force(year)]
        assert [one for one in rules if f"../rules/{one}.html" not in page] == []
        assert [one for one in checks if f"../checks/{one}.html" not in page] == []


def test_a_rule_that_ended_before_an_edition_is_not_in_its_inventory(tmp_path: Path) -> None:
    for name, line in (("ended", "until: 2018"), ("coming", "since: 2024"), ("always", "")):
        path = scaffold("check", name, tmp_path)
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    made, _ = contents(load_catalog((tmp_path,)))
    kept = {edition: [name for name in ("ended", "coming", "always")
                      if f"../checks/{name}.html" in made[f"inventory/{edition}.html"]]
            for edition in ("nine_chapters_2016", "six_parts_2021", "seven_parts_2022")}  # fmt: skip
    assert kept == {
        "nine_chapters_2016": ["ended", "always"],
        "six_parts_2021": ["always"],
        "seven_parts_2022": ["coming", "always"],
    }


def test_own_definitions_are_in_the_manual_and_say_so(tmp_path: Path) -> None:
    for kind in ("register", "indicator", "check", "standard", "list"):
        scaffold(kind, "one_new_thing", tmp_path / "own")
    command = ["catalog", "manual", "--to", str(tmp_path / "手册"), "--overlay", str(tmp_path / "own")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    for kind in ("registers", "indicators", "checks", "standards", "lists"):
        page = (tmp_path / "手册" / kind / "one_new_thing.html").read_text(encoding="utf-8")
        assert "本地定义" in page
        assert str(tmp_path) not in page
    assert "本地定义" not in (tmp_path / "手册/registers/students.html").read_text(encoding="utf-8")


def test_hostile_words_of_a_definition_stay_words(tmp_path: Path) -> None:
    path = scaffold("register", "hostile", tmp_path)
    text = path.read_text(encoding="utf-8")
    evil = "</script><img src=x onerror=alert(1)>"
    path.write_text(re.sub(r"^label: .*$", f'label: "{evil}"', text, count=1, flags=re.MULTILINE), encoding="utf-8")
    made, _ = contents(load_catalog((tmp_path,)))
    assert [name for name, page in made.items() if name.endswith(".html") and "<img" in page] == []
    assert words(evil) in made["registers/hostile.html"]


def test_equal_definitions_give_equal_bytes(catalog: Catalog, files: Mapping[str, str]) -> None:
    assert contents(load_catalog())[0] == files


def test_an_earlier_manual_is_replaced_whole_and_nothing_else_is(catalog: Catalog, tmp_path: Path) -> None:
    place = tmp_path / "manual"
    write_manual(catalog, place)
    first = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert set(json.loads(first[MANIFEST])["files"]) == set(first) - {MANIFEST}
    write_manual(catalog, place)
    assert {
        path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()
    } == first
    assert [path.name for path in tmp_path.iterdir()] == ["manual"]
    (place / "笔记.txt").write_text("留着", encoding="utf-8")
    with pytest.raises(ManualError, match="已有别的文件"):
        write_manual(catalog, place)
    assert (place / "笔记.txt").read_text(encoding="utf-8") == "留着"


@pytest.mark.parametrize("kept", ["报告.docx", MANIFEST])
def test_a_folder_that_is_no_manual_is_left_alone(catalog: Catalog, tmp_path: Path, kept: str) -> None:
    (tmp_path / kept).write_text("[]", encoding="utf-8")
    result = CliRunner().invoke(app, ["catalog", "manual", "--to", str(tmp_path)])
    assert isinstance(result.exception, ManualError)
    assert [path.name for path in tmp_path.iterdir()] == [kept]


def test_a_file_in_the_way_is_left_alone(catalog: Catalog, tmp_path: Path) -> None:
    place = tmp_path / "manual"
    place.write_text("不是文件夹", encoding="utf-8")
    with pytest.raises(ManualError):
        write_manual(catalog, place)
    assert place.read_text(encoding="utf-8") == "不是文件夹"


def test_the_index_compares_texts_of_one_width_and_case() -> None:
    assert fold("１＋x 证书（试点）“甲”、乙") == "1+x证书试点甲乙"
    script = index_script([Entry("lists", "lists/a.html", "甲", "乙" * 200, ("丙", "丙"))])
    assert script.count("丙") == 1
    assert "乙" * 89 + "…" in script


def searched(folder: Path, profile: Path, asked: str) -> str:
    """Return the first page as the browser has it after a search."""
    command = [need_program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
    address = f"{(folder / 'index.html').as_uri()}?q={asked}"
    done = subprocess.run([*command, "--virtual-time-budget=4000", "--dump-dom", address],
                          capture_output=True, check=True, timeout=120)  # fmt: skip
    return done.stdout.decode().partition('id="found"')[2].partition('id="shelf"')[0]


def test_the_browser_finds_by_label_by_code_and_by_what_is_nearly_it(catalog: Catalog, tmp_path: Path) -> None:
    need_program("chromium")
    write_manual(catalog, tmp_path / "manual")
    found = {asked: searched(tmp_path / "manual", tmp_path / "profile", asked)
             for asked in ("生师比", "660301", "教职成〔2010〕12号", "学生教师比例数", "ｘｙｚ不存在")}  # fmt: skip
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)
    first = {asked: re.findall(r'href="([^"]*)"', text)[:1] for asked, text in found.items()}
    assert first["生师比"] == ["indicators/student_teacher_ratio.html"]
    assert first["660301"] == ["lists/majors.html#c-660301"]
    assert 'href="indicators/student_teacher_ratio.html"' in found["教职成〔2010〕12号"]
    assert "名称相近的有" in found["学生教师比例数"]
    assert "也没有相近的" in found["ｘｙｚ不存在"]
