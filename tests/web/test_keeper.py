"""What the sheet keeps on this machine until the server has it, run without a browser."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, need_program

KEEPER = ROOT / "zhibao/web/static/zhibao/keeper.js"
AROUND = """
const kept = new Map(), sent = [], answers = [];
globalThis.window = {
  addEventListener() {}, clearTimeout() {}, setTimeout() {},
  localStorage: {
    getItem: (n) => kept.get(n) ?? null, setItem: (n, t) => kept.set(n, t), removeItem: (n) => kept.delete(n),
  },
};
globalThis.fetch = (_, { body }) => {
  sent.push(JSON.parse(body).changes);
  return new Promise((done) => answers.push(done));
};
const ok = { ok: true, status: 200, json: async () => ({ number: 1, conflicts: [] }) };
const no = (status) => ({ ok: false, status, text: async () => "不行。" });
const quiet = { saving() {}, saved() {}, waiting() {}, refused() {} };
const cell = (was, now) => ({ line: "r1", field: "n", part: "cells", was, now });
const told = (text) => console.log(JSON.stringify(text));
const pause = () => new Promise((done) => setTimeout(done, 5));
const keeper = new Keeper("/save/", "", quiet);
"""


def said(script: str, folder: Path) -> str:
    """Return what a script prints with the keeper at hand."""
    file = folder / "one.mjs"
    file.write_text(f"{KEEPER.read_text(encoding='utf-8')}\n{AROUND}\n{script}", encoding="utf-8")
    done = subprocess.run([need_program("node"), str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("status", [403, 423])
def test_what_a_stale_page_or_a_closed_register_does_not_take_stays_on_this_machine(
    tmp_path: Path, status: int
) -> None:
    script = f"""
    keeper.note(cell("", "12")); keeper.send(); answers[0](no({status})); await pause();
    keeper.forget(); told(keeper.left);"""
    assert said(script, tmp_path) == "1"


def test_who_goes_on_typing_while_a_cell_is_on_its_way_does_not_clash_with_oneself(tmp_path: Path) -> None:
    script = """
    keeper.note(cell("", "1")); keeper.send(); keeper.note(cell("", "12")); answers[0](ok); await pause();
    told(sent.map(([one]) => [one.was, one.now]));"""
    assert said(script, tmp_path) == '[["","1"],["1","12"]]'


def test_what_was_typed_and_taken_back_is_not_sent(tmp_path: Path) -> None:
    script = """
    keeper.note(cell("7", "12")); keeper.back(cell("7", "7")); keeper.send(); told([sent.length, keeper.left]);"""
    assert said(script, tmp_path) == "[0,0]"


def test_an_answer_that_breaks_off_is_no_answer(tmp_path: Path) -> None:
    script = """
    keeper.note(cell("", "12")); keeper.send();
    answers[0]({ ...ok, json: async () => { throw new Error("cut"); } }); await pause();
    keeper.send(); told([sent.length, keeper.left]);"""
    assert said(script, tmp_path) == "[2,1]"
