"""A city's report is released, by two people at a real browser."""

import subprocess
import sys

from tests.conftest import ROOT
from tests.way.served import Person


def release(person: Person, campaign: str) -> None:
    """The editor puts the report up, the approver signs it with the password once more."""
    opened = person.site
    rest = [sys.executable, "-m", "tests.way.seal_the_rest", str(opened.data), campaign]
    done = subprocess.run(rest, env=opened.settings, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    person.sign_in("editor")
    person.go(f"/{campaign}/release/")
    person.press(".btn.go")
    person.until("!!document.getElementById('wait')")
    assert "不能是提请的人" in person.text()

    person.sign_in("approver")
    person.go(f"/{campaign}/release/")
    person.write("[name=password]", opened.passwords["qingyuan-approver"])
    person.press(".btn.sign")
    assert "第 1 版" in person.text()
