"""A corpus of broken workbooks handed in by a school: nothing crashes, hangs, or changes what is in force."""

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

LONGEST = 300


def test_no_broken_workbook_crashes_hangs_or_touches_what_is_in_force(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.collect.fuzz.child", str(folder)]
    with (tmp_path / "said").open("w+") as said, (tmp_path / "cried").open("w+") as cried:
        try:
            ended = subprocess.run(command, cwd=ROOT, stdout=said, stderr=cried, timeout=LONGEST, check=False)
            code = str(ended.returncode)
        except subprocess.TimeoutExpired:
            code = "no end"
    lines = [json.loads(line) for line in (tmp_path / "said").read_text(encoding="utf-8").splitlines()]
    cases = [one["case"] for one in lines if "case" in one]
    assert code == "0", f"{cases[-1:]}: {code}\n{(tmp_path / 'cried').read_text(encoding='utf-8')[-3000:]}"
    wrong = dict(zip(cases, [one["wrong"] for one in lines if "wrong" in one], strict=True))
    assert {name: told for name, told in wrong.items() if told} == {}
    assert len(cases) > 250
    assert list(tmp_path.rglob("*escaped*")) == []
