"""What is asked of whole sets of rows: an engine finds what looking at every row finds, in whole numbers."""

import os
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.check.set_cities import RULES, context_of, laid, random_city, said
from zhibao.catalog.expression import FormulaError
from zhibao.catalog.load import load_catalog, packaged
from zhibao.catalog.set_question import SetQuestion, Use, check_question
from zhibao.check.set_faults import set_faults
from zhibao.snapshot.engine import EngineError
from zhibao.snapshot.here import Here
from zhibao.terms.finding import Severity

RULE_FILE = packaged() / "checks" / "school_names_are_unique.yaml"
USE = Use("schools", plain=("name",))


@pytest.mark.parametrize("seed", [1, 2])
def test_an_engine_finds_what_looking_at_every_row_finds(seed: int, tmp_path: Path) -> None:
    store = random_city(tmp_path, seed)
    context = context_of(store)
    by_rows = said(context)
    with closing(Here()) as engine:
        by_engine = said(replace(context, sets=laid(store, engine, tmp_path / "engine")))
    assert {name: by_engine[name] for name in RULES} == by_rows
    assert [name for name in RULES if not by_rows[name]] == []


def test_what_is_too_much_to_tell_is_cut_and_said(tmp_path: Path) -> None:
    store = random_city(tmp_path, 1)
    context = context_of(store)
    whole = said(context)["graduates_are_registered_once"]
    with closing(Here()) as engine:
        cut = said(replace(context, sets=laid(store, engine, tmp_path / "engine", most=5)))
    told = cut["graduates_are_registered_once"]
    assert told[:6] == whole[:6]
    assert [one.severity for one in told[6:]] == [Severity.NOTE]
    assert "超过 5 处" in told[6].message


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"SELECT spot FROM {USE.name}", "没有排序"),
        ("SELECT spot FROM teachers ORDER BY spot", "没有说明的表 teachers"),
        ("SELECT spot FROM read_parquet('x') ORDER BY spot", "不允许使用"),
        (f"SELECT random() AS spot FROM {USE.name} ORDER BY spot", "不允许使用 Rand"),
        (f"SELECT spot FROM {USE.name} ORDER BY", "写法有误"),
        (f"SELECT spot FROM other.{USE.name} ORDER BY spot", "没有说明的表"),
    ],
)
def test_a_question_that_may_not_be_asked_is_refused(text: str, named: str) -> None:
    with pytest.raises(FormulaError, match=named):
        check_question(SetQuestion(text, (USE,)))


def test_nothing_but_whole_numbers_crosses(tmp_path: Path) -> None:
    store = random_city(tmp_path, 1, schools=1)
    with closing(Here()) as engine, pytest.raises(EngineError, match="不是整数"):
        laid(store, engine, tmp_path).ask(SetQuestion(f'SELECT "name__plain" FROM {USE.name} ORDER BY spot', (USE,)))


def test_layouts_are_kept_while_they_are_used_and_swept_a_day_later(tmp_path: Path) -> None:
    store, folder = random_city(tmp_path, 1, schools=1), tmp_path / "engine"
    question = SetQuestion(f"SELECT spot FROM {USE.name} ORDER BY spot", (USE,))
    folder.mkdir()
    for name, days in (("old.parquet", 2), ("young.parquet", 0.5)):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - days * 86_400,) * 2)
    with closing(Here()) as engine:
        first = laid(store, engine, folder).ask(question)
        (written,) = set(folder.iterdir()) - {folder / "young.parquet"}
        before = written.stat().st_ino
        assert laid(store, engine, folder).ask(question) == first
    assert written.stat().st_ino == before
    assert {one.name for one in folder.iterdir()} == {written.name, "young.parquet"}


def test_lint_refuses_a_question_about_what_is_personal(tmp_path: Path) -> None:
    folder = tmp_path / "checks"
    folder.mkdir()
    text = RULE_FILE.read_text(encoding="utf-8").partition("examples:")[0].replace("schools.name", "teachers.phone")
    examples = "examples:\n  - {given: {teachers: [{staff_number: '1', phone: '1'}]}}\n"
    (folder / "phones_are_unique.yaml").write_text(text + examples, encoding="utf-8")
    (fault,) = set_faults(load_catalog((tmp_path,)))
    assert "phones_are_unique.yaml" in str(fault.where)
    assert "same_person" in fault.message
