"""编制: outline + values + cases → the finished document."""

from zhibao.compile.case import Case, CaseError, read_cases
from zhibao.compile.report import compile_report

__all__ = ["Case", "CaseError", "compile_report", "read_cases"]
