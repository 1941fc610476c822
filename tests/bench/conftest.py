"""The benchmarks are scripts: their folder is on the path of what tests them."""

import sys

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "bench"))
