"""成批编制: every school's report and the city's, many at once, none able to stop the others."""

from zhibao.batch.cases import case_findings
from zhibao.batch.gather_cases import TakenCases, gather_cases
from zhibao.batch.record import Built, State
from zhibao.batch.run import Batch, build_all

__all__ = ["Batch", "Built", "State", "TakenCases", "build_all", "case_findings", "gather_cases"]
